//! Rule 4 (c) of Tattersalls: when a runner is withdrawn, the winnings on the others are cut.

use num_bigint::BigUint;
use shared::price::Price;

use crate::fraction::{self, Fraction};

/// The bands: prices up to and with gain to risk, and the percentage that is deducted. Longer
/// prices than the last deduct nothing.
pub const BANDS: &[((u64, u64), u8)] = &[
    ((1, 9), 90),
    ((2, 11), 85),
    ((1, 4), 80),
    ((3, 10), 75),
    ((2, 5), 70),
    ((8, 15), 65),
    ((8, 13), 60),
    ((4, 5), 55),
    ((20, 21), 50),
    ((6, 5), 45),
    ((6, 4), 40),
    ((7, 4), 35),
    ((9, 4), 30),
    ((3, 1), 25),
    ((4, 1), 20),
    ((11, 2), 15),
    ((9, 1), 10),
    ((14, 1), 5),
];

/// The most that all deductions together take, in percent.
const PERCENT_MAX: u32 = 90;
/// A deduction that may be waived when it is the only one, in percent.
const LONE_PERCENT: u32 = 5;

/// What becomes of a single deduction of 5 %.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LoneFive {
    /// It is waived.
    #[default]
    Waive,
    /// It is deducted.
    Apply,
}

/// The percentage that the withdrawal of a runner at this price deducts.
pub fn percent(withdrawn: Price) -> u8 {
    let (gain, risk) = (withdrawn.num() - withdrawn.den(), withdrawn.den());
    let within = |(upper, lower): (u64, u64)| {
        u128::from(gain) * u128::from(lower) <= u128::from(upper) * u128::from(risk)
    };
    let band = BANDS.iter().find(|(longest, _)| within(*longest));
    band.map_or(0, |(_, percent)| *percent)
}

/// The share of the winnings that is deducted after these withdrawals. `None` if nothing is.
///
/// `withdrawn` holds the prices of runners that were withdrawn after the bet was placed; the price
/// of a later bet takes them into account already.
pub fn deduction(withdrawn: &[Price], lone_five: LoneFive) -> Option<Fraction> {
    let sum = withdrawn.iter().map(|it| u32::from(percent(*it))).sum();
    let waived = sum == LONE_PERCENT && lone_five == LoneFive::Waive;
    if sum == 0 || waived {
        return None;
    }
    let of_hundred = |percent: u32| Fraction::new(percent.into(), BigUint::from(100u32));
    Some(of_hundred(PERCENT_MAX.min(sum)))
}

/// 1 + (price − 1) × (1 − deduction), of a price of 1 or more and a deduction of at most 1.
pub fn reduced(price: &Fraction, deduction: &Fraction) -> Fraction {
    let one = fraction::one();
    if *price <= one || *deduction >= one {
        return one;
    }
    (price - &one) * (&one - deduction) + one
}
