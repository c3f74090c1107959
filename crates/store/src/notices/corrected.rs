//! What corrected results changed, and which results messages show it.

use shared::game::Game;
use shared::id::{GameId, GuildId, TicketId};
use shared::units::Units;
use sqlx::PgConnection;
use uuid::Uuid;

use super::load;
use crate::error::StoreError;

/// What a corrected result changed in a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResultChange {
    /// The version of the corrected result.
    pub version: i32,
    /// How many tickets changed.
    pub tickets: i64,
    /// The total profit of these tickets before.
    pub net_before: Units,
    /// Their total profit since.
    pub net_after: Units,
}

/// What another game's corrected result changed among tickets with a leg on this game.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BesideChange {
    /// The other game.
    pub game: Game,
    /// The change. Its version is the other game's.
    pub change: ResultChange,
}

/// What each later version of a game's result changed among the server's tickets.
pub(super) async fn changes(
    conn: &mut PgConnection,
    guild: GuildId,
    game: GameId,
) -> Result<Vec<ResultChange>, StoreError> {
    let rows = sqlx::query_as!(
        ResultChange,
        r#"SELECT s.result_versions[l.leg] AS "version!", count(*) AS "tickets!",
             sum(b.returned - t.stake)::bigint AS "net_before!: Units",
             sum(coalesce(s.returned - t.stake, 0))::bigint AS "net_after!: Units"
           FROM legs l
           JOIN tickets t ON t.guild_id = $1 AND t.ticket_id = l.ticket_id
           JOIN settlements s ON s.guild_id = $1 AND s.ticket_id = l.ticket_id
           JOIN settlements b ON b.guild_id = $1 AND b.ticket_id = s.ticket_id
             AND b.sequence = s.reverses
           WHERE l.game_id = $2 AND l.guild_id = $1
             AND s.cause = 'result' AND b.result_versions[l.leg] >= 0
             AND s.result_versions[l.leg] > b.result_versions[l.leg]
           GROUP BY s.result_versions[l.leg] ORDER BY s.result_versions[l.leg]"#,
        guild as GuildId,
        game as GameId,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// What corrections of other games changed among the server's tickets with a leg on this one.
pub(super) async fn beside(
    conn: &mut PgConnection,
    guild: GuildId,
    game: GameId,
) -> Result<Vec<BesideChange>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT o.game_id AS "game: GameId", s.result_versions[o.leg] AS "version!",
             count(*) AS "tickets!",
             sum(b.returned - t.stake)::bigint AS "net_before!: Units",
             sum(coalesce(s.returned - t.stake, 0))::bigint AS "net_after!: Units"
           FROM legs l
           JOIN tickets t ON t.guild_id = $1 AND t.ticket_id = l.ticket_id
           JOIN legs o ON o.guild_id = $1 AND o.ticket_id = l.ticket_id
             AND o.game_id <> l.game_id
           JOIN settlements s ON s.guild_id = $1 AND s.ticket_id = l.ticket_id
           JOIN settlements b ON b.guild_id = $1 AND b.ticket_id = s.ticket_id
             AND b.sequence = s.reverses
           WHERE l.game_id = $2 AND l.guild_id = $1 AND s.cause = 'result'
             AND b.result_versions[l.leg] > 0
             AND s.result_versions[l.leg] = b.result_versions[l.leg]
             AND b.result_versions[o.leg] > 0
             AND s.result_versions[o.leg] > b.result_versions[o.leg]
           GROUP BY o.game_id, s.result_versions[o.leg]
           ORDER BY min(s.settled_at), o.game_id, s.result_versions[o.leg]"#,
        guild as GuildId,
        game as GameId,
    )
    .fetch_all(&mut *conn)
    .await?;
    let ids: Vec<GameId> = rows.iter().map(|it| it.game).collect();
    let games = load::games(conn, &ids).await?;
    let read = rows.into_iter().filter_map(|row| {
        Some(BesideChange {
            game: games.get(&row.game)?.clone(),
            change: ResultChange {
                version: row.version,
                tickets: row.tickets,
                net_before: row.net_before,
                net_after: row.net_after,
            },
        })
    });
    Ok(read.collect())
}

/// Other games of the server whose messages list tickets that this version of a game's result
/// changed, newest messages first.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached.
pub async fn results_beside(
    conn: &mut PgConnection,
    guild: GuildId,
    (game, version): (GameId, i32),
    limit: i64,
) -> Result<Vec<GameId>, StoreError> {
    let games = sqlx::query_scalar!(
        r#"SELECT o.game_id AS "game: GameId"
           FROM legs l
           JOIN settlements s ON s.guild_id = $1 AND s.ticket_id = l.ticket_id
           JOIN settlements b ON b.guild_id = $1 AND b.ticket_id = s.ticket_id
             AND b.sequence = s.reverses
           JOIN legs o ON o.guild_id = $1 AND o.ticket_id = l.ticket_id
             AND o.game_id <> l.game_id
           JOIN results_messages r ON r.guild_id = $1 AND r.game_id = o.game_id
           WHERE l.game_id = $2 AND l.guild_id = $1 AND s.cause = 'result'
             AND b.result_versions[l.leg] > 0
             AND s.result_versions[l.leg] = $3 AND b.result_versions[l.leg] < $3
           GROUP BY o.game_id ORDER BY max(r.message_id) DESC LIMIT $4"#,
        guild as GuildId,
        game as GameId,
        version,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(games)
}

/// The games of these tickets that have a results message in this server, newest messages first.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached.
pub async fn results_of(
    conn: &mut PgConnection,
    guild: GuildId,
    tickets: &[TicketId],
    limit: i64,
) -> Result<Vec<GameId>, StoreError> {
    let tickets: Vec<Uuid> = tickets.iter().map(|it| it.as_uuid()).collect();
    let games = sqlx::query_scalar!(
        r#"SELECT l.game_id AS "game: GameId"
           FROM legs l
           JOIN results_messages r ON r.guild_id = $1 AND r.game_id = l.game_id
           WHERE l.guild_id = $1 AND l.ticket_id = ANY($2)
           GROUP BY l.game_id ORDER BY max(r.message_id) DESC LIMIT $3"#,
        guild as GuildId,
        &tickets,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(games)
}
