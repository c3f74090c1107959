//! Games and results for pictures and messages.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use shared::competitor::Role;
use shared::facts::Facts;
use shared::game::{Game, GameResult, GameStatus, PeriodScore};
use shared::id::GameId;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;
use crate::rows::end::facts;
use crate::rows::word::word;

/// The games with these ids.
pub(super) async fn games(
    conn: &mut PgConnection,
    ids: &[GameId],
) -> Result<HashMap<GameId, Game>, StoreError> {
    let games = crate::board::games(conn, ids).await?;
    Ok(games.into_iter().map(|it| (it.id, it)).collect())
}

/// Every version of these games' results, oldest first.
pub(super) async fn results(
    conn: &mut PgConnection,
    ids: &[GameId],
) -> Result<HashMap<GameId, Vec<GameResult>>, StoreError> {
    let ids: Vec<Uuid> = ids.iter().map(|it| it.as_uuid()).collect();
    let rows = sqlx::query!(
        r#"SELECT r.game_id AS "game_id: GameId", r.version, r.status, r.provider, r.decided_at,
             r.facts,
             s.period AS "period?", s.role AS "role?", s.points AS "points?"
           FROM results r
           LEFT JOIN result_scores s ON s.game_id = r.game_id AND s.version = r.version
           WHERE r.game_id = ANY($1)
           ORDER BY r.game_id, r.version, s.period, s.role"#,
        &ids,
    )
    .fetch_all(conn)
    .await?;
    let mut found: HashMap<GameId, Vec<GameResult>> = HashMap::new();
    for row in rows {
        let game = row.game_id;
        let at = || format!("{game}/{}", row.version);
        let status = word(
            "results",
            "status",
            at(),
            &row.status,
            GameStatus::from_word,
        )?;
        let versions = found.entry(game).or_default();
        if versions.last().is_none_or(|it| it.version != row.version) {
            versions.push(result(
                game,
                row.version,
                status,
                (row.provider, facts(game, row.facts)?),
                row.decided_at,
            ));
        }
        let score = row.period.zip(row.role).zip(row.points);
        if let (Some(last), Some(((period, role), points))) = (versions.last_mut(), score) {
            last.scores.push(PeriodScore {
                period: word("result_scores", "period", at(), &period, |it| {
                    it.parse().ok()
                })?,
                role: word("result_scores", "role", at(), &role, Role::from_word)?,
                points,
            });
        }
    }
    Ok(found)
}

fn result(
    game: GameId,
    version: i32,
    status: GameStatus,
    (provider, facts): (String, Facts),
    decided_at: DateTime<Utc>,
) -> GameResult {
    GameResult {
        game,
        version,
        status,
        scores: Vec::new(),
        facts,
        provider,
        decided_at,
    }
}
