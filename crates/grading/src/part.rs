//! What one bet of a leg came to, as shares of its stake.

use shared::grade::{LegOutcome, Share};

use crate::fraction::{Fraction, of_share};

/// What a leg, or one part of an each-way leg, came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Part {
    /// The word.
    pub outcome: LegOutcome,
    /// The share of the stake that wins at the full price.
    pub win: Share,
    /// The share of the stake that comes back.
    pub refund: Share,
}

impl Part {
    /// Won, lost and the others; nothing for a dead heat, whose shares do not follow from it.
    pub fn plain(outcome: LegOutcome) -> Option<Self> {
        let (win, refund) = outcome.shares()?;
        Some(Self {
            outcome,
            win,
            refund,
        })
    }

    /// m = w·d + v.
    pub fn multiplier(&self, price: &Fraction) -> Fraction {
        of_share(self.win) * price + of_share(self.refund)
    }

    /// Whether nothing of the stake wins or comes back.
    pub fn is_lost(&self) -> bool {
        self.win == Share::NONE && self.refund == Share::NONE
    }

    /// Whether it won in full, or did not count.
    pub(crate) const fn is_plain(&self) -> bool {
        self.is_no_action() || matches!(self.outcome, LegOutcome::Won)
    }

    /// Whether it did not count.
    pub(crate) const fn is_no_action(&self) -> bool {
        matches!(self.outcome, LegOutcome::Push | LegOutcome::Void)
    }
}
