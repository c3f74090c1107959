//! Goals by half, of extra time and of a shoot-out, which must come to the whole before anything is
//! settled on them.

use shared::game::{Period, PeriodScore};

use super::wire::{Goals, Row};
use crate::api_sports::convert::{pair, scored};
use crate::api_sports::status::Over;

fn told(goals: Goals) -> Option<(i32, i32)> {
    pair(goals.home, goals.away)
}

/// The goals of a game that goes on, or was stopped.
pub(super) fn now(row: &Row) -> Result<Vec<PeriodScore>, String> {
    let full = told(row.goals).ok_or("no score for a side")?;
    let mut scores = scored(Period::Full, full).to_vec();
    // The first half is told as it runs: it is over once the second has a score.
    if let (Some(half), Some(_)) = (told(row.score.halftime), told(row.score.fulltime)) {
        scores.extend(scored(Period::Half(1), half));
    }
    Ok(scores)
}

/// The goals of a game that was decided in that way.
pub(super) fn ended(row: &Row, over: Over) -> Result<Vec<PeriodScore>, String> {
    let full = told(row.goals).ok_or("no score for a side")?;
    let score = &row.score;
    let regular = told(score.fulltime).ok_or("the score after ninety minutes is not told")?;
    let (extra, shots) = (told(score.extratime), told(score.penalty));
    match over {
        Over::InTime if extra.is_some() || shots.is_some() => {
            return Err("contradiction: over in time, and has goals of what follows".to_owned());
        }
        Over::Extra if extra.is_none() => {
            return Err("decided in extra time, whose goals are not told".to_owned());
        }
        Over::Shots if shots.is_none_or(|it| it.0 == it.1) => {
            return Err("decided on penalties, and who scored more is not told".to_owned());
        }
        Over::InTime | Over::Extra | Over::Shots => {}
    }
    let more = extra.unwrap_or_default();
    if (regular.0 + more.0, regular.1 + more.1) != full {
        return Err(format!(
            "contradiction: {}-{} in ninety minutes and {}-{} after them do not come to {}-{}",
            regular.0, regular.1, more.0, more.1, full.0, full.1
        ));
    }
    let mut scores = scored(Period::Full, full).to_vec();
    match told(score.halftime) {
        Some(half) => {
            let second = (regular.0 - half.0, regular.1 - half.1);
            if second.0 < 0 || second.1 < 0 {
                return Err("contradiction: fewer goals in the end than at half time".to_owned());
            }
            scores.extend(scored(Period::Half(1), half));
            scores.extend(scored(Period::Half(2), second));
        }
        None => scores.extend(scored(Period::Regulation, regular)),
    }
    scores.extend(
        extra
            .into_iter()
            .flat_map(|it| scored(Period::Overtime, it)),
    );
    scores.extend(
        shots
            .into_iter()
            .flat_map(|it| scored(Period::Shootout, it)),
    );
    Ok(scores)
}
