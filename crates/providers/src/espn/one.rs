//! One game of an event, and what all readers of events need: moments, refusals, where it stands.

use chrono::{DateTime, NaiveDateTime, Utc};
use shared::feed::{GameReport, Rejected};
use shared::game::GameStatus;

use super::status::{self, NoStatus};
use super::wire;
use crate::listed::refusal;

/// One game of an event: what it comes to, and what of it was left out.
pub(super) struct One {
    /// The feed's own id of the game.
    pub(super) id: String,
    /// The game, or why there is none.
    pub(super) game: Result<GameReport, Rejected>,
    /// What cannot be taken, whose place is filled in later.
    pub(super) refused: Vec<Rejected>,
}

/// Where an event stands. One that is over in a way that we do not know is over all the same: its
/// game is known as final without a score, on which nothing is settled and nobody bets.
pub(super) fn standing(
    kind: &wire::StatusType,
    refused: &mut Vec<Rejected>,
) -> Result<(GameStatus, bool), Rejected> {
    match status::read(kind) {
        Ok(status) => Ok((status, true)),
        Err(NoStatus::Contradiction(reason)) => Err(refusal(reason)),
        Err(NoStatus::Unknown(name)) => {
            let unknown = Rejected {
                unknown_code: Some(name.clone()),
                ..refusal(format!("unknown status {name}"))
            };
            if kind.state == "post" && kind.completed {
                refused.push(unknown);
                Ok((GameStatus::Final, false))
            } else {
                Err(unknown)
            }
        }
    }
}

/// With seconds or without.
pub(super) fn moment(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Some(moment.with_timezone(&Utc));
    }
    let naive = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%MZ").ok()?;
    Some(naive.and_utc())
}
