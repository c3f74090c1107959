//! One unit on each of many selections: how many ended how, and what it returned, exactly.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;
use num_traits::{One, ToPrimitive, Zero};
use shared::grade::{LegOutcome, Share};
use shared::price::{Price, Product};

/// How many ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Won in full.
    pub won: u64,
    /// Half won, half returned.
    pub half_won: u64,
    /// Ended on the line.
    pub push: u64,
    /// Half lost, half returned.
    pub half_lost: u64,
    /// Lost in full.
    pub lost: u64,
    /// Shared: a part won, the rest lost.
    pub dead_heat: u64,
    /// Did not count.
    pub void: u64,
}

impl Counts {
    /// All of them.
    pub const fn all(&self) -> u64 {
        self.risked() + self.void
    }

    /// Those that counted: a void bet risked nothing.
    pub const fn risked(&self) -> u64 {
        self.won + self.half_won + self.push + self.half_lost + self.lost + self.dead_heat
    }

    fn count(&mut self, outcome: LegOutcome) {
        let counter = match outcome {
            LegOutcome::Won => &mut self.won,
            LegOutcome::Lost => &mut self.lost,
            LegOutcome::Push => &mut self.push,
            LegOutcome::Void => &mut self.void,
            LegOutcome::HalfWon => &mut self.half_won,
            LegOutcome::HalfLost => &mut self.half_lost,
            LegOutcome::DeadHeat => &mut self.dead_heat,
        };
        *counter += 1;
    }
}

/// Adds up flat stakes of one unit. The return of those that counted is kept exactly, by the lower
/// part of the price: few prices differ there, so adding is one addition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlatStakes {
    counts: Counts,
    returns: BTreeMap<u64, u128>,
}

impl FlatStakes {
    /// Adds one graded selection: its outcome, the share that wins and the share that is returned.
    pub fn add(&mut self, outcome: LegOutcome, (win, refund): (Share, Share), price: Price) {
        self.counts.count(outcome);
        if outcome == LegOutcome::Void {
            return;
        }
        let part = |number: i32| u128::from(number.unsigned_abs());
        let won = part(win.num()) * part(refund.den()) * u128::from(price.num());
        let back = part(refund.num()) * part(win.den()) * u128::from(price.den());
        let lower = part(win.den()) * part(refund.den()) * u128::from(price.den());
        let common = (won + back).gcd(&lower);
        let lower = u64::try_from(lower / common).unwrap_or(u64::MAX);
        *self.returns.entry(lower).or_default() += (won + back) / common;
    }

    /// How many ended how.
    pub const fn counts(&self) -> Counts {
        self.counts
    }

    /// The return of all that counted, in units, exactly.
    pub fn returned(&self) -> Product {
        let (num, den) = self.sum();
        // The lower part is one at least, so there always is a ratio.
        Product::from_ratio(num, den).unwrap_or_else(|| Product::of(&[]))
    }

    /// What was won or lost for each unit that was risked, in percent with four decimal places,
    /// rounded to the nearest, halves away from zero: `-3.3655`. `None` when none was risked.
    pub fn percentage(&self) -> Option<String> {
        let risked = self.counts.risked();
        if risked == 0 {
            return None;
        }
        let (num, den) = self.sum();
        let net = BigInt::from(num) - BigInt::from(&den * risked);
        let (sign, net) = net.into_parts();
        let whole = den * risked;
        let scaled: BigUint = net * 1_000_000u32;
        let steps = (scaled * 2u32 + &whole) / (whole * 2u32);
        let minus = if sign == Sign::Minus && !steps.is_zero() {
            "-"
        } else {
            ""
        };
        let (percent, rest) = steps.div_rem(&BigUint::from(10_000u32));
        Some(format!(
            "{minus}{percent}.{:04}",
            rest.to_u32().unwrap_or(0)
        ))
    }

    /// The sum as one ratio, not reduced. The lower part is the least common multiple of all
    /// lower parts, found with divisions by single words only, so thousands of prices are cheap.
    fn sum(&self) -> (BigUint, BigUint) {
        let common = self.returns.keys().fold(BigUint::one(), |common, den| {
            let rest = (&common % *den).to_u64().unwrap_or(0);
            common * (den / den.gcd(&rest))
        });
        let parts = self.returns.iter();
        let num = parts
            .map(|(den, returned)| &common / *den * *returned)
            .sum::<BigUint>();
        (num, common)
    }
}

impl AddAssign<&Self> for FlatStakes {
    fn add_assign(&mut self, other: &Self) {
        let (ours, theirs) = (&mut self.counts, other.counts);
        ours.won += theirs.won;
        ours.half_won += theirs.half_won;
        ours.push += theirs.push;
        ours.half_lost += theirs.half_lost;
        ours.lost += theirs.lost;
        ours.dead_heat += theirs.dead_heat;
        ours.void += theirs.void;
        for (den, returned) in &other.returns {
            *self.returns.entry(*den).or_default() += returned;
        }
    }
}
