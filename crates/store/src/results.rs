//! Results of games, in versions that are never edited.

use shared::game::GameResult;
use shared::id::{CompetitorId, GameId};
use shared::league::Sport;
use sqlx::PgConnection;

use crate::StoreError;
use crate::leagues::sport;
use crate::rows::end::{facts, scores, status, with_sides};

mod apply;
mod due;
mod moves;
mod undecided;

pub use crate::reports::ReportKey;
pub use apply::{Decided, GameDecision, NewResult, NewReview, apply};
pub use due::{due, postpone};
pub use undecided::{GameHead, JoinedGame, UndecidedGame, lock_undecided};

/// One version of a game's result, with the sport and the league's code. `None` if there is no such
/// version.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row is not a valid result.
pub async fn get(
    conn: &mut PgConnection,
    game: GameId,
    version: i32,
) -> Result<Option<(Sport, String, GameResult)>, StoreError> {
    let row = sqlx::query!(
        r#"SELECT l.sport, l.code, r.status, r.provider, r.decided_at, r.facts,
           (SELECT c.competitor_id FROM game_competitors c
            WHERE c.game_id = r.game_id AND c.role = 'home' AND c.slot = 0)
             AS "home?: CompetitorId",
           (SELECT c.competitor_id FROM game_competitors c
            WHERE c.game_id = r.game_id AND c.role = 'away' AND c.slot = 0)
             AS "away?: CompetitorId",
           (SELECT coalesce(jsonb_agg(jsonb_build_array(s.period, s.role, s.points)), '[]')
            FROM result_scores s
            WHERE s.game_id = r.game_id AND s.version = r.version AND s.slot = 0)
             AS "scores!"
         FROM results r
         JOIN games g ON g.game_id = r.game_id
         JOIN leagues l ON l.league_id = g.league_id
         WHERE r.game_id = $1 AND r.version = $2"#,
        game.as_uuid(),
        version,
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let result = GameResult {
        game,
        version,
        status: status("results", game, &row.status)?,
        scores: scores(game, row.scores)?,
        facts: with_sides(facts(game, row.facts)?, row.home.zip(row.away)),
        provider: row.provider,
        decided_at: row.decided_at,
    };
    let sport = sport("leagues", &row.sport, &row.sport)?;
    Ok(Some((sport, row.code, result)))
}
