//! How games ended: versions made from reports, never edited.

use chrono::{DateTime, Utc};
use shared::competitor::Role;
use shared::facts::Facts;
use shared::game::{GameResult, GameStatus, PeriodScore};
use shared::id::GameId;
use shared::league::Sport;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::leagues::sport;
use crate::{Inconsistency, StoreError};

/// Makes a result version of each report that says something else than the newest version, and
/// moves the games on to it. Answers with the games and their new versions.
pub(crate) async fn decide(
    conn: &mut PgConnection,
    provider: &str,
    games: &[Uuid],
    sequences: &[i32],
    now: DateTime<Utc>,
) -> Result<Vec<(Uuid, i32)>, StoreError> {
    let rows = sqlx::query!(
        "WITH decided AS (
           INSERT INTO results (game_id, version, status, provider, report_sequence, decided_at,
             facts)
           SELECT g.game_id, g.result_version + 1, p.status, $1, p.sequence, $4, p.facts
           FROM unnest($2::uuid[], $3::int[]) AS w(game_id, sequence)
           JOIN games g ON g.game_id = w.game_id
           JOIN provider_reports p
             ON p.game_id = w.game_id AND p.provider = $1 AND p.sequence = w.sequence
           LEFT JOIN results r ON r.game_id = g.game_id AND r.version = g.result_version
           LEFT JOIN provider_reports o ON o.game_id = r.game_id AND o.provider = r.provider
             AND o.sequence = r.report_sequence
           WHERE r.status IS DISTINCT FROM p.status OR o.scores IS DISTINCT FROM p.scores
             OR o.facts IS DISTINCT FROM p.facts
           RETURNING game_id, version
         )
         UPDATE games g SET result_version = d.version FROM decided d
         WHERE g.game_id = d.game_id
         RETURNING g.game_id, d.version",
        provider,
        games,
        sequences,
        now,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.game_id, row.version))
        .collect())
}

/// Scores to be written, one a row.
#[derive(Default)]
pub(crate) struct ScoreRows {
    pub(crate) games: Vec<Uuid>,
    pub(crate) versions: Vec<i32>,
    pub(crate) periods: Vec<String>,
    pub(crate) roles: Vec<String>,
    pub(crate) points: Vec<i32>,
}

/// Writes the scores of new result versions.
pub(crate) async fn insert_scores(
    conn: &mut PgConnection,
    rows: &ScoreRows,
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO result_scores (game_id, version, period, role, slot, points)
         SELECT w.game_id, w.version, w.period, w.role, 0, w.points
         FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::int[])
           AS w(game_id, version, period, role, points)",
        &rows.games,
        &rows.versions,
        &rows.periods,
        &rows.roles,
        &rows.points,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// A version of how a game ended, with the sport that was played and the league's code. `None` when there is no such
/// version.
///
/// # Errors
/// [`StoreError`] when the database refuses, or holds what is no result.
pub async fn get(
    conn: &mut PgConnection,
    game: GameId,
    version: i32,
) -> Result<Option<(Sport, String, GameResult)>, StoreError> {
    let row = sqlx::query!(
        r#"SELECT l.sport, l.code, r.status, r.provider, r.decided_at, r.facts,
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
        facts: facts(game, row.facts)?,
        provider: row.provider,
        decided_at: row.decided_at,
    };
    let sport = sport("leagues", &row.sport, &row.sport)?;
    Ok(Some((sport, row.code, result)))
}

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

/// What scores do not tell, as the database gives it.
pub(crate) fn facts(game: GameId, found: serde_json::Value) -> Result<Facts, Inconsistency> {
    serde_json::from_value(found).map_err(|error| Inconsistency {
        table: "results",
        column: "facts",
        row: game.to_string(),
        found: error.to_string(),
    })
}

/// Scores that the database gives as an array of `[period, role, points]`.
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
