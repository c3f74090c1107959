//! How a game ended, as stored: status, scores and facts.

use shared::competitor::Role;
use shared::facts::Facts;
use shared::game::{GameStatus, PeriodScore};
use shared::id::{CompetitorId, GameId};

use crate::Inconsistency;

/// Reads a stored status.
pub(crate) fn status(
    table: &'static str,
    game: GameId,
    found: &str,
) -> Result<GameStatus, Inconsistency> {
    GameStatus::from_word(found).ok_or_else(|| Inconsistency {
        table,
        column: "status",
        row: game.to_string(),
        found: found.to_owned(),
    })
}

/// The facts with the home and the away side filled in.
pub(crate) fn with_sides(facts: Facts, sides: Option<(CompetitorId, CompetitorId)>) -> Facts {
    Facts {
        sides: facts.sides.or(sides),
        ..facts
    }
}

/// Reads stored facts.
pub(crate) fn facts(game: GameId, found: serde_json::Value) -> Result<Facts, Inconsistency> {
    serde_json::from_value(found).map_err(|error| Inconsistency {
        table: "results",
        column: "facts",
        row: game.to_string(),
        found: error.to_string(),
    })
}

/// Reads scores from an array of `[period, role, points]`.
pub(crate) fn scores(
    game: GameId,
    found: serde_json::Value,
) -> Result<Vec<PeriodScore>, Inconsistency> {
    let wrong = |found: String| Inconsistency {
        table: "result_scores",
        column: "period, role, points",
        row: game.to_string(),
        found,
    };
    let rows: Vec<(String, String, i32)> =
        serde_json::from_value(found).map_err(|error| wrong(error.to_string()))?;
    let mut scores = Vec::with_capacity(rows.len());
    for (period, role, points) in rows {
        let role = Role::from_word(&role).ok_or_else(|| wrong(role))?;
        let period = period.parse().map_err(|_| wrong(period))?;
        scores.push(PeriodScore {
            period,
            role,
            points,
        });
    }
    scores.sort_unstable();
    Ok(scores)
}
