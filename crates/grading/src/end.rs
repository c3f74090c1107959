//! How a game ended, whatever says so: a report, a result, or parts of either.

use shared::facts::Facts;
use shared::game::{GameResult, GameStatus, PeriodScore};
use shared::report::{CurrentResult, Report};

/// What an end consists of.
#[derive(Clone, Copy, Debug)]
pub struct End<'a> {
    /// How it ended.
    pub status: GameStatus,
    /// In the order of period, then role.
    pub scores: &'a [PeriodScore],
    /// What scores do not show.
    pub facts: &'a Facts,
}

impl<'a> End<'a> {
    /// How that result ended.
    pub fn of(result: &'a GameResult) -> Self {
        Self {
            status: result.status,
            scores: &result.scores,
            facts: &result.facts,
        }
    }
}

/// What says how a game ended.
pub trait HasEnd {
    /// What it says of the end.
    fn end(&self) -> End<'_>;
}

impl HasEnd for Report {
    fn end(&self) -> End<'_> {
        End {
            status: self.status,
            scores: &self.scores,
            facts: &self.facts,
        }
    }
}

impl HasEnd for CurrentResult {
    fn end(&self) -> End<'_> {
        End {
            status: self.status,
            scores: &self.scores,
            facts: &self.facts,
        }
    }
}
