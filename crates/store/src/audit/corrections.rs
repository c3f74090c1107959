//! Corrections by admins, with everything that follows from them.

use shared::id::{CorrectionId, GuildId, MemberId, TicketId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::grades::{Part, put_grade};
use super::{Tickets, TransferRow};
use crate::StoreError;
use crate::corrections::{
    CorrectedTicket, Correction, CorrectionAction, Ruling, corrected_tickets, held_before,
    rulings_of, unnamed,
};
use crate::grades::shares;

/// A correction with everything that the books hold about it.
#[derive(Clone, Debug)]
pub struct AuditCorrection {
    /// The decision.
    pub correction: Correction,
    /// The correction that it undoes.
    pub undone: Option<Correction>,
    /// What it ruled, in order of ticket and leg.
    pub rulings: Vec<Ruling>,
    /// What an undoing has to rule: the rulings that held before the correction that it undoes.
    pub restores: Vec<Ruling>,
    /// What it changed on tickets.
    pub tickets: Vec<CorrectedTicket>,
    /// Transfers that the correction itself made.
    pub transfers: Vec<TransferRow>,
}

/// A server's corrections after number `after`, in order, at most `limit`.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn corrections(
    conn: &mut PgConnection,
    guild: GuildId,
    after: i32,
    limit: i64,
) -> Result<Vec<AuditCorrection>, StoreError> {
    let ids = sqlx::query_scalar!(
        r#"SELECT correction_id AS "id: CorrectionId" FROM corrections
           WHERE guild_id = $1 AND number > $2 ORDER BY number LIMIT $3"#,
        guild as GuildId,
        after,
        limit,
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(correction) = unnamed(conn, guild, id).await? else {
            continue;
        };
        let undone = match correction.asked {
            CorrectionAction::Undo { correction } => unnamed(conn, guild, correction).await?,
            _ => None,
        };
        let restores = match &undone {
            Some(undone) => held_before(conn, guild, undone.number).await?,
            None => Vec::new(),
        };
        found.push(AuditCorrection {
            rulings: rulings_of(conn, guild, correction.number).await?,
            tickets: corrected_tickets(conn, guild, id).await?,
            transfers: transfers(conn, guild, id).await?,
            correction,
            undone,
            restores,
        });
    }
    Ok(found)
}

async fn transfers(
    conn: &mut PgConnection,
    guild: GuildId,
    correction: CorrectionId,
) -> Result<Vec<TransferRow>, StoreError> {
    let rows = sqlx::query_as!(
        TransferRow,
        "SELECT cause_kind, cause, sequence, line, season, debit_kind, debit_member,
           credit_kind, credit_member, amount
         FROM transfers
         WHERE guild_id = $1 AND cause_kind = 'admin_grant' AND cause = $2
         ORDER BY sequence, line",
        guild as GuildId,
        correction as CorrectionId,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// How many settlements of a server were caused by admins, and how many transfers. Each of them has
/// to belong to a correction.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn admin_settlements(
    conn: &mut PgConnection,
    guild: GuildId,
) -> Result<(i64, i64), StoreError> {
    let row = sqlx::query!(
        r#"SELECT
             (SELECT count(*) FROM settlements WHERE guild_id = $1 AND cause = 'admin')
               AS "settlements!",
             (SELECT count(*) FROM transfers WHERE guild_id = $1 AND cause_kind = 'admin_grant')
               AS "transfers!""#,
        guild as GuildId,
    )
    .fetch_one(conn)
    .await?;
    Ok((row.settlements, row.transfers))
}

/// A ticket for which a correction recorded something else than its settlements show.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn settlements_unlike_recorded(
    conn: &mut PgConnection,
    guild: GuildId,
) -> Result<Option<TicketId>, StoreError> {
    let ticket = sqlx::query_scalar!(
        r#"SELECT c.ticket_id AS "ticket: TicketId"
           FROM corrected_tickets c
           LEFT JOIN settlements s ON s.guild_id = $1 AND s.ticket_id = c.ticket_id
             AND s.sequence = c.sequence
           LEFT JOIN settlements b ON b.guild_id = $1 AND b.ticket_id = c.ticket_id
             AND b.sequence = c.sequence - 1
           WHERE c.guild_id = $1 AND CASE
             WHEN c.sequence IS NULL THEN
               (c.state_after, c.returned_after) IS DISTINCT FROM
               (c.state_before, c.returned_before)
             ELSE s.cause IS DISTINCT FROM 'admin'
               OR (c.state_after, c.returned_after) IS DISTINCT FROM (s.state, s.returned)
               OR (c.state_before, c.returned_before) IS DISTINCT FROM
                  (coalesce(b.state, 'open'), b.returned) END
           LIMIT 1"#,
        guild as GuildId,
    )
    .fetch_optional(conn)
    .await?;
    Ok(ticket)
}

/// The number of a correction that ruled on legs outside its action, or recorded tickets that it
/// did not rule on. Which legs a stated score decides is not checked here, only that they are of
/// that game.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn rulings_beyond_action(
    conn: &mut PgConnection,
    guild: GuildId,
) -> Result<Option<i32>, StoreError> {
    let number = sqlx::query_scalar!(
        r#"SELECT c.number FROM corrections c
           WHERE c.guild_id = $1 AND (
             EXISTS (SELECT 1 FROM rulings r
               JOIN legs l ON l.guild_id = $1 AND l.ticket_id = r.ticket_id
                 AND l.leg = r.leg
               WHERE r.guild_id = $1 AND r.number = c.number AND NOT CASE c.kind
                 WHEN 'void' THEN r.ticket_id = c.ticket_id
                 WHEN 'regrade' THEN (r.ticket_id, r.leg) = (c.ticket_id, c.leg)
                 WHEN 'grade' THEN (r.ticket_id, r.leg) = (c.ticket_id, 1)
                 WHEN 'result' THEN l.game_id = c.game_id
                 ELSE c.kind = 'undo' END)
             OR (c.kind IN ('void', 'regrade', 'grade') AND
               (SELECT count(*) FROM rulings r
                WHERE r.guild_id = $1 AND r.number = c.number) <>
               CASE c.kind WHEN 'void' THEN (SELECT count(*) FROM legs l
                  WHERE l.guild_id = $1 AND l.ticket_id = c.ticket_id)
                ELSE 1 END)
             OR EXISTS ((SELECT r.ticket_id FROM rulings r
                 WHERE r.guild_id = $1 AND r.number = c.number)
               EXCEPT (SELECT x.ticket_id FROM corrected_tickets x
                 WHERE x.guild_id = $1 AND x.correction_id = c.correction_id))
             OR EXISTS ((SELECT x.ticket_id FROM corrected_tickets x
                 WHERE x.guild_id = $1 AND x.correction_id = c.correction_id)
               EXCEPT (SELECT r.ticket_id FROM rulings r
                 WHERE r.guild_id = $1 AND r.number = c.number)))
           ORDER BY c.number LIMIT 1"#,
        guild as GuildId,
    )
    .fetch_optional(conn)
    .await?;
    Ok(number)
}

/// A member for whom a correction recorded another change of cash than its tickets and transfers
/// make.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn members_unlike_recorded(
    conn: &mut PgConnection,
    guild: GuildId,
) -> Result<Option<MemberId>, StoreError> {
    let member = sqlx::query_scalar!(
        r#"WITH moved AS (
             SELECT x.correction_id, t.member_id,
               coalesce(x.returned_after, 0) - coalesce(x.returned_before, 0) AS change
             FROM corrected_tickets x
             JOIN tickets t ON t.guild_id = $1 AND t.ticket_id = x.ticket_id
             WHERE x.guild_id = $1
             UNION ALL
             SELECT f.cause, coalesce(f.credit_member, f.debit_member),
               CASE WHEN f.credit_member IS NULL THEN -f.amount ELSE f.amount END
             FROM transfers f WHERE f.guild_id = $1 AND f.cause_kind = 'admin_grant'
           ), made AS (
             SELECT correction_id, member_id, sum(change) AS change FROM moved GROUP BY 1, 2
           ), noted AS (
             SELECT correction_id, member_id, cash_after - cash_before AS change
             FROM corrected_members WHERE guild_id = $1
           )
           SELECT member_id AS "member!: MemberId"
           FROM made FULL JOIN noted USING (correction_id, member_id)
           WHERE coalesce(made.change, 0) <> coalesce(noted.change, 0)
           ORDER BY member_id LIMIT 1"#,
        guild as GuildId,
    )
    .fetch_optional(conn)
    .await?;
    Ok(member)
}

/// The rulings of legs whose settlements name a correction.
pub(super) async fn add_rulings(
    conn: &mut PgConnection,
    guild: GuildId,
    ids: &[Uuid],
    tickets: &mut Tickets,
) -> Result<(), StoreError> {
    let rows = sqlx::query!(
        r#"SELECT s.ticket_id, s.sequence, r.leg, r.outcome AS "outcome!",
             r.win_num AS "win_num!", r.win_den AS "win_den!", r.refund_num AS "refund_num!",
             r.refund_den AS "refund_den!"
           FROM rulings r
           JOIN settlements s ON s.guild_id = $1 AND s.ticket_id = r.ticket_id
             AND r.number = -s.result_versions[r.leg]
           WHERE r.guild_id = $1 AND r.ticket_id = ANY($2) AND r.outcome IS NOT NULL"#,
        guild as GuildId,
        ids,
    )
    .fetch_all(conn)
    .await?;
    for row in rows {
        let win = (row.win_num, row.win_den);
        let refund = (row.refund_num, row.refund_den);
        let grade = shares(row.ticket_id, &row.outcome, win, refund)?;
        // A ruling covers both parts of a leg that is each way.
        for part in [Part::Win, Part::Place] {
            put_grade(tickets, (row.ticket_id, row.sequence, row.leg), part, grade);
        }
    }
    Ok(())
}
