//! All that one game offers, and the names that its markets need.

use std::collections::HashSet;

use shared::game::Game;
use shared::id::{BookmakerId, CompetitorId, GameId, MarketId, SelectionId};
use shared::quote::BoardGame;
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::{QuoteRow, named};
use crate::StoreError;

/// The most prices that are read of one game. A match with every player of both sides quoted by ten
/// bookmakers has some 8,000.
const QUOTES_MAX: i64 = 20_000;

/// A game with all that can be bet on in it: every market, players and entrants among them. `None`
/// if it has begun, is not on offer, or has no price.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn game(pool: &PgPool, id: GameId) -> Result<Option<BoardGame>, StoreError> {
    let mut conn = pool.acquire().await?;
    let quotes = quotes!(
        "m.game_id = $1 AND g.status = 'scheduled' AND g.starts_at > app_now()
             AND g.merged_into IS NULL
           ORDER BY b.code, m.kind, m.period, m.line, s.side
           LIMIT $2",
        id as GameId,
        QUOTES_MAX
    )
    .fetch_all(&mut *conn)
    .await?;
    if quotes.is_empty() {
        return Ok(None);
    }
    let quotes = quotes.into_iter().map(QuoteRow::quote);
    let quotes = quotes.collect::<Result<Vec<_>, _>>()?;
    let mut games = super::games(&mut conn, &[id]).await?;
    name(&mut conn, games.iter_mut()).await?;
    let game = games.pop();
    Ok(game.map(|game| BoardGame { game, quotes }))
}

/// Those of these games that have a price of any kind.
pub(super) async fn offered(
    conn: &mut PgConnection,
    games: &[Uuid],
) -> Result<HashSet<GameId>, StoreError> {
    if games.is_empty() {
        return Ok(HashSet::new());
    }
    let offered = sqlx::query_scalar!(
        r#"SELECT g.game_id AS "id: GameId"
           FROM games g JOIN leagues lg ON lg.league_id = g.league_id
           WHERE g.game_id = ANY($1) AND EXISTS (
             SELECT FROM markets m
             JOIN selections s ON s.market_id = m.market_id
             JOIN quotes q ON q.selection_id = s.selection_id AND q.taken_down_at IS NULL
             JOIN feed_questions f ON f.question_id = q.question_id
             CROSS JOIN LATERAL
               code.stale_at(f.provider, lg.sport, f.answered_at, g.starts_at) age
             WHERE m.game_id = g.game_id AND age.stale_at > app_now())"#,
        games,
    )
    .fetch_all(conn)
    .await?;
    Ok(offered.into_iter().collect())
}

/// Puts into each game whom its markets name besides two sides: players, and all entrants.
pub(super) async fn name<'a>(
    conn: &mut PgConnection,
    games: impl Iterator<Item = &'a mut Game>,
) -> Result<(), StoreError> {
    let games: Vec<&mut Game> = games.collect();
    if games.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = games.iter().map(|it| it.id.as_uuid()).collect();
    let rows = sqlx::query!(
        r#"SELECT m.game_id AS "game!: GameId", m.subject AS "id!: CompetitorId"
           FROM markets m WHERE m.game_id = ANY($1) AND m.subject IS NOT NULL
           UNION
           SELECT e.game_id, e.competitor_id
           FROM game_competitors e WHERE e.game_id = ANY($1) AND e.role = 'entrant'"#,
        &ids,
    )
    .fetch_all(&mut *conn)
    .await?;
    let whom = rows.into_iter().map(|it| (it.game, it.id));
    named::name(conn, games.into_iter(), whom).await
}
