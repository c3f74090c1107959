//! The words of every market: what it asks, what was picked, what must happen, what decided.

mod condition;
mod counted;
mod period;
mod pick;
mod question;
mod verdict;

use shared::game::GameStatus;

use crate::Said;
use crate::catalogue::Catalogue;

pub use condition::wins_if;
pub use period::{part, the_part};
pub use pick::pick;
pub use question::{counted_of, question};
pub use verdict::{cited_rules, explained, verdict};

/// Why a game does not count as it was to be played.
pub fn not_played(catalogue: Catalogue, status: GameStatus) -> Said {
    catalogue.say(match status {
        GameStatus::Postponed => "public-not-played-postponed",
        GameStatus::Abandoned => "public-not-played-abandoned",
        GameStatus::Suspended => "public-not-played-suspended",
        GameStatus::Walkover => "public-not-played-walkover",
        GameStatus::Retired => "public-not-played-retired",
        GameStatus::NoContest => "public-not-played-no-contest",
        GameStatus::Scheduled | GameStatus::Live => "public-not-played-not-over",
        GameStatus::Cancelled | GameStatus::Final => "public-not-played-cancelled",
    })
}

/// Time of fighting as a clock shows it: `12:30`.
fn clock(seconds: i64) -> Said {
    Said::ours(format!("{}:{:02}", seconds / 60, seconds % 60))
}

#[cfg(test)]
mod tests;
