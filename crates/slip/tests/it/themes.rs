//! Colours, by arithmetic.

use slip::{CONTRAST_MIN, Rgb, SHAPE_CONTRAST_MIN, Theme};

#[test]
fn every_text_of_both_themes_can_be_read() {
    for theme in [Theme::DARK, Theme::LIGHT] {
        for (pair, text, on) in theme.text_pairs() {
            let contrast = text.contrast(on);
            assert!(contrast >= CONTRAST_MIN, "{pair}: {contrast}");
        }
    }
}

#[test]
fn main_and_quiet_text_have_a_contrast_over_six() {
    for theme in [Theme::DARK, Theme::LIGHT] {
        assert!(theme.text.contrast(theme.ground) > 6.0);
        assert!(theme.quiet.contrast(theme.ground) > 6.0);
    }
}

#[test]
fn contrast_is_what_the_guideline_says() {
    assert!((Rgb::WHITE.contrast(Rgb::hex(0)) - 21.0).abs() < 0.01);
    assert!((Rgb::hex(0x77_77_77).contrast(Rgb::WHITE) - 4.48).abs() < 0.01);
}

#[test]
fn any_accent_can_be_told_from_any_ground() {
    for theme in [Theme::DARK, Theme::LIGHT] {
        for step in 0..512_u32 {
            let accent = Rgb::hex(step * 32_771);
            let drawn = accent.legible(theme.ground, theme.text, SHAPE_CONTRAST_MIN);
            assert!(
                drawn.contrast(theme.ground) >= SHAPE_CONTRAST_MIN,
                "{accent:?}"
            );
        }
    }
}
