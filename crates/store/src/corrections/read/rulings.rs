//! What corrections ruled on legs, and which rulings are in force.

use shared::id::{GuildId, TicketId};
use sqlx::PgConnection;

use super::super::{RuledGrade, Ruling};
use crate::StoreError;
use crate::grades::shares;

/// The number of a later correction that is still in force and ruled on the same legs as this one,
/// so that it builds on it.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn later_on(
    conn: &mut PgConnection,
    guild: GuildId,
    number: i32,
) -> Result<Option<i32>, StoreError> {
    let later = sqlx::query_scalar!(
        "SELECT max(c.number) FROM rulings r
         JOIN rulings n ON n.guild_id = $1 AND n.ticket_id = r.ticket_id AND n.leg = r.leg
           AND n.number > r.number
         JOIN corrections c ON c.guild_id = $1 AND c.number = n.number
         WHERE r.guild_id = $1 AND r.number = $2 AND c.kind <> 'undo'
           AND NOT EXISTS (SELECT 1 FROM corrections u
             WHERE u.guild_id = $1 AND u.undoes = c.correction_id)",
        guild as GuildId,
        number,
    )
    .fetch_one(conn)
    .await?;
    Ok(later)
}

/// The rulings of the correction with this number.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn rulings_of(
    conn: &mut PgConnection,
    guild: GuildId,
    number: i32,
) -> Result<Vec<Ruling>, StoreError> {
    let rows = sqlx::query_as!(
        RulingRow,
        r#"SELECT ticket_id AS "ticket: TicketId", leg, outcome, win_num, win_den, refund_num,
             refund_den, receipt
           FROM rulings WHERE guild_id = $1 AND number = $2 ORDER BY ticket_id, leg"#,
        guild as GuildId,
        number,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(RulingRow::read).collect()
}

/// The rulings that were in force, for the legs of correction `number`, before that correction.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn held_before(
    conn: &mut PgConnection,
    guild: GuildId,
    number: i32,
) -> Result<Vec<Ruling>, StoreError> {
    let rows = sqlx::query_as!(
        RulingRow,
        r#"SELECT r.ticket_id AS "ticket: TicketId", r.leg, b.outcome AS "outcome?",
             b.win_num, b.win_den, b.refund_num, b.refund_den, b.receipt
           FROM rulings r
           LEFT JOIN LATERAL (
             SELECT p.outcome, p.win_num, p.win_den, p.refund_num, p.refund_den, p.receipt
             FROM rulings p
             WHERE p.guild_id = $1 AND p.ticket_id = r.ticket_id AND p.leg = r.leg
               AND p.number < r.number
             ORDER BY p.number DESC LIMIT 1
           ) b ON true
           WHERE r.guild_id = $1 AND r.number = $2 ORDER BY r.ticket_id, r.leg"#,
        guild as GuildId,
        number,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(RulingRow::read).collect()
}

struct RulingRow {
    ticket: TicketId,
    leg: i16,
    outcome: Option<String>,
    win_num: Option<i32>,
    win_den: Option<i32>,
    refund_num: Option<i32>,
    refund_den: Option<i32>,
    receipt: Option<Vec<u8>>,
}

impl RulingRow {
    fn read(self) -> Result<Ruling, StoreError> {
        let held = match &self.outcome {
            None => None,
            Some(outcome) => {
                let win = (self.win_num.unwrap_or(0), self.win_den.unwrap_or(0));
                let refund = (self.refund_num.unwrap_or(0), self.refund_den.unwrap_or(0));
                Some(RuledGrade {
                    shares: shares(self.ticket.as_uuid(), outcome, win, refund)?,
                    receipt: self.receipt,
                })
            }
        };
        Ok(Ruling {
            ticket: self.ticket,
            leg: self.leg,
            held,
        })
    }
}
