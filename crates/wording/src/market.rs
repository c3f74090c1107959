//! The words of every market: what it asks, what was picked, what must happen, what decided.

mod condition;
mod counted;
mod period;
mod pick;
mod question;
mod verdict;

use shared::competitor::Lead;
use shared::game::{Game, GameResult, GameStatus};

use crate::Said;
use crate::catalogue::Catalogue;
use crate::names::{NameForm, called};

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
        GameStatus::Cancelled => "public-not-played-cancelled",
        GameStatus::Final => "public-ended",
    })
}

/// How a game ended that has no score to show: who won a fight, or a match that was given up, or
/// else why it was not played.
pub fn ended(catalogue: Catalogue, game: &Game, result: &GameResult, form: NameForm) -> Said {
    let winner = result.facts.ending.and_then(|it| it.winner);
    let Some((sides, winner)) = game.sides().zip(winner) else {
        return not_played(catalogue, result.status);
    };
    let key = match result.status {
        GameStatus::Final => "public-ended-won",
        GameStatus::Retired => "public-ended-retired",
        GameStatus::Walkover => "public-ended-walkover",
        status => return not_played(catalogue, status),
    };
    let team = match winner {
        Lead::Home => &sides.home,
        Lead::Away => &sides.away,
        Lead::Draw => return catalogue.say("public-ended-draw"),
    };
    catalogue.line(key, &[("team", called(game, team, form).into())])
}

/// Time of fighting as a clock shows it: `12:30`.
fn clock(seconds: i64) -> Said {
    Said::ours(format!("{}:{:02}", seconds / 60, seconds % 60))
}

#[cfg(test)]
mod tests;
