//! What can be seen on a picture.

use slip::draws;

#[test]
fn text_that_would_draw_nothing_is_known_before_it_is_drawn() {
    for seen in ["Vera wins", "7", "Ж", "دب", "金", "★", "Vera \u{1fae0}"] {
        assert!(draws(seen), "{seen:?}");
    }
    for unseen in [
        "",
        " ",
        "\u{200b}",
        "\u{3164}",
        "\u{fe0f}",
        "\u{202e}",
        "\u{1fae0}",
        "\u{1fae0}\u{1fae1}",
    ] {
        assert!(!draws(unseen), "{unseen:?}");
    }
}
