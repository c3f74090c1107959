//! Who settles which tickets of a game: pages of servers, taken in turn.
//!
//! What is still to be settled stands in rows that are moved on with each page. A worker passes
//! over what another one has in hand, and one that comes after a crash goes on behind the last
//! page.

use shared::id::{GameId, GuildId, TicketId};
use sqlx::PgConnection;

use crate::StoreError;

/// Tickets of one server with a leg on a game that are to be settled together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The server.
    pub guild: GuildId,
    /// They come after this one.
    pub after: TicketId,
    /// The last of them.
    pub last: TicketId,
    /// Whether the server has no more behind it.
    pub is_end: bool,
}

/// Begins to settle the tickets on a game on that version of its result. Whoever comes second, or
/// again, finds it begun.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn begin(
    conn: &mut PgConnection,
    (game, version): (GameId, i32),
) -> Result<(), StoreError> {
    sqlx::query!("SELECT begin_settling($1, $2)", game.as_uuid(), version)
        .fetch_one(conn)
        .await?;
    Ok(())
}

/// Takes a page for this transaction: as many servers as have so many tickets together, or so many
/// tickets of one, in the order of their keys. Nothing where all is settled or in other hands.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn take(
    conn: &mut PgConnection,
    (game, version): (GameId, i32),
    tickets: i32,
) -> Result<Vec<Stretch>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT guild_id AS "guild_id!: GuildId", after_ticket AS "after_ticket!: TicketId",
             last_ticket AS "last_ticket!: TicketId", is_end AS "is_end!"
         FROM take_stretches($1, $2, $3)"#,
        game.as_uuid(),
        version,
        tickets,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Stretch {
            guild: row.guild_id,
            after: row.after_ticket,
            last: row.last_ticket,
            is_end: row.is_end,
        })
        .collect())
}

/// Says that all tickets of a game are settled on that version, where they are. Answers with
/// whether this was the call that said so.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn finish(
    conn: &mut PgConnection,
    (game, version): (GameId, i32),
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE games g SET settled_version = $2
         WHERE g.game_id = $1 AND g.settled_version < $2 AND g.result_version >= $2
           AND NOT EXISTS (SELECT 1 FROM settling s WHERE s.game_id = g.game_id)",
        game.as_uuid(),
        version,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}
