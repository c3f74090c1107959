//! How prices moved, by whom.

use pricing::{Course, Word, courses};
use proptest::prelude::*;
use shared::id::BookmakerId;
use shared::line::Line;
use shared::price::Price;

fn word(at: u32, book: &str, line: &str, american: i32) -> Word<u32> {
    Word {
        at,
        bookmaker: BookmakerId::derive(book),
        line: (!line.is_empty()).then(|| line.parse().unwrap()),
        price: Price::from_american(american).ok(),
    }
}

fn gone(at: u32, book: &str, line: &str) -> Word<u32> {
    Word {
        price: None,
        ..word(at, book, line, 100)
    }
}

fn said(courses: &[Course<u32>]) -> Vec<String> {
    let one = |course: &Course<u32>| {
        let points = course.points.iter().map(|it| {
            let line = it.line.map(Line::signed).unwrap_or_default();
            format!("{}: {line} {}", it.at, it.price)
        });
        format!(
            "{} of {}",
            points.collect::<Vec<_>>().join(", "),
            course.books
        )
    };
    courses.iter().map(one).collect()
}

#[test]
fn one_bookmaker_opens_moves_its_line_and_its_price() {
    let words = [
        word(1, "a", "+3", -110),
        word(5, "a", "+3.5", -110),
        gone(5, "a", "+3"),
        word(7, "a", "+3.5", -115),
        // Said again.
        word(9, "a", "+3.5", -115),
    ];
    assert_eq!(
        said(&courses(&words)),
        ["1: +3 -110, 5: +3.5 -110, 7: +3.5 -115 of 1"]
    );
}

#[test]
fn among_several_lines_of_a_bookmaker_the_most_even_is_its_own() {
    let words = [
        word(1, "a", "+3", -110),
        word(1, "a", "+7", -250),
        word(1, "a", "-3", 240),
        word(4, "a", "+3", -140),
        word(4, "a", "+2.5", -108),
    ];
    assert_eq!(said(&courses(&words)), ["1: +3 -110, 4: +2.5 -108 of 1"]);
}

#[test]
fn two_bookmakers_move_alone_and_three_together() {
    let mut words = vec![word(1, "a", "", 150), word(2, "b", "", 160)];
    assert_eq!(courses(&words).len(), 2);
    words.push(word(3, "c", "", 140));
    words.push(word(4, "b", "", 100));
    // Together only from when there are three: the middle one, 150 until the second falls.
    assert_eq!(said(&courses(&words)), ["3:  +150, 4:  +140 of 3"]);
}

#[test]
fn a_single_bookmaker_never_moves_what_is_called_the_middle_of_several() {
    let mut words = vec![
        word(1, "a", "", 150),
        word(1, "b", "", 160),
        word(1, "c", "", 140),
        gone(3, "a", ""),
        gone(4, "b", ""),
        // The only one that is left.
        word(5, "c", "", 110),
    ];
    let alone = courses(&words);
    assert_eq!(said(&alone), ["1:  +150 of 3"]);
    assert_eq!(alone[0].gone, Some(3));
    words.extend([word(7, "a", "", 130), word(8, "b", "", 130)]);
    let again = courses(&words);
    assert_eq!(said(&again), ["1:  +150, 8:  +130 of 3"]);
    assert_eq!(again[0].gone, None);
}

#[test]
fn what_nobody_offers_any_more_says_since_when() {
    let words = [word(1, "a", "+3", -110), gone(6, "a", "+3")];
    let gone = &courses(&words)[0];
    assert_eq!((gone.points.len(), gone.gone), (1, Some(6)));
}

#[test]
fn while_nobody_offers_anything_the_last_stands() {
    let words = [
        word(1, "a", "", 150),
        gone(2, "a", ""),
        word(6, "a", "", 150),
        word(8, "a", "", 155),
    ];
    assert_eq!(said(&courses(&words)), ["1:  +150, 8:  +155 of 1"]);
    assert_eq!(courses::<u32>(&[gone(1, "a", "")]), []);
}

proptest! {
    #[test]
    fn the_order_of_words_does_not_matter_and_no_point_repeats_the_last(
        mut words in proptest::collection::vec((0u32..40, 0u8..4, -8i32..8, 101i32..300), 1..60)
            .prop_map(|all| {
                let one = |(at, book, quarters, american): (u32, u8, i32, i32)| Word {
                    at,
                    bookmaker: BookmakerId::derive(&book.to_string()),
                    line: Line::from_quarters(quarters * 2).ok(),
                    price: Price::from_american(american).ok(),
                };
                let mut all: Vec<_> = all.into_iter().map(one).collect();
                // Nobody says two things of one line at once.
                all.sort_by_key(|it| (it.at, it.bookmaker, it.line));
                all.dedup_by_key(|it| (it.at, it.bookmaker, it.line));
                all
            })
    ) {
        let first = courses(&words);
        words.reverse();
        prop_assert_eq!(&courses(&words), &first);
        for pair in first.iter().flat_map(|it| it.points.windows(2)) {
            prop_assert!(pair[0].at < pair[1].at);
            prop_assert!((pair[0].line, pair[0].price) != (pair[1].line, pair[1].price));
        }
    }
}
