//! Notices for servers, and the state of their delivery.
//!
//! A delivery is claimed before anything is sent. The claim expires: when its holder dies, the
//! delivery becomes due again as one in doubt, which may or may not have been sent.

mod boards;
mod corrected;
mod history;
mod legs;
mod load;
mod moves;
mod resettled;
mod results;
mod reviews;
mod slips;
mod stamps;

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use shared::id::{ChannelId, GuildId, InteractionId, MemberId, MessageId, TicketId};
use shared::notice::{NoticeKey, NoticeKind};
use shared::shards::ShardRange;
use sqlx::{PgConnection, PgPool};

use crate::error::{Inconsistency, StoreError};
use crate::interval::interval;
use crate::rows::shards::columns;

pub use boards::{board_gone, board_shown};
pub use corrected::{BesideChange, ResultChange, results_beside, results_of};
pub use history::{CorrectedResult, Decision, Resettlement, resettlements};
pub use legs::{LegGrade, LegRuling};
pub use moves::{MovePage, MovedBets, move_page};
pub use resettled::{Resettled, resettled};
pub use results::{
    Listed, ResultLine, ResultsMessage, ResultsPage, RunningParlays, member_lines,
    record_results_message, results_message, results_page,
};
pub use reviews::{ReviewEnd, ReviewPage, review_page, under_review};
pub use slips::{
    PreviousOutcome, SlipLeg, SlipRow, SlipTicket, record_slip, slip_ticket, slip_tickets,
};
pub use stamps::{
    DueStamp, due_stamps, forget_stamp, stamp_game, stamp_later, stamp_moved, stamped,
};

/// How long after a database was restored it is still expected to come to what it knew before:
/// feeds are asked again, the slowest of them once a day.
const LOOKED_FOR: Duration = Duration::from_secs(24 * 60 * 60);

/// A delivery that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueDelivery {
    /// The notice.
    pub key: NoticeKey,
    /// How often it has been tried.
    pub tries: i32,
    /// The channel whose turn it takes: where a slip was expected to go when its bet was placed.
    /// Nothing where another channel or none is written to.
    pub channel: Option<ChannelId>,
    /// The member whose turn it takes; nothing where the server as a whole is told.
    pub member: Option<MemberId>,
}

/// A delivery that this process has claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The notice.
    pub key: NoticeKey,
    /// How often it has been tried, including this time.
    pub tries: i32,
    /// Set when an earlier attempt may have been sent.
    pub doubt: Option<Doubt>,
    /// The interaction that left the notice, if one did.
    pub interaction: Option<InteractionId>,
}

impl Claim {
    /// The channel that an earlier attempt was aimed at: the place to look for it, and the only one
    /// to send it to.
    pub fn aimed_at(&self) -> Option<ChannelId> {
        self.doubt.and_then(|it| it.aimed_at)
    }
}

/// An attempt that may or may not have reached Discord: one that was not finished, or one that a
/// database which was restored since knows nothing of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// When the first attempt began, at the earliest.
    pub since: DateTime<Utc>,
    /// Until when it was made, where that is known.
    pub until: Option<DateTime<Utc>>,
    /// How long ago that was, by the database's clock.
    pub age: TimeDelta,
    /// The channel that it was aimed at.
    pub aimed_at: Option<ChannelId>,
}

/// Where a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MessagePlace {
    /// The channel.
    pub channel: ChannelId,
    /// The message in it.
    pub message: MessageId,
}

/// Why deliveries to a channel failed recently, and how often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryProblem {
    /// The channel.
    pub channel: Option<ChannelId>,
    /// The kind of failure, as one word.
    pub error: String,
    /// How many deliveries failed like that within a day.
    pub count: i64,
    /// The last time.
    pub last_at: DateTime<Utc>,
}

/// What is to be told now, in turns: the first of every server, then the second; in a server its
/// results, then its channels in turn, in a channel its members. Of the servers of these shards.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached.
pub async fn due_deliveries(
    pool: &PgPool,
    shards: ShardRange,
    limit: i32,
) -> Result<Vec<DueDelivery>, StoreError> {
    let [first, end, total] = columns(shards);
    let rows = sqlx::query!(
        r#"SELECT guild_id AS "guild_id!: GuildId", kind AS "kind!", subject AS "subject!",
             sequence AS "sequence!", tries AS "tries!",
             turn_channel_id AS "channel: ChannelId", turn_member_id AS "member: MemberId"
           FROM code.due_deliveries($1, $2, $3, $4)"#,
        limit,
        first,
        end,
        total,
    )
    .fetch_all(pool)
    .await?;
    rows.into_iter()
        .map(|row| {
            let kind = NoticeKind::from_word(&row.kind).ok_or_else(|| Inconsistency {
                table: "deliveries",
                column: "kind",
                row: format!("{}/{}/{}", row.guild_id, row.subject, row.sequence),
                found: row.kind.clone(),
            })?;
            Ok(DueDelivery {
                key: NoticeKey {
                    guild: row.guild_id,
                    kind,
                    subject: row.subject,
                    sequence: row.sequence,
                },
                tries: row.tries,
                channel: row.channel,
                member: row.member,
            })
        })
        .collect()
}

/// Claims a delivery for `hold`. `None` when another process has claimed it, when it is done, when
/// an earlier notice about the same subject is still undelivered, or when the database is in a
/// history that nobody has entered ([`crate::histories::enter`]).
///
/// # Errors
/// [`StoreError`] when the database cannot be reached.
pub async fn claim(
    conn: &mut PgConnection,
    key: &NoticeKey,
    hold: Duration,
) -> Result<Option<Claim>, StoreError> {
    let row = sqlx::query!(
        r#"WITH taken AS (
             SELECT d.guild_id, d.kind, d.subject, d.sequence, d.state, d.first_tried_at,
               h.began_at, CASE WHEN h.began_at > app_now() - $6::interval
                 THEN h.resumed_from END AS resumed_from
             FROM deliveries d JOIN histories h ON h.history = app_history()
             WHERE d.guild_id = $1 AND d.kind = $2 AND d.subject = $3 AND d.sequence = $4
               AND d.state IN ('due', 'sending') AND d.due_at <= app_now()
               AND NOT EXISTS (
                 SELECT 1 FROM deliveries e
                 WHERE e.guild_id = $1 AND e.kind = d.kind AND e.subject = d.subject
                   AND e.sequence < d.sequence AND e.state IN ('due', 'sending'))
             FOR NO KEY UPDATE OF d
           )
           UPDATE deliveries d
           SET state = 'sending', tries = d.tries + 1, due_at = app_now() + $5,
             first_tried_at = CASE WHEN taken.state = 'sending' THEN taken.first_tried_at
               ELSE app_now() END
           FROM taken
           WHERE d.guild_id = $1 AND d.kind = taken.kind
             AND d.subject = taken.subject AND d.sequence = taken.sequence
           RETURNING d.tries, taken.state = 'sending' AS "was_tried!",
             d.channel_id AS "aimed_at: ChannelId", d.first_tried_at AS "first_tried_at!",
             taken.began_at AS "began_at!", taken.resumed_from AS "resumed_from?",
             app_now() AS "now!",
             (SELECT n.interaction_id FROM notices n WHERE n.guild_id = $1 AND n.kind = $2
                AND n.subject = $3 AND n.sequence = $4) AS "interaction: InteractionId""#,
        key.guild as GuildId,
        key.kind.word(),
        key.subject,
        key.sequence,
        interval(hold),
        interval(LOOKED_FOR),
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| {
        let tried_at = row.was_tried.then_some(row.first_tried_at);
        let since = tried_at.into_iter().chain(row.resumed_from).min();
        Claim {
            key: *key,
            tries: row.tries,
            doubt: since.map(|since| Doubt {
                since,
                until: (!row.was_tried).then_some(row.began_at),
                age: row.now - since,
                aimed_at: row.aimed_at,
            }),
            interaction: row.interaction,
        }
    }))
}

/// Records the channel that is about to be posted to, so that whoever takes over knows where to
/// look.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached.
pub async fn aim(
    conn: &mut PgConnection,
    key: &NoticeKey,
    channel: ChannelId,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE deliveries SET channel_id = $5
         WHERE guild_id = $1 AND kind = $2 AND subject = $3 AND sequence = $4
           AND state = 'sending'",
        key.guild as GuildId,
        key.kind.word(),
        key.subject,
        key.sequence,
        channel as ChannelId,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Records that a doubtful attempt sent nothing: the next attempt counts as the first.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached.
pub async fn restart(conn: &mut PgConnection, key: &NoticeKey) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE deliveries SET first_tried_at = app_now()
         WHERE guild_id = $1 AND kind = $2 AND subject = $3 AND sequence = $4
           AND state = 'sending'",
        key.guild as GuildId,
        key.kind.word(),
        key.subject,
        key.sequence,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Marks a delivery as done. `place` is its message, if it has one; `note` says why it has none.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached.
pub async fn finish(
    conn: &mut PgConnection,
    key: &NoticeKey,
    place: Option<MessagePlace>,
    note: Option<&str>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE deliveries
         SET state = 'sent', done_at = app_now(), channel_id = $5, message_id = $6, error = $7
         WHERE guild_id = $1 AND kind = $2 AND subject = $3 AND sequence = $4
           AND state = 'sending'",
        key.guild as GuildId,
        key.kind.word(),
        key.subject,
        key.sequence,
        place.map(|it| it.channel) as Option<ChannelId>,
        place.map(|it| it.message) as Option<MessageId>,
        note,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Marks a delivery as failed. Returns whether it is the first failure of its kind in that channel
/// within a day, so that people are informed once.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached.
pub async fn fail(
    conn: &mut PgConnection,
    key: &NoticeKey,
    channel: Option<ChannelId>,
    error: &str,
) -> Result<bool, StoreError> {
    let first = sqlx::query_scalar!(
        r#"UPDATE deliveries
           SET state = 'failed', done_at = app_now(), channel_id = $5, error = $6
           WHERE guild_id = $1 AND kind = $2 AND subject = $3 AND sequence = $4
             AND state = 'sending'
           RETURNING NOT EXISTS (
             SELECT 1 FROM deliveries e
             WHERE e.guild_id = $1 AND e.state = 'failed' AND e.error = $6
               AND e.channel_id IS NOT DISTINCT FROM $5
               AND e.done_at > app_now() - interval '1 day') AS "first!""#,
        key.guild as GuildId,
        key.kind.word(),
        key.subject,
        key.sequence,
        channel as Option<ChannelId>,
        error,
    )
    .fetch_optional(conn)
    .await?;
    Ok(first.unwrap_or(false))
}

/// Schedules another attempt after `wait`. With `sent_for_certain_not`, nothing reached Discord and
/// the next attempt is not in doubt.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached.
pub async fn retry(
    conn: &mut PgConnection,
    key: &NoticeKey,
    wait: Duration,
    sent_for_certain_not: bool,
    error: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE deliveries
         SET due_at = app_now() + $5, error = $7,
           state = CASE WHEN $6 THEN 'due' ELSE state END,
           first_tried_at = CASE WHEN $6 THEN NULL ELSE first_tried_at END
         WHERE guild_id = $1 AND kind = $2 AND subject = $3 AND sequence = $4
           AND state = 'sending'",
        key.guild as GuildId,
        key.kind.word(),
        key.subject,
        key.sequence,
        interval(wait),
        sent_for_certain_not,
        error,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The failed deliveries of this server within a day, newest first.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached.
pub async fn delivery_problems(
    conn: &mut PgConnection,
    guild: GuildId,
) -> Result<Vec<DeliveryProblem>, StoreError> {
    let rows = sqlx::query_as!(
        DeliveryProblem,
        r#"SELECT channel_id AS "channel: ChannelId", coalesce(error, '') AS "error!",
             count(*) AS "count!", max(done_at) AS "last_at!"
           FROM deliveries
           WHERE guild_id = $1 AND state = 'failed' AND done_at > app_now() - interval '1 day'
             AND kind <> 'direct_message'
           GROUP BY channel_id, coalesce(error, '') ORDER BY max(done_at) DESC"#,
        guild as GuildId,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// This member's tickets whose slips could not be posted within a day, newest first, to be
/// mentioned in the next private answer.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached.
pub async fn unposted_slips(
    conn: &mut PgConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<TicketId>, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"SELECT t.ticket_id AS "ticket_id: TicketId"
           FROM deliveries d
           JOIN tickets t ON t.guild_id = $1 AND t.ticket_id = d.subject
           WHERE d.guild_id = $1 AND d.kind = 'ticket_placed' AND d.state = 'failed'
             AND d.done_at > app_now() - interval '1 day' AND t.member_id = $2
           ORDER BY d.done_at DESC"#,
        guild as GuildId,
        member as MemberId,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// Whether this member's account refused a direct message and the member has not been informed.
/// Marks them as informed.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached.
pub async fn refused_direct_message(
    conn: &mut PgConnection,
    guild: GuildId,
    member: MemberId,
    refused: &str,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE deliveries d SET error = $3 || ', as the member knows'
         FROM tickets t
         WHERE t.guild_id = $1 AND t.member_id = $2
           AND d.guild_id = $1 AND d.subject = t.ticket_id
           AND d.kind = 'direct_message' AND d.state = 'failed' AND d.error = $3",
        guild as GuildId,
        member as MemberId,
        refused,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Stops direct messages to this member, whose account refuses them.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached.
pub async fn stop_direct_messages(
    conn: &mut PgConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE members SET notify = 'no'
         WHERE guild_id = $1 AND member_id = $2 AND notify = 'dm'",
        guild as GuildId,
        member as MemberId,
    )
    .execute(conn)
    .await?;
    Ok(())
}
