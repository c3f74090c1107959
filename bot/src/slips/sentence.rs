//! The words of every market: what was picked, what must happen, and what decided.

mod condition;
mod counted;
mod decided;
mod part;
mod pick;

use shared::game::GameStatus;

use crate::text::Text;
use crate::wording::Said;

pub(crate) use condition::wins_if;
pub(crate) use decided::{decided, explained, quoted};
pub(crate) use part::{part, the_part};
pub(crate) use pick::{Cast, Form, called, pick};

/// Why a game does not count as it was to be played.
pub(crate) fn not_played(text: Text, status: GameStatus) -> Said {
    text.say(match status {
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
