//! How far a price may have moved from the one that was shown, and still be taken.

use num_bigint::BigUint;
use serde::{Deserialize, Serialize};

use super::Product;

/// All of the winnings, in hundredths of a percent.
const WHOLE: u32 = 10_000;

/// How far a price may have moved from the one that was shown, and still be taken without asking
/// again. A parlay has one price, the product of its legs' prices.
///
/// `code.place_ticket` decides by the same rule, in the transaction that places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PriceTolerance {
    /// Not at all.
    Exact,
    /// To a better one. That one is then taken.
    Better,
    /// The same, and to one that wins less by up to so many hundredths of a percent: 500 takes
    /// +95 where +100 was shown. From 1 to [`PriceTolerance::LESS_MAX`].
    Less(u16),
}

impl PriceTolerance {
    /// The most that may be given up: a quarter of the winnings.
    pub const LESS_MAX: u16 = 2_500;

    /// As it is stored: `None` is exact, 0 takes better prices only.
    pub const fn column(self) -> Option<i32> {
        match self {
            Self::Exact => None,
            Self::Better => Some(0),
            Self::Less(share) => Some(share as i32),
        }
    }

    /// Reads what is stored. `None` for a number that is never stored.
    pub fn from_column(stored: Option<i32>) -> Option<Self> {
        match stored {
            None => Some(Self::Exact),
            Some(0) => Some(Self::Better),
            Some(share) => {
                let share = u16::try_from(share).ok()?;
                (share <= Self::LESS_MAX).then_some(Self::Less(share))
            }
        }
    }

    /// Whether the price that holds now is taken for the one that was shown.
    pub fn takes(self, shown: &Product, now: &Product) -> bool {
        let least = match self {
            Self::Exact => return shown == now,
            Self::Better => WHOLE,
            Self::Less(share) => WHOLE.saturating_sub(share.into()),
        };
        // What is won is the price less the stake: (num - den) / den. Nothing wins less than zero.
        let won = |it: &Product| {
            let (num, den) = (it.num(), it.den());
            if num > den { num - den } else { BigUint::ZERO }
        };
        won(now) * shown.den() * WHOLE >= won(shown) * now.den() * least
    }
}

#[cfg(test)]
mod tests {
    use super::super::Price;
    use super::*;

    fn takes(tolerance: PriceTolerance, shown: i32, now: i32) -> bool {
        let price = |it| Product::of(&[Price::from_american(it).unwrap()]);
        tolerance.takes(&price(shown), &price(now))
    }

    #[test]
    fn a_better_price_is_taken_but_where_none_other_is() {
        let less = PriceTolerance::Less(500);
        for (shown, better) in [(-110, -109), (-110, 105), (150, 151)] {
            assert!(!takes(PriceTolerance::Exact, shown, better));
            assert!(takes(PriceTolerance::Better, shown, better));
            assert!(takes(less, shown, better));
        }
        for tolerance in [PriceTolerance::Exact, PriceTolerance::Better, less] {
            assert!(takes(tolerance, -110, -110));
        }
    }

    #[test]
    fn a_worse_price_is_taken_down_to_the_share_of_the_winnings_and_no_further() {
        let less = PriceTolerance::Less(500);
        assert!(takes(less, 200, 190) && !takes(less, 200, 189));
        // 100 win 50, then 47.62, then 47.39.
        assert!(takes(less, -200, -210) && !takes(less, -200, -211));
        assert!(!takes(PriceTolerance::Better, 200, 199));
    }

    #[test]
    fn legs_that_move_against_each_other_are_judged_together() {
        let of = |it: &[i32]| {
            let prices: Vec<Price> = it
                .iter()
                .map(|it| Price::from_american(*it).unwrap())
                .collect();
            Product::of(&prices)
        };
        let (shown, now) = (of(&[-110, 150]), of(&[-120, 180]));
        assert!(PriceTolerance::Better.takes(&shown, &now));
        assert!(!PriceTolerance::Better.takes(&now, &shown));
    }

    #[test]
    fn what_is_stored_is_read_again() {
        let most = PriceTolerance::Less(PriceTolerance::LESS_MAX);
        for tolerance in [PriceTolerance::Exact, PriceTolerance::Better, most] {
            assert_eq!(
                PriceTolerance::from_column(tolerance.column()),
                Some(tolerance)
            );
        }
        assert_eq!(PriceTolerance::from_column(Some(2_501)), None);
        assert_eq!(PriceTolerance::from_column(Some(-1)), None);
    }
}
