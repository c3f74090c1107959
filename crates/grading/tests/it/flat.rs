//! Flat stakes over many selections.

use grading::flat::FlatStakes;
use num_bigint::{BigInt, BigUint};
use num_integer::Integer;
use proptest::prelude::*;
use shared::grade::LegOutcome::{self, HalfLost, HalfWon, Lost, Push, Void, Won};
use shared::price::Price;

use crate::{price, shares};

fn stakes(bets: &[(LegOutcome, &str)]) -> FlatStakes {
    let mut stakes = FlatStakes::default();
    for (outcome, text) in bets {
        stakes.add(*outcome, shares(*outcome), price(text));
    }
    stakes
}

#[test]
fn a_return_is_told_in_percent_of_what_was_risked() {
    for (bets, percentage) in [
        (vec![(Won, "-110"), (Lost, "-110")], "-4.5455"),
        (vec![(Won, "2.00"), (Lost, "2.00")], "0.0000"),
        (vec![(Won, "+150")], "150.0000"),
        (vec![(Lost, "+150")], "-100.0000"),
        (vec![(Push, "1.91"), (HalfLost, "1.91")], "-25.0000"),
        (vec![(HalfWon, "1.91")], "45.5000"),
        (vec![(Won, "2.00"), (Void, "1.91")], "100.0000"),
        // 1.0000005 and 1.0000015 are halves of the last place and go away from zero.
        (vec![(HalfWon, "1.000001")], "0.0001"),
        (vec![(HalfWon, "1.000003")], "0.0002"),
    ] {
        assert_eq!(
            stakes(&bets).percentage().as_deref(),
            Some(percentage),
            "{bets:?}"
        );
    }
}

#[test]
fn nothing_risked_has_no_percentage() {
    assert_eq!(stakes(&[(Void, "2.00")]).percentage(), None);
    assert_eq!(FlatStakes::default().percentage(), None);
}

#[test]
fn every_outcome_is_counted_as_itself() {
    let all = [
        Won, HalfWon, HalfWon, Push, HalfLost, Lost, Lost, Lost, Void,
    ];
    let counts = stakes(&all.map(|it| (it, "2.00"))).counts();
    assert_eq!((counts.won, counts.half_won, counts.push), (1, 2, 1));
    assert_eq!((counts.half_lost, counts.lost, counts.void), (1, 3, 1));
    assert_eq!((counts.all(), counts.risked()), (9, 8));
}

fn bets() -> impl Strategy<Value = Vec<(LegOutcome, i32)>> {
    let outcome = proptest::sample::select(LegOutcome::ALL);
    let number =
        (100i32..20_000, any::<bool>()).prop_map(|(it, minus)| if minus { -it } else { it });
    proptest::collection::vec((outcome, number), 1..60)
}

proptest! {
    #[test]
    fn the_sum_is_the_sum_of_the_exact_returns(bets in bets(), cut in 0usize..60) {
        let mut whole = FlatStakes::default();
        let mut parts = [FlatStakes::default(), FlatStakes::default()];
        let (mut num, mut den) = (BigUint::ZERO, BigUint::from(1u32));
        for (index, (outcome, number)) in bets.iter().enumerate() {
            let price = Price::from_american(*number).unwrap();
            whole.add(*outcome, shares(*outcome), price);
            parts[usize::from(index >= cut)].add(*outcome, shares(*outcome), price);
            if *outcome == Void {
                continue;
            }
            let (win, refund) = shares(*outcome);
            let part = |it: i32| BigUint::from(it.unsigned_abs());
            let lower = part(win.den()) * part(refund.den()) * price.den();
            let upper = part(win.num()) * part(refund.den()) * price.num()
                + part(refund.num()) * part(win.den()) * price.den();
            num = num * &lower + upper * &den;
            den *= lower;
        }
        let expected = shared::price::Product::from_ratio(num.clone(), den.clone()).unwrap();
        prop_assert_eq!(whole.returned(), expected);

        let [mut first, second] = parts;
        first += &second;
        prop_assert_eq!(&first, &whole);

        // The nearest ten-thousandth of a percent, found from the other end.
        let risked = whole.counts().risked();
        if let Some(text) = whole.percentage() {
            let said: BigInt = text.replace('.', "").parse().unwrap();
            let net = BigInt::from(num) - BigInt::from(&den * risked);
            let unit = BigInt::from(den * risked);
            let error: BigInt = (net * 1_000_000i32 - said * &unit) * 2i32;
            prop_assert!(error.magnitude() <= unit.magnitude(), "{}", text);
        }
    }
}

#[test]
fn thousands_of_different_prices_are_still_exact() {
    let mut stakes = FlatStakes::default();
    for number in 101..3_601 {
        stakes.add(Won, shares(Won), Price::from_american(-number).unwrap());
    }
    // Each returns 1 + 100/n: the sum is exact if its lower part divides every n's multiple.
    let returned = stakes.returned();
    let least = (101..3_601u32).fold(BigUint::from(1u32), |least, it| least.lcm(&it.into()));
    assert!((least % returned.den()) == BigUint::ZERO);
    assert_eq!(stakes.percentage().as_deref(), Some("10.2248"));
}
