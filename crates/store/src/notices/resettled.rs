//! What a corrected result changed on each ticket of a server: before, after, and whose balance is
//! now below zero.

use shared::id::{DiscordUserId, GameId, GuildId, TicketId};
use shared::member::NotifyBy;
use shared::ticket::{TicketCode, TicketState};
use shared::units::Units;
use sqlx::PgConnection;

use crate::corrections::TicketStatus;
use crate::error::{Inconsistency, StoreError};
use crate::rows::word::word;

/// A ticket that a version of a result changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resettled {
    /// The ticket.
    pub ticket: TicketId,
    /// Its code.
    pub code: TicketCode,
    /// The owner's Discord account.
    pub user: DiscordUserId,
    /// The owner's display name.
    pub name: String,
    /// How the owner wants to be notified.
    pub notify: Option<NotifyBy>,
    /// The stake.
    pub stake: Units,
    /// Before the version.
    pub before: TicketStatus,
    /// After the version.
    pub after: TicketStatus,
    /// Whether the owner's cash is below zero now.
    pub is_below_zero: bool,
}

/// The tickets that this version of a game's result changed, the largest losses first.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached, or a row cannot be read.
pub async fn resettled(
    conn: &mut PgConnection,
    guild: GuildId,
    game: GameId,
    version: i32,
) -> Result<Vec<Resettled>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT t.ticket_id AS "ticket: TicketId", t.code AS "code: TicketCode",
             t.stake AS "stake: Units", m.discord_user_id AS "user: DiscordUserId", m.name,
             m.notify, b.state AS before_state, b.returned AS "before_returned: Units",
             s.state AS after_state, s.returned AS "after_returned: Units",
             coalesce((SELECT sum(a.balance) FROM accounts a
               WHERE a.guild_id = $1 AND a.member_id = t.member_id AND a.kind = 'cash'
                 AND a.season = t.season), 0) < 0 AS "is_below_zero!"
           FROM legs l
           JOIN tickets t ON t.guild_id = $1 AND t.ticket_id = l.ticket_id
           JOIN members m ON m.guild_id = $1 AND m.member_id = t.member_id
           JOIN settlements s ON s.guild_id = $1 AND s.ticket_id = l.ticket_id
           JOIN settlements b ON b.guild_id = $1 AND b.ticket_id = s.ticket_id
             AND b.sequence = s.reverses
           WHERE l.game_id = $2 AND l.guild_id = $1
             AND s.cause = 'result' AND b.result_versions[l.leg] > 0
             AND s.result_versions[l.leg] = $3 AND b.result_versions[l.leg] < $3
           ORDER BY coalesce(s.returned, t.stake) - coalesce(b.returned, t.stake), t.ticket_id"#,
        guild as GuildId,
        game as GameId,
        version,
    )
    .fetch_all(conn)
    .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let state = |it: &str| -> Result<TicketState, Inconsistency> {
            word(
                "settlements",
                "state",
                row.ticket,
                it,
                TicketState::from_word,
            )
        };
        let notify = row.notify.as_deref();
        found.push(Resettled {
            before: TicketStatus {
                state: state(&row.before_state)?,
                returned: row.before_returned,
            },
            after: TicketStatus {
                state: state(&row.after_state)?,
                returned: row.after_returned,
            },
            notify: notify
                .map(|it| word("members", "notify", row.ticket, it, NotifyBy::from_word))
                .transpose()?,
            ticket: row.ticket,
            code: row.code,
            user: row.user,
            name: row.name,
            stake: row.stake,
            is_below_zero: row.is_below_zero,
        });
    }
    Ok(found)
}
