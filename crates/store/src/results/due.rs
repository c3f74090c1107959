//! Which games are due to be decided, and when failed ones are tried again.

use chrono::TimeDelta;
use shared::id::GameId;
use sqlx::PgConnection;

use crate::StoreError;
use crate::interval::interval;

/// Games whose decision is due, the longest overdue first; then games with an open ticket that have
/// begun or were put off and have no due time of their own.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn due(conn: &mut PgConnection, limit: i64) -> Result<Vec<GameId>, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"(SELECT game_id AS "game_id!" FROM games
            WHERE decide_at <= app_now() ORDER BY decide_at LIMIT $1)
           UNION ALL
           (SELECT g.game_id FROM games g
            WHERE g.decide_at IS NULL AND g.open_review IS NULL AND g.result_version = 0
              AND g.status <> 'scheduled' AND g.merged_into IS NULL AND EXISTS (
                SELECT 1 FROM games f JOIN legs l ON l.game_id = f.game_id
                JOIN tickets t ON t.guild_id = l.guild_id AND t.ticket_id = l.ticket_id
                WHERE (f.game_id = g.game_id OR f.merged_into = g.game_id) AND t.state = 'open')
            ORDER BY g.game_id LIMIT $1)"#,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(GameId::from_uuid).collect())
}

/// Postpones a game that cannot be decided until its next report, or by this long.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn postpone(
    conn: &mut PgConnection,
    game: GameId,
    wait: TimeDelta,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE games SET decide_at = app_now() + $2 WHERE game_id = $1",
        game.as_uuid(),
        interval(wait.to_std().unwrap_or_default()),
    )
    .execute(conn)
    .await?;
    Ok(())
}
