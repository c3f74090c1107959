//! The outcome of one bet of a leg, as shares of its stake.

use shared::grade::{LegOutcome, Share};

use crate::fraction::{Fraction, of_share};

/// The outcome of a leg, or of one part of an each-way leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Part {
    /// The outcome.
    pub outcome: LegOutcome,
    /// The share of the stake that wins at the full price.
    pub win: Share,
    /// The share of the stake that is refunded.
    pub refund: Share,
}

impl Part {
    /// The plain outcomes: won, lost and others. `None` for a dead heat, whose shares do not follow
    /// from its name.
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

    /// Whether no part of the stake wins or is returned.
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
