//! The slip in words.

use slip::{ALT_CHARS_MAX, Body, alt_text};

use crate::samples::{self, parlay, parlay_4, single};

#[test]
fn a_single_is_told_in_the_order_in_which_it_is_read() {
    assert_eq!(
        alt_text(&single()),
        "marcus_k: OPEN. Chicago Bears at Green Bay Packers. Chicago Bears +3.5, -110. \
         Wins if Chicago wins, or loses by 3 or fewer. \
         Risk 2u, Sun 16 Nov, 1:00 PM ET, to win 1.82u.",
    );
}

#[test]
fn a_parlay_is_told_leg_by_leg() {
    assert_eq!(
        alt_text(&parlay_4()),
        "marcus_k: 2 OF 3 IN. 4-leg parlay, +627. \
         1. Los Angeles Lakers -3.5, -110, Won, 112–104 Celtics, final. \
         2. Over 8.5, -105, Won, Braves 6–4 Phillies, decided. \
         3. Manchester City -0.75, -105, Open, Wolves, today 3:00 PM ET. \
         4. Tatum over 27.5 pts, -115, Void, Did not play. \
         Risk 1u, was +1259, to win 6.27u.",
    );
}

#[test]
fn every_slip_is_told_within_what_discord_takes() {
    let mut views: Vec<_> = samples::all().into_iter().map(|it| it.1).collect();
    let mut long = parlay(25);
    if let Body::Parlay(list) = &mut long.body {
        for leg in &mut list.legs {
            leg.note = "Ω".repeat(300).into();
        }
    }
    views.push(long);
    for view in views {
        let text = alt_text(&view);
        assert!(text.chars().count() <= ALT_CHARS_MAX, "{text}");
        assert!(
            text.contains(view.foot.money.trim()),
            "the money is never left out: {text}"
        );
    }
}

#[test]
fn legs_that_do_not_fit_into_words_are_counted() {
    let text = alt_text(&parlay(25));
    let told = (1..=25)
        .filter(|it| text.contains(&format!(" {it}. ")))
        .count();
    assert!(told < 25 && told > 8, "{text}");
    assert!(text.contains(&format!("+{} legs", 25 - told)), "{text}");
}
