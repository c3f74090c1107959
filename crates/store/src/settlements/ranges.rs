//! Shares out the tickets of a game: ranges of a server's tickets, each claimed by one worker at a
//! time.
//!
//! How far a server is settled is stored in its part in the game and advances with each range.
//! Workers skip what others hold. After a crash, the next worker continues after the last committed
//! range.

use shared::id::{GameId, GuildId, TicketId};
use sqlx::PgConnection;

use crate::StoreError;
use crate::leases::Lease;

/// Tickets of one server with a leg on a game that are settled together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TicketRange {
    /// The server.
    pub guild: GuildId,
    /// The range starts after this ticket.
    pub after: TicketId,
    /// The last ticket of the range.
    pub last: TicketId,
    /// Whether the server has no tickets after the range.
    pub is_end: bool,
}

/// How much is claimed at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClaimLimits {
    /// The most servers.
    pub servers: i32,
    /// The most tickets.
    pub tickets: i32,
}

/// Claims ranges for this transaction, of servers after `after` in key order: as many whole servers
/// as fit into the limits, or as many tickets of a single server. Empty when everything after
/// `after` is settled or held by other workers.
///
/// # Errors
/// [`StoreError::LeaseLost`] when another process has taken over.
pub async fn claim_ranges(
    conn: &mut PgConnection,
    lease: &Lease,
    (game, version): (GameId, i32),
    after: Option<GuildId>,
    limits: ClaimLimits,
) -> Result<Vec<TicketRange>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT guild_id AS "guild_id!: GuildId", after_ticket AS "after_ticket!: TicketId",
             last_ticket AS "last_ticket!: TicketId", is_end AS "is_end!"
         FROM code.claim_ranges($1, $2, $3, $4, $5, $6)"#,
        lease.epoch,
        game.as_uuid(),
        version,
        after.map_or(0, |it| it.get().cast_signed()),
        limits.servers,
        limits.tickets,
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

/// Marks a game as settled on that version if no server has tickets left to settle on it. Returns
/// whether this call marked it.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn mark_settled(
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
