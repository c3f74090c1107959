//! Slips that are out of date, and how they are updated.

use std::time::Duration;

use chrono::{DateTime, Utc};
use shared::id::{ChannelId, GameId, GuildId, MessageId, TicketId};
use shared::shards::ShardRange;
use sqlx::{PgConnection, PgPool};

use super::MessagePlace;
use crate::error::StoreError;
use crate::interval::interval;
use crate::rows::shards::columns;

/// A slip that is out of date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueStamp {
    /// The server.
    pub guild: GuildId,
    /// The ticket.
    pub ticket: TicketId,
    /// Its message.
    pub place: MessagePlace,
    /// When the message was posted.
    pub posted_at: DateTime<Utc>,
}

/// Slips of the servers of these shards that are out of date, the most recently due first.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached.
pub async fn due_stamps(
    pool: &PgPool,
    shards: ShardRange,
    limit: i32,
) -> Result<Vec<DueStamp>, StoreError> {
    let [first, end, total] = columns(shards);
    let rows = sqlx::query!(
        r#"SELECT guild_id AS "guild!: GuildId", ticket_id AS "ticket!: TicketId",
             channel_id AS "channel!: ChannelId", message_id AS "message!: MessageId",
             posted_at AS "posted_at!"
           FROM code.due_stamps($1, $2, $3, $4)"#,
        limit,
        first,
        end,
        total,
    )
    .fetch_all(pool)
    .await?;
    let read = rows.into_iter().map(|row| DueStamp {
        guild: row.guild,
        ticket: row.ticket,
        place: MessagePlace {
            channel: row.channel,
            message: row.message,
        },
        posted_at: row.posted_at,
    });
    Ok(read.collect())
}

/// Records that the slip shows this settlement. `due` is the due time that was read with the slip:
/// if a settlement came in the meantime, the slip stays due.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached.
pub async fn stamped(
    conn: &mut PgConnection,
    guild: GuildId,
    ticket: TicketId,
    shown_seq: i32,
    due: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "WITH done AS (
           DELETE FROM stamps WHERE guild_id = $1 AND ticket_id = $2 AND due_at = $4)
         UPDATE slips SET shown_seq = $3 WHERE guild_id = $1 AND ticket_id = $2",
        guild as GuildId,
        ticket as TicketId,
        shown_seq,
        due,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Schedules the slip's update after `wait`, unless a newer settlement has made it due already.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached.
pub async fn stamp_later(
    conn: &mut PgConnection,
    guild: GuildId,
    ticket: TicketId,
    due: DateTime<Utc>,
    wait: Duration,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE stamps SET due_at = app_now() + $4
         WHERE guild_id = $1 AND ticket_id = $2 AND due_at = $3",
        guild as GuildId,
        ticket as TicketId,
        due,
        interval(wait),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Makes the slips of parlays with a leg on this game due, including lost ones, to show how it
/// ended. After a correction this covers all tickets on the game, since the score shown may change
/// even when nobody's units do. Returns how many.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached.
pub async fn stamp_game(
    conn: &mut PgConnection,
    guild: GuildId,
    game: GameId,
    version: i32,
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO stamps (guild_id, ticket_id, due_at)
         SELECT DISTINCT s.guild_id, s.ticket_id, app_now()
         FROM legs l
         JOIN tickets t ON t.guild_id = $1 AND t.ticket_id = l.ticket_id
         JOIN slips s ON s.guild_id = $1 AND s.ticket_id = l.ticket_id
         WHERE l.game_id = $2 AND l.guild_id = $1 AND t.state <> 'cancelled'
           AND (t.kind <> 'single' OR $3)
         ORDER BY s.ticket_id
         ON CONFLICT ON CONSTRAINT stamps_pkey DO UPDATE SET due_at = excluded.due_at",
        guild as GuildId,
        game as GameId,
        version > 1,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Records that the slip's message is gone, so that it is not updated any more.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached.
pub async fn forget_stamp(
    conn: &mut PgConnection,
    guild: GuildId,
    ticket: TicketId,
) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM stamps WHERE guild_id = $1 AND ticket_id = $2",
        guild as GuildId,
        ticket as TicketId,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Makes the slips that show this game's start due for an update. Returns how many.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached.
pub async fn stamp_moved(
    conn: &mut PgConnection,
    guild: GuildId,
    game: GameId,
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO stamps (guild_id, ticket_id, due_at)
         SELECT DISTINCT s.guild_id, s.ticket_id, app_now()
         FROM legs l
         JOIN tickets t ON t.guild_id = $1 AND t.ticket_id = l.ticket_id
         JOIN slips s ON s.guild_id = $1 AND s.ticket_id = l.ticket_id
         WHERE l.game_id = $2 AND l.guild_id = $1
           AND (t.state = 'open' OR t.state = 'lost' AND t.kind <> 'single')
         ORDER BY s.ticket_id
         ON CONFLICT ON CONSTRAINT stamps_pkey DO UPDATE SET due_at = excluded.due_at",
        guild as GuildId,
        game as GameId,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
