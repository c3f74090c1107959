//! Games that were joined: two feeds had made two of one.

use std::collections::HashMap;

use shared::id::{CompetitorId, GameId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

/// Where a game went that was joined with another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct JoinedInto {
    /// The game that is on offer.
    pub(crate) game: GameId,
    /// Whether home and away are the other way round there.
    pub(crate) is_turned: bool,
    /// Each side by the id that it has here, and by the one that it has there.
    pub(crate) sides: [(CompetitorId, CompetitorId); 2],
}

/// Those of these games that were joined with another one.
pub(crate) async fn into(
    conn: &mut PgConnection,
    games: &[Uuid],
) -> Result<HashMap<GameId, JoinedInto>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT g.game_id AS "game: GameId", g.merged_into AS "into!: GameId", g.is_turned,
             h.competitor_id AS "home: CompetitorId", a.competitor_id AS "away: CompetitorId",
             th.competitor_id AS "home_there: CompetitorId",
             ta.competitor_id AS "away_there: CompetitorId"
           FROM games g
           JOIN game_competitors h ON h.game_id = g.game_id AND h.role = 'home' AND h.slot = 0
           JOIN game_competitors a ON a.game_id = g.game_id AND a.role = 'away' AND a.slot = 0
           JOIN game_competitors th ON th.game_id = g.merged_into AND th.slot = 0
             AND th.role = CASE WHEN g.is_turned THEN 'away' ELSE 'home' END
           JOIN game_competitors ta ON ta.game_id = g.merged_into AND ta.slot = 0
             AND ta.role = CASE WHEN g.is_turned THEN 'home' ELSE 'away' END
           WHERE g.game_id = ANY($1) AND g.merged_into IS NOT NULL"#,
        games,
    )
    .fetch_all(conn)
    .await?;
    let joined = rows.into_iter().map(|row| {
        let into = JoinedInto {
            game: row.into,
            is_turned: row.is_turned,
            sides: [(row.home, row.home_there), (row.away, row.away_there)],
        };
        (row.game, into)
    });
    Ok(joined.collect())
}

/// A game on offer, or one that was joined with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) game: GameId,
    /// The game on offer: itself, or the one that it was joined with.
    pub(crate) offered: GameId,
    /// Whether home and away are the other way round there.
    pub(crate) is_turned: bool,
}

/// The games on offer that these are part of, and every game that was joined with one of those, in
/// order of their ids.
pub(crate) async fn families(
    conn: &mut PgConnection,
    games: &[Uuid],
) -> Result<Vec<Member>, StoreError> {
    let rows = sqlx::query!(
        r#"WITH offered AS (
             SELECT DISTINCT coalesce(g.merged_into, g.game_id) AS game_id
             FROM games g WHERE g.game_id = ANY($1)
           )
           SELECT f.game_id AS "game!: GameId", o.game_id AS "offered!: GameId",
             f.is_turned AS "is_turned!"
           FROM offered o
           CROSS JOIN LATERAL (
             SELECT o.game_id, false UNION ALL
             SELECT m.game_id, m.is_turned FROM games m WHERE m.merged_into = o.game_id
           ) AS f(game_id, is_turned)
           ORDER BY f.game_id"#,
        games,
    )
    .fetch_all(conn)
    .await?;
    let members = rows.into_iter().map(|row| Member {
        game: row.game,
        offered: row.offered,
        is_turned: row.is_turned,
    });
    Ok(members.collect())
}

/// Locks these games with all that are one with them, in order of their ids. The reads that follow
/// are as late as the locks.
pub(crate) async fn lock(
    conn: &mut PgConnection,
    games: &[Uuid],
) -> Result<Vec<Member>, StoreError> {
    let mut members = families(&mut *conn, games).await?;
    loop {
        let ids: Vec<_> = members.iter().map(|it| it.game.as_uuid()).collect();
        sqlx::query!(
            r#"SELECT 1 AS "one!" FROM games WHERE game_id = ANY($1)
               ORDER BY game_id FOR NO KEY UPDATE"#,
            &ids,
        )
        .fetch_all(&mut *conn)
        .await?;
        // Joining locks both games: whoever joined another one meanwhile has done so by now, and
        // nobody joins a game that is locked.
        let since = families(&mut *conn, games).await?;
        let is_locked = |it: &Member| ids.contains(&it.game.as_uuid());
        let is_done = since.iter().all(is_locked);
        members = since;
        if is_done {
            return Ok(members);
        }
    }
}
