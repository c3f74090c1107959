//! What sources say of a game, and the result that follows from it.

use chrono::{DateTime, Utc};

use crate::competitor::Role;
use crate::decision::Basis;
use crate::facts::Facts;
use crate::game::{GameStatus, Period, PeriodScore};

/// The provider name of the operator's own reports.
pub const ADMIN: &str = "admin";

/// What one source says about a game.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Which source.
    pub provider: String,
    /// Counts the source's reports of this game as they arrived.
    pub sequence: i32,
    /// The game's status.
    pub status: GameStatus,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// In the order of period, then role.
    pub scores: Vec<PeriodScore>,
    /// What scores do not show.
    pub facts: Facts,
    /// When the source says that this was so.
    pub source_at: Option<DateTime<Utc>>,
    /// When it arrived.
    pub received_at: DateTime<Utc>,
    /// When the source last answered about this league without anything new about this game.
    pub heard_at: Option<DateTime<Utc>>,
}

impl Report {
    /// Whether it says how the game ended. A final without any details does not.
    pub fn is_end(&self) -> bool {
        let scored = |role| {
            let of = |it: &PeriodScore| (it.period, it.role) == (Period::Full, role);
            self.scores.iter().any(of)
        };
        match self.status {
            GameStatus::Final => {
                let told = self.facts.ending.is_some() || !self.facts.entrants.is_empty();
                told || (scored(Role::Home) && scored(Role::Away))
            }
            status => status.is_over(),
        }
    }
}

/// The newest version of a game's result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrentResult {
    /// How it ended.
    pub status: GameStatus,
    /// In the order of period, then role.
    pub scores: Vec<PeriodScore>,
    /// What scores do not show.
    pub facts: Facts,
    /// The reason why it stands.
    pub basis: Basis,
    /// When the first version was decided: corrections are counted from then.
    pub first_decided_at: DateTime<Utc>,
}

impl CurrentResult {
    /// Whether it is no end, but decides only bets whose window is over.
    pub const fn is_partial(&self) -> bool {
        !self.facts.given_up.is_empty()
    }
}
