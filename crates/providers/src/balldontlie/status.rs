//! Where a game stands: each league of the feed has words of its own for it.

use chrono::{DateTime, Utc};
use shared::game::GameStatus;

use super::wire::Game;

/// The words for the state of a game, and the statuses that stand in their place.
const WORDS: &[(&str, GameStatus)] = &[
    ("scheduled", GameStatus::Scheduled),
    ("pre", GameStatus::Scheduled),
    ("in", GameStatus::Live),
    ("in_progress", GameStatus::Live),
    ("halftime", GameStatus::Live),
    ("final", GameStatus::Final),
    ("post", GameStatus::Final),
    ("postponed", GameStatus::Postponed),
    ("canceled", GameStatus::Cancelled),
    ("cancelled", GameStatus::Cancelled),
];

/// Why a status means nothing to us.
pub(super) enum NoStatus {
    /// A word that the table does not have.
    Unknown(String),
    /// Its parts deny each other.
    Contradiction(String),
}

/// Where it stands.
pub(super) fn read(game: &Game) -> Result<GameStatus, NoStatus> {
    if game.postponed {
        return Ok(GameStatus::Postponed);
    }
    let told = game.status_state.as_deref().unwrap_or(&game.status);
    let status = word(told).ok_or_else(|| NoStatus::Unknown(told.to_owned()))?;
    // A game that was put off is over to the feed, like one that was played.
    if status == GameStatus::Final && game.period == Some(0) {
        let reason = "contradiction: it is over, and was never played";
        return Err(NoStatus::Contradiction(reason.to_owned()));
    }
    Ok(status)
}

fn word(told: &str) -> Option<GameStatus> {
    let told = told.trim();
    let lower = told.to_ascii_lowercase();
    if let Some((_, status)) = WORDS.iter().find(|it| it.0 == lower) {
        return Some(*status);
    }
    if lower.starts_with("final/") {
        return Some(GameStatus::Final);
    }
    // `3rd Qtr`, `End of 1st`. Before the start, when it begins stands there.
    let in_play = lower.ends_with(" qtr") || lower.starts_with("end of ");
    if in_play {
        return Some(GameStatus::Live);
    }
    let is_start = told.parse::<DateTime<Utc>>().is_ok();
    is_start.then_some(GameStatus::Scheduled)
}
