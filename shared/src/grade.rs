//! The outcome of a leg: the pair (w, v) and its word.

use serde::{Deserialize, Serialize};

use crate::words::words;

words! {
    /// The outcome of a leg.
    LegOutcome {
        /// All of the stake won.
        Won = "won",
        /// All of it lost.
        Lost = "lost",
        /// The game ended exactly on the line: the stake is returned.
        Push = "push",
        /// The leg does not count: the stake is returned.
        Void = "void",
        /// Half won, half came back.
        HalfWon = "half_won",
        /// Half lost, half came back.
        HalfLost = "half_lost",
        /// Shared with others: a part of the stake won, the rest lost.
        DeadHeat = "dead_heat",
    }
}

/// A share of the stake as an exact ratio between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Share {
    num: i32,
    den: i32,
}

impl Share {
    /// None of it.
    pub const NONE: Self = Self { num: 0, den: 1 };
    /// Half of it.
    pub const HALF: Self = Self { num: 1, den: 2 };
    /// All of it.
    pub const ALL: Self = Self { num: 1, den: 1 };

    /// A share between 0 and 1; nothing else is one.
    pub fn new(num: i32, den: i32) -> Option<Self> {
        if den <= 0 || num < 0 || num > den {
            return None;
        }
        let common = num_integer::gcd(num, den);
        Some(Self {
            num: num / common,
            den: den / common,
        })
    }

    /// The ratio's upper part, reduced.
    pub const fn num(self) -> i32 {
        self.num
    }

    /// The ratio's lower part, reduced, above zero.
    pub const fn den(self) -> i32 {
        self.den
    }
}

impl LegOutcome {
    /// The share of the stake that wins at the full price, and the share that is refunded. `None`
    /// for a dead heat, whose shares depend on how many competitors share how many places.
    pub const fn shares(self) -> Option<(Share, Share)> {
        Some(match self {
            Self::Won => (Share::ALL, Share::NONE),
            Self::Lost => (Share::NONE, Share::NONE),
            Self::Push | Self::Void => (Share::NONE, Share::ALL),
            Self::HalfWon => (Share::HALF, Share::HALF),
            Self::HalfLost => (Share::NONE, Share::HALF),
            Self::DeadHeat => return None,
        })
    }
}
