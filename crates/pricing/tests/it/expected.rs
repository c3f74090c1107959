//! Expected value, Kelly, fair prices.

use pricing::{Chances, FairPrice, Probability, expected_value, kelly, parlay};
use proptest::prelude::*;
use shared::price::{OddsFormat, Price};

fn p(value: f64) -> Probability {
    Probability::new(value).unwrap()
}

fn price(text: &str) -> Price {
    text.parse().unwrap()
}

fn close(found: f64, known: f64) {
    assert!((found - known).abs() < 1e-12, "{found} is not {known}");
}

#[test]
fn value_and_kelly_come_to_what_was_worked_out_elsewhere() {
    let fifty_five = Chances::of(p(0.55));
    close(expected_value(fifty_five, price("-110")), 0.05);
    close(kelly(fifty_five, price("-110")).get(), 0.055);
    close(kelly(Chances::of(p(0.6)), price("2.00")).get(), 0.2);
}

#[test]
fn a_push_is_neither_won_nor_lost() {
    let chances = Chances::with_push(p(0.5), p(0.05)).unwrap();
    close(chances.lose().get(), 0.45);
    close(
        expected_value(chances, price("-110")),
        0.5 * 10.0 / 11.0 - 0.45,
    );
    assert!((expected_value(chances, price("-110")) - 0.004_545_454_5).abs() < 5e-11);
    assert!((kelly(chances, price("-110")).get() - 0.005_263_157_9).abs() < 5e-11);
    let never_decided = Chances::with_push(p(0.0), p(1.0)).unwrap();
    close(expected_value(never_decided, price("-110")), 0.0);
    close(kelly(never_decided, price("-110")).get(), 0.0);
    assert_eq!(Chances::with_push(p(0.6), p(0.5)), None);
}

#[test]
fn a_bet_that_is_not_worth_it_gets_no_stake() {
    let coin = Chances::of(p(0.5));
    assert!(expected_value(coin, price("-110")) < 0.0);
    assert_eq!(kelly(coin, price("-110")), Probability::NEVER);
    assert_eq!(
        kelly(Chances::of(p(0.0)), price("+10000")),
        Probability::NEVER
    );
    close(kelly(Chances::of(p(1.0)), price("-10000")).get(), 1.0);
}

#[test]
fn a_probability_lies_between_nothing_and_certainty() {
    for value in [
        -0.000_001,
        1.000_001,
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
    ] {
        assert_eq!(Probability::new(value), None, "{value}");
    }
    assert_eq!(Probability::new(0.0), Some(Probability::NEVER));
    assert_eq!(Probability::new(1.0), Some(Probability::CERTAIN));
    assert_eq!(p(0.523_81).to_string(), "52.38 %");
}

#[test]
fn a_fair_price_is_one_over_the_probability() {
    assert_eq!(FairPrice::of(Probability::NEVER), None);
    let evens = FairPrice::of(p(0.5)).unwrap();
    close(evens.decimal(), 2.0);
    // One library says -100 of the half and +100 of the two.
    assert_eq!(evens.shown(OddsFormat::American), "+100");
    assert_eq!(
        FairPrice::of(p(0.6)).unwrap().shown(OddsFormat::American),
        "-150"
    );
    assert_eq!(
        FairPrice::of(p(0.4)).unwrap().shown(OddsFormat::American),
        "+150"
    );
    assert_eq!(
        FairPrice::of(p(0.4)).unwrap().shown(OddsFormat::Malay),
        "-0.67"
    );
    assert_eq!(
        FairPrice::of(p(0.4)).unwrap().shown(OddsFormat::Decimal),
        "2.50"
    );
    assert_eq!(
        FairPrice::of(p(0.6)).unwrap().shown(OddsFormat::Indonesian),
        "-1.50"
    );
}

#[test]
fn the_fair_price_of_a_parlay_is_one_over_the_product() {
    close(parlay(&[p(0.5), p(0.5), p(0.25)]).unwrap().decimal(), 16.0);
    close(parlay(&[p(0.8)]).unwrap().decimal(), 1.25);
    assert_eq!(parlay(&[]), None);
    assert_eq!(parlay(&[p(0.5), Probability::NEVER]), None);
}

proptest! {
    #[test]
    fn kelly_stakes_where_there_is_value_and_nowhere_else(
        win in 0.0..=1.0f64,
        push in 0.0..=1.0f64,
        american in 100i32..100_000,
        minus: bool,
    ) {
        let price = Price::from_american(if minus { -american } else { american }).unwrap();
        let push = push * (1.0 - win);
        let Some(chances) = Chances::with_push(p(win), p(push)) else {
            return Err(TestCaseError::fail("refused"));
        };
        let (value, share) = (expected_value(chances, price), kelly(chances, price).get());
        prop_assert!((0.0..=1.0).contains(&share));
        prop_assert_eq!(value > 0.0, share > 0.0, "{} {}", value, share);
    }
}
