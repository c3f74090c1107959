//! Reads corrections: one, a page of the log, and what they changed on tickets and balances.

mod rulings;
mod subjects;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use shared::grade::LegOutcome;
use shared::id::{ChannelId, CorrectionId, DiscordUserId, GameId, GuildId, MemberId, TicketId};
use shared::ticket::{TicketCode, TicketState};
use shared::units::Units;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    CorrectedMember, CorrectedTicket, Correction, CorrectionAction, CorrectionLog,
    CorrectionSource, TicketStatus,
};
use crate::{Inconsistency, StoreError, texts};

pub use rulings::{held_before, later_on, rulings_of};
pub use subjects::{games_begun, members, of_slip, on_game, recent, ticket_heads};

/// One correction.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn by_id(
    conn: &mut PgConnection,
    guild: GuildId,
    id: CorrectionId,
) -> Result<Option<Correction>, StoreError> {
    let mut found = rows(&mut *conn, guild, Some(id), 0, 1).await?;
    name(conn, guild, &mut found).await?;
    found.pop().map(CorrectionRow::read).transpose()
}

/// The same without names and reasons, which the audit may not read.
pub(crate) async fn unnamed(
    conn: &mut PgConnection,
    guild: GuildId,
    id: CorrectionId,
) -> Result<Option<Correction>, StoreError> {
    let mut found = rows(conn, guild, Some(id), 0, 1).await?;
    found.pop().map(CorrectionRow::read).transpose()
}

/// A page of a server's corrections, newest first.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn log(
    conn: &mut PgConnection,
    guild: GuildId,
    skip: i64,
    limit: i64,
) -> Result<CorrectionLog, StoreError> {
    let total = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM corrections WHERE guild_id = $1"#,
        guild as GuildId,
    )
    .fetch_one(&mut *conn)
    .await?;
    let mut found = rows(&mut *conn, guild, None, skip, limit).await?;
    name(conn, guild, &mut found).await?;
    let corrections: Result<_, _> = found.into_iter().map(CorrectionRow::read).collect();
    Ok(CorrectionLog {
        corrections: corrections?,
        total,
    })
}

async fn rows(
    conn: &mut PgConnection,
    guild: GuildId,
    id: Option<CorrectionId>,
    skip: i64,
    limit: i64,
) -> Result<Vec<CorrectionRow>, StoreError> {
    let rows = sqlx::query_as!(
        CorrectionRow,
        r#"SELECT c.correction_id AS "id: CorrectionId", c.number, c.kind, c.way,
             c.actor_id AS "actor: DiscordUserId", c.actor_name_id, c.reason_id,
             NULL::text AS actor_name, NULL::text AS reason,
             c.ticket_id AS "ticket: TicketId", c.leg, c.game_id AS "game: GameId",
             c.member_id AS "member: MemberId", c.outcome, c.home, c.away,
             c.amount AS "amount: Units", c.undoes AS "undoes: CorrectionId",
             c.channel_id AS "channel: ChannelId", c.made_at,
             u.number AS "undone_by?", b.number AS "undoes_number?",
             t.code AS "code?: TicketCode", NULL::text AS member_name
           FROM corrections c
           LEFT JOIN corrections u ON u.guild_id = $1 AND u.undoes = c.correction_id
           LEFT JOIN corrections b ON b.guild_id = $1 AND b.correction_id = c.undoes
           LEFT JOIN tickets t ON t.guild_id = $1 AND t.ticket_id = c.ticket_id
           WHERE c.guild_id = $1 AND ($2::uuid IS NULL OR c.correction_id = $2)
           ORDER BY c.number DESC OFFSET $3 LIMIT $4"#,
        guild as GuildId,
        id as Option<CorrectionId>,
        skip,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// Fills in reasons, and the names of members whose units were moved.
async fn name(
    conn: &mut PgConnection,
    guild: GuildId,
    found: &mut [CorrectionRow],
) -> Result<(), StoreError> {
    let ids = |it: &CorrectionRow| [it.actor_name_id.clone(), it.reason_id.clone()];
    let ids: Vec<_> = found.iter().flat_map(ids).collect();
    let said = texts::bodies(&mut *conn, guild, &ids).await?;
    for row in found.iter_mut() {
        row.actor_name = said.get(&row.actor_name_id).cloned();
        row.reason = said.get(&row.reason_id).cloned();
    }
    let members: Vec<_> = (found.iter())
        .filter_map(|it| Some(it.member?.as_uuid()))
        .collect();
    if members.is_empty() {
        return Ok(());
    }
    let names = sqlx::query!(
        r#"SELECT member_id AS "member: MemberId", name FROM members
           WHERE guild_id = $1 AND member_id = ANY($2)"#,
        guild as GuildId,
        &members,
    )
    .fetch_all(conn)
    .await?;
    for row in found {
        let named = names.iter().find(|it| Some(it.member) == row.member);
        row.member_name = named.map(|it| it.name.clone());
    }
    Ok(())
}

struct CorrectionRow {
    id: CorrectionId,
    number: i32,
    kind: String,
    way: String,
    actor: DiscordUserId,
    actor_name_id: Vec<u8>,
    reason_id: Vec<u8>,
    actor_name: Option<String>,
    reason: Option<String>,
    ticket: Option<TicketId>,
    leg: Option<i16>,
    game: Option<GameId>,
    member: Option<MemberId>,
    outcome: Option<String>,
    home: Option<i32>,
    away: Option<i32>,
    amount: Option<Units>,
    undoes: Option<CorrectionId>,
    channel: ChannelId,
    made_at: DateTime<Utc>,
    undone_by: Option<i32>,
    undoes_number: Option<i32>,
    code: Option<TicketCode>,
    member_name: Option<String>,
}

impl CorrectionRow {
    fn asked(&self) -> Option<CorrectionAction> {
        let outcome = || LegOutcome::from_word(self.outcome.as_deref()?);
        Some(match self.kind.as_str() {
            "void" => CorrectionAction::Void {
                ticket: self.ticket?,
            },
            "regrade" => CorrectionAction::Regrade {
                ticket: self.ticket?,
                leg: self.leg?,
                outcome: outcome()?,
            },
            "grade" => CorrectionAction::Grade {
                ticket: self.ticket?,
                outcome: outcome()?,
            },
            "result" => CorrectionAction::Result {
                game: self.game?,
                home: self.home?,
                away: self.away?,
            },
            "grant" => CorrectionAction::Grant {
                member: self.member?,
                units: self.amount?,
            },
            "take" => CorrectionAction::Take {
                member: self.member?,
                units: self.amount?,
            },
            "undo" => CorrectionAction::Undo {
                correction: self.undoes?,
            },
            _ => return None,
        })
    }

    fn read(self) -> Result<Correction, StoreError> {
        let bad = |column, found: &str| Inconsistency {
            table: "corrections",
            column,
            row: self.id.to_string(),
            found: found.to_owned(),
        };
        Ok(Correction {
            asked: self.asked().ok_or_else(|| bad("kind", &self.kind))?,
            source: CorrectionSource::from_word(&self.way).ok_or_else(|| bad("way", &self.way))?,
            id: self.id,
            number: self.number,
            actor: self.actor,
            actor_name: texts::shown(self.actor_name),
            reason: texts::shown(self.reason),
            channel: self.channel,
            made_at: self.made_at,
            undone_by: self.undone_by,
            undoes: self.undoes_number,
            code: self.code,
            member_name: self.member_name,
        })
    }
}

/// What a correction changed on tickets, in key order.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn corrected_tickets(
    conn: &mut PgConnection,
    guild: GuildId,
    correction: CorrectionId,
) -> Result<Vec<CorrectedTicket>, StoreError> {
    let mut found = tickets_by_correction(conn, guild, &[correction]).await?;
    Ok(found.remove(&correction).unwrap_or_default())
}

/// What each of these corrections changed on tickets, in key order, in one statement. A correction
/// that changed none is left out.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn tickets_by_correction(
    conn: &mut PgConnection,
    guild: GuildId,
    corrections: &[CorrectionId],
) -> Result<HashMap<CorrectionId, Vec<CorrectedTicket>>, StoreError> {
    let ids: Vec<Uuid> = corrections.iter().map(|it| it.as_uuid()).collect();
    let rows = sqlx::query!(
        r#"SELECT correction_id AS "correction: CorrectionId", ticket_id AS "ticket: TicketId",
             sequence, state_before, returned_before AS "returned_before: Units", state_after,
             returned_after AS "returned_after: Units"
           FROM corrected_tickets WHERE guild_id = $1 AND correction_id = ANY($2)
           ORDER BY correction_id, ticket_id"#,
        guild as GuildId,
        &ids,
    )
    .fetch_all(conn)
    .await?;
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows {
        let state = |column, found: &str| {
            TicketState::from_word(found).ok_or_else(|| Inconsistency {
                table: "corrected_tickets",
                column,
                row: row.ticket.to_string(),
                found: found.to_owned(),
            })
        };
        let ticket = CorrectedTicket {
            ticket: row.ticket,
            sequence: row.sequence,
            before: TicketStatus {
                state: state("state_before", &row.state_before)?,
                returned: row.returned_before,
            },
            after: TicketStatus {
                state: state("state_after", &row.state_after)?,
                returned: row.returned_after,
            },
        };
        found.entry(row.correction).or_default().push(ticket);
    }
    Ok(found)
}

/// The members whose cash a correction changed, in order of their names.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn corrected_members(
    conn: &mut PgConnection,
    guild: GuildId,
    correction: CorrectionId,
) -> Result<Vec<CorrectedMember>, StoreError> {
    let mut found = members_by_correction(conn, guild, &[correction]).await?;
    Ok(found.remove(&correction).unwrap_or_default())
}

/// The members whose cash each of these corrections changed, in order of their names, in one
/// statement. A correction that changed nobody's is left out.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn members_by_correction(
    conn: &mut PgConnection,
    guild: GuildId,
    corrections: &[CorrectionId],
) -> Result<HashMap<CorrectionId, Vec<CorrectedMember>>, StoreError> {
    let ids: Vec<Uuid> = corrections.iter().map(|it| it.as_uuid()).collect();
    let rows = sqlx::query!(
        r#"SELECT c.correction_id AS "correction: CorrectionId",
             m.member_id AS "member: MemberId", m.discord_user_id AS "user: DiscordUserId",
             m.name, coalesce(m.notify = 'ping', false) AS "is_pinged!",
             c.cash_before AS "before: Units", c.cash_after AS "after: Units"
           FROM corrected_members c
           JOIN members m ON m.guild_id = $1 AND m.member_id = c.member_id
           WHERE c.guild_id = $1 AND c.correction_id = ANY($2)
           ORDER BY m.name, m.member_id"#,
        guild as GuildId,
        &ids,
    )
    .fetch_all(conn)
    .await?;
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows {
        found
            .entry(row.correction)
            .or_default()
            .push(CorrectedMember {
                member: row.member,
                user: row.user,
                name: row.name,
                is_pinged: row.is_pinged,
                before: row.before,
                after: row.after,
            });
    }
    Ok(found)
}
