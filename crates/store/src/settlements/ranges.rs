//! Who settles which tickets of a game: ranges of a server's tickets, claimed by one worker at a
//! time.
//!
//! How far a server is settled stands in its part in the game and moves on with each range. A
//! worker passes over what somebody else holds, and one that comes after a crash goes on behind the
//! last range.

use shared::id::{GameId, GuildId, TicketId};
use sqlx::PgConnection;

use crate::StoreError;
use crate::leases::Lease;

/// Tickets of one server with a leg on a game that are to be settled together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TicketRange {
    /// The server.
    pub guild: GuildId,
    /// They come after this one.
    pub after: TicketId,
    /// The last of them.
    pub last: TicketId,
    /// Whether the server has no more behind it.
    pub is_end: bool,
}

/// How much is claimed at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Of how many servers, at most.
    pub servers: i32,
    /// How many tickets, at most.
    pub tickets: i32,
}

/// Claims ranges for this transaction, of servers behind `after` in the order of their keys: as
/// many servers as there is room for with all their tickets, or so many tickets of one. Empty where
/// all that comes behind is settled or held by somebody else.
///
/// # Errors
/// [`StoreError::LeaseLost`] when somebody else has taken over.
pub async fn claim(
    conn: &mut PgConnection,
    lease: &Lease,
    (game, version): (GameId, i32),
    after: Option<GuildId>,
    room: Room,
) -> Result<Vec<TicketRange>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT guild_id AS "guild_id!: GuildId", after_ticket AS "after_ticket!: TicketId",
             last_ticket AS "last_ticket!: TicketId", is_end AS "is_end!"
         FROM code.claim_ranges($1, $2, $3, $4, $5, $6)"#,
        lease.epoch,
        game.as_uuid(),
        version,
        after.map_or(0, |it| it.get().cast_signed()),
        room.servers,
        room.tickets,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| TicketRange {
            guild: row.guild_id,
            after: row.after_ticket,
            last: row.last_ticket,
            is_end: row.is_end,
        })
        .collect())
}

/// Notes that no server has tickets of a game left to settle on that version, where that is so.
/// Answers with whether this was the call that noted it.
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
           AND NOT EXISTS (SELECT 1 FROM guild_games gg
             WHERE gg.game_id = g.game_id AND (gg.version < $2 OR NOT gg.done))",
        game.as_uuid(),
        version,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}
