//! What a member has won and lost: counted in graded bets, summed in units.

use serde::{Deserialize, Serialize};

use crate::units::Units;

/// The graded bets of a member in some span of time. Bets that were cancelled or void are not in
/// it, and those that only people grade are kept apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// How many were graded.
    pub graded: i64,
    /// How many of them won, in full or in part.
    pub won: i64,
    /// How many lost, in full or in part.
    pub lost: i64,
    /// How many returned just the stake.
    pub pushed: i64,
    /// The sum of their stakes.
    pub staked: Units,
    /// The sum of what they returned less their stakes.
    pub net: Units,
}

impl Record {
    /// Net units as a share of what was staked, in tenths of a percent, rounded to the nearest and
    /// halves away from zero: 47 is 4.7 %. `None` if nothing was staked.
    pub fn return_permille(&self) -> Option<i64> {
        let staked = i128::from(self.staked.steps());
        if staked <= 0 {
            return None;
        }
        let net = i128::from(self.net.steps()) * 1_000;
        let half = if net < 0 { -staked } else { staked };
        i64::try_from((2 * net + half) / (2 * staked)).ok()
    }
}

/// Bets in a row that ended alike, the latest last. A push neither goes on with it nor ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Streak {
    /// So many won.
    Won(i64),
    /// So many lost.
    Lost(i64),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn permille(staked: i64, net: i64) -> Option<i64> {
        let (staked, net) = (Units::from_steps(staked), Units::from_steps(net));
        let record = Record {
            staked,
            net,
            ..Record::default()
        };
        record.return_permille()
    }

    #[test]
    fn a_return_is_rounded_once_and_to_the_nearest_tenth_of_a_percent() {
        assert_eq!(permille(0, 0), None);
        assert_eq!(permille(100_000_000, 4_700_000), Some(47));
        assert_eq!(permille(3_000_000, 1_000_000), Some(333));
        assert_eq!(permille(3_000_000, -1_000_000), Some(-333));
        assert_eq!(permille(2_000, 1), Some(1));
        assert_eq!(permille(2_000, -1), Some(-1));
        assert_eq!(permille(2_001, 1), Some(0));
        assert_eq!(permille(i64::MAX, i64::MIN), Some(-1_000));
        assert_eq!(permille(1, i64::MAX), None, "too large for any sentence");
    }
}
