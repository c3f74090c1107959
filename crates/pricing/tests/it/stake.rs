//! What must be risked to win so much.

use pricing::to_win;
use proptest::prelude::*;
use shared::price::{OddsFormat, Price};
use shared::units::Units;

const CENT: Units = Units::from_steps(10_000);
const STEP: Units = Units::from_steps(1);

fn units(text: &str) -> Units {
    text.parse().unwrap()
}

#[test]
fn the_stake_is_rounded_up_to_the_step() {
    for (price, win, step, risk) in [
        ("-110", "1", CENT, "1.10"),
        ("-110", "1", Units::whole(1), "2"),
        ("+150", "1", CENT, "0.67"),
        ("+150", "1", STEP, "0.666667"),
        ("+100", "3", CENT, "3"),
        ("1.91", "91", CENT, "100"),
        ("-10000", "0.01", CENT, "1"),
    ] {
        let price: Price = price.parse().unwrap();
        let found = to_win(units(win), &[price], step);
        assert_eq!(found, Some(units(risk)), "{price} to win {win}");
    }
}

#[test]
fn a_number_below_zero_names_what_wins_one() {
    // The nominal of one that exchanges show: risk 0.92, and 1.92 comes back.
    let malay = Price::parse(OddsFormat::Malay, "-0.92").unwrap();
    assert_eq!(to_win(units("1"), &[malay], STEP), Some(units("0.92")));
    let indonesian = Price::parse(OddsFormat::Indonesian, "-1.25").unwrap();
    assert_eq!(to_win(units("1"), &[indonesian], STEP), Some(units("1.25")));
    let american: Price = "-110".parse().unwrap();
    assert_eq!(to_win(units("100"), &[american], STEP), Some(units("110")));
}

#[test]
fn what_cannot_be_asked_for_has_no_stake() {
    let price: Price = "-110".parse().unwrap();
    assert_eq!(to_win(Units::ZERO, &[price], CENT), None);
    assert_eq!(to_win(units("-1"), &[price], CENT), None);
    assert_eq!(to_win(units("1"), &[price], Units::ZERO), None);
    assert_eq!(to_win(units("1"), &[], CENT), None);
    let short: Price = "1.000001".parse().unwrap();
    assert_eq!(to_win(Units::from_steps(i64::MAX), &[short], STEP), None);
}

proptest! {
    #[test]
    fn the_stake_wins_what_was_asked_for_and_a_step_less_does_not(
        win in 1i64..1_000_000_000,
        cents in prop::collection::vec(101u32..100_000, 1..6),
        step in prop::sample::select(vec![1i64, 10_000, 500_000]),
    ) {
        let price = |it: &u32| Price::parse_decimal(&format!("{}.{:02}", it / 100, it % 100));
        let legs: Vec<Price> = cents.iter().map(|it| price(it).unwrap()).collect();
        let (win, step) = (Units::from_steps(win), Units::from_steps(step));
        let risk = to_win(win, &legs, step).unwrap();
        let product = shared::price::Product::of(&legs);
        let gain = product.num() - product.den();
        let won = |risk: Units| &gain * u64::try_from(risk.steps()).unwrap();
        let asked = product.den() * u64::try_from(win.steps()).unwrap();
        prop_assert_eq!(risk.steps() % step.steps(), 0);
        prop_assert!(won(risk) >= asked);
        prop_assert!(won(risk - step) < asked);
    }
}
