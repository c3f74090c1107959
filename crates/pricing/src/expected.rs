//! What a bet is worth before it is decided.

use shared::price::Price;

use crate::probability::{Probability, gain};

/// How a bet may end: won, pushed, or else lost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chances {
    win: f64,
    push: f64,
    lose: f64,
}

impl Chances {
    /// A bet that is won or lost.
    pub fn of(win: Probability) -> Self {
        Self {
            win: win.get(),
            push: 0.0,
            lose: win.complement().get(),
        }
    }

    /// A bet whose stake may be returned. `None` if the two add up to more than 1.
    pub fn with_push(win: Probability, push: Probability) -> Option<Self> {
        let lose = 1.0 - win.get() - push.get();
        (lose >= -f64::EPSILON).then(|| Self {
            win: win.get(),
            push: push.get(),
            lose: lose.max(0.0),
        })
    }

    /// That it is won.
    pub const fn win(self) -> Probability {
        Probability::clamped(self.win)
    }

    /// That the stake is returned.
    pub const fn push(self) -> Probability {
        Probability::clamped(self.push)
    }

    /// That it is lost.
    pub const fn lose(self) -> Probability {
        Probability::clamped(self.lose)
    }
}

/// What one staked unit wins on average: p_w(d - 1) - p_l, `0.05` for five hundredths.
pub fn expected_value(chances: Chances, price: Price) -> f64 {
    chances.win * gain(price) - chances.lose
}

/// Kelly's share of the bankroll: (p_w·b - p_l) / (b(p_w + p_l)) with b = d - 1. Zero where the
/// bet is not worth it, or cannot but push.
pub fn kelly(chances: Chances, price: Price) -> Probability {
    let decided = gain(price) * (chances.win + chances.lose);
    if decided <= 0.0 {
        return Probability::NEVER;
    }
    Probability::clamped(expected_value(chances, price) / decided)
}
