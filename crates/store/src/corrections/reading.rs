//! Corrections as they stand: one, a page of the log, what they ruled and what they made of
//! tickets and members.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use shared::grade::LegOutcome;
use shared::id::{
    ChannelId, CorrectionId, DiscordUserId, GameId, GuildId, MemberId, MessageId, TicketId,
};
use shared::ticket::{TicketCode, TicketState};
use shared::units::Units;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Asked, CorrectedMember, CorrectedTicket, Correction, CorrectionLog, Held, MemberCash, Ruling,
    SlipGraded, Standing, TicketHead, Way,
};
use crate::grades::shares;
use crate::members::SEASON;
use crate::{Inconsistency, StoreError};

/// One correction.
///
/// # Errors
/// [`StoreError`] when the database refuses, or holds what it should not.
pub async fn by_id(
    conn: &mut PgConnection,
    guild: GuildId,
    id: CorrectionId,
) -> Result<Option<Correction>, StoreError> {
    let mut found = rows(conn, guild, Some(id), 0, 1).await?;
    found.pop().map(CorrectionRow::read).transpose()
}

/// A page of a server's corrections, the newest first.
///
/// # Errors
/// [`StoreError`] when the database refuses, or holds what it should not.
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
    let found = rows(conn, guild, None, skip, limit).await?;
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
             c.actor_id AS "actor: DiscordUserId", c.actor_name, c.reason,
             c.ticket_id AS "ticket: TicketId", c.leg, c.game_id AS "game: GameId",
             c.member_id AS "member: MemberId", c.outcome, c.home, c.away,
             c.amount AS "amount: Units", c.undoes AS "undoes: CorrectionId",
             c.channel_id AS "channel: ChannelId", c.made_at,
             u.number AS "undone_by?", b.number AS "undoes_number?",
             t.code AS "code?: TicketCode", m.name AS "member_name?"
           FROM corrections c
           LEFT JOIN corrections u ON u.guild_id = c.guild_id AND u.undoes = c.correction_id
           LEFT JOIN corrections b ON b.guild_id = c.guild_id AND b.correction_id = c.undoes
           LEFT JOIN tickets t ON t.guild_id = c.guild_id AND t.ticket_id = c.ticket_id
           LEFT JOIN members m ON m.guild_id = c.guild_id AND m.member_id = c.member_id
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

struct CorrectionRow {
    id: CorrectionId,
    number: i32,
    kind: String,
    way: String,
    actor: DiscordUserId,
    actor_name: String,
    reason: String,
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
    fn asked(&self) -> Option<Asked> {
        let outcome = || LegOutcome::from_word(self.outcome.as_deref()?);
        Some(match self.kind.as_str() {
            "void" => Asked::Void {
                ticket: self.ticket?,
            },
            "regrade" => Asked::Regrade {
                ticket: self.ticket?,
                leg: self.leg?,
                outcome: outcome()?,
            },
            "grade" => Asked::Grade {
                ticket: self.ticket?,
                outcome: outcome()?,
            },
            "result" => Asked::Result {
                game: self.game?,
                home: self.home?,
                away: self.away?,
            },
            "grant" => Asked::Grant {
                member: self.member?,
                units: self.amount?,
            },
            "take" => Asked::Take {
                member: self.member?,
                units: self.amount?,
            },
            "undo" => Asked::Undo {
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
            way: Way::from_word(&self.way).ok_or_else(|| bad("way", &self.way))?,
            id: self.id,
            number: self.number,
            actor: self.actor,
            actor_name: self.actor_name,
            reason: self.reason,
            channel: self.channel,
            made_at: self.made_at,
            undone_by: self.undone_by,
            undoes: self.undoes_number,
            code: self.code,
            member_name: self.member_name,
        })
    }
}

/// The number of a later correction that still holds and has ruled on the same legs as this one:
/// it stands on it.
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
         JOIN rulings n ON n.guild_id = r.guild_id AND n.ticket_id = r.ticket_id AND n.leg = r.leg
           AND n.number > r.number
         JOIN corrections c ON c.guild_id = n.guild_id AND c.number = n.number
         WHERE r.guild_id = $1 AND r.number = $2 AND c.kind <> 'undo'
           AND NOT EXISTS (SELECT 1 FROM corrections u
             WHERE u.guild_id = c.guild_id AND u.undoes = c.correction_id)",
        guild as GuildId,
        number,
    )
    .fetch_one(conn)
    .await?;
    Ok(later)
}

/// What the correction with that number ruled.
///
/// # Errors
/// [`StoreError`] when the database refuses, or holds what it should not.
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

/// What held of the legs that the correction with that number ruled on, before it did.
///
/// # Errors
/// [`StoreError`] when the database refuses, or holds what it should not.
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
             WHERE p.guild_id = r.guild_id AND p.ticket_id = r.ticket_id AND p.leg = r.leg
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
                Some(Held {
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

/// The newest ruling of each leg of a ticket that holds, with its decision. For who explains it.
///
/// # Errors
/// [`StoreError`] when the database refuses, or holds what it should not.
pub async fn ruled(
    conn: &mut PgConnection,
    guild: GuildId,
    ticket: TicketId,
) -> Result<HashMap<i16, (Ruling, Correction)>, StoreError> {
    let numbers = sqlx::query!(
        r#"SELECT DISTINCT ON (r.leg) r.leg, c.correction_id AS "id: CorrectionId", r.number
           FROM rulings r
           JOIN corrections c ON c.guild_id = r.guild_id AND c.number = r.number
           WHERE r.guild_id = $1 AND r.ticket_id = $2
           ORDER BY r.leg, r.number DESC"#,
        guild as GuildId,
        ticket as TicketId,
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut found = HashMap::new();
    for row in numbers {
        let rulings = rulings_of(conn, guild, row.number).await?;
        let ruling = rulings
            .into_iter()
            .find(|it| it.ticket == ticket && it.leg == row.leg && it.held.is_some());
        let correction = by_id(conn, guild, row.id).await?;
        if let Some((ruling, correction)) = ruling.zip(correction) {
            found.insert(row.leg, (ruling, correction));
        }
    }
    Ok(found)
}

/// The server's tickets with a leg on this game, taken-back ones left out, in key order; at most
/// `limit`.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn on_game(
    conn: &mut PgConnection,
    guild: GuildId,
    game: GameId,
    limit: i64,
) -> Result<Vec<TicketId>, StoreError> {
    let tickets = sqlx::query_scalar!(
        r#"SELECT DISTINCT t.ticket_id AS "ticket: TicketId" FROM legs l
           JOIN tickets t ON t.guild_id = l.guild_id AND t.ticket_id = l.ticket_id
           WHERE l.game_id = $2 AND l.guild_id = $1 AND t.state <> 'cancelled'
           ORDER BY 1 LIMIT $3"#,
        guild as GuildId,
        game as GameId,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(tickets)
}

/// Names, owners and stakes of tickets, in key order.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn ticket_heads(
    conn: &mut PgConnection,
    guild: GuildId,
    tickets: &[TicketId],
) -> Result<Vec<TicketHead>, StoreError> {
    let ids: Vec<Uuid> = tickets.iter().map(|it| it.as_uuid()).collect();
    let heads = sqlx::query_as!(
        TicketHead,
        r#"SELECT t.ticket_id AS "ticket: TicketId", t.code AS "code: TicketCode",
             t.member_id AS "member: MemberId", m.discord_user_id AS "owner: DiscordUserId",
             m.name AS owner_name, t.stake AS "stake: Units"
           FROM tickets t
           JOIN members m ON m.guild_id = t.guild_id AND m.member_id = t.member_id
           WHERE t.guild_id = $1 AND t.ticket_id = ANY($2) ORDER BY t.ticket_id"#,
        guild as GuildId,
        &ids,
    )
    .fetch_all(conn)
    .await?;
    Ok(heads)
}

/// Members with what they have to bet with, in key order. One without an account is left out.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn members(
    conn: &mut PgConnection,
    guild: GuildId,
    members: &[MemberId],
) -> Result<Vec<MemberCash>, StoreError> {
    let ids: Vec<Uuid> = members.iter().map(|it| it.as_uuid()).collect();
    let found = sqlx::query_as!(
        MemberCash,
        r#"SELECT m.member_id AS "member: MemberId", m.discord_user_id AS "user: DiscordUserId",
             m.name, a.balance AS "cash: Units"
           FROM members m
           JOIN accounts a ON a.guild_id = m.guild_id AND a.member_id = m.member_id
             AND a.kind = 'cash' AND a.season = $3
           WHERE m.guild_id = $1 AND m.member_id = ANY($2) ORDER BY m.member_id"#,
        guild as GuildId,
        &ids,
        SEASON,
    )
    .fetch_all(conn)
    .await?;
    Ok(found)
}

/// What a correction made of tickets, in key order.
///
/// # Errors
/// [`StoreError`] when the database refuses, or holds what it should not.
pub async fn corrected_tickets(
    conn: &mut PgConnection,
    guild: GuildId,
    correction: CorrectionId,
) -> Result<Vec<CorrectedTicket>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT ticket_id AS "ticket: TicketId", sequence, state_before,
             returned_before AS "returned_before: Units", state_after,
             returned_after AS "returned_after: Units"
           FROM corrected_tickets WHERE guild_id = $1 AND correction_id = $2 ORDER BY ticket_id"#,
        guild as GuildId,
        correction as CorrectionId,
    )
    .fetch_all(conn)
    .await?;
    let read = rows.into_iter().map(|row| {
        let state = |column, found: &str| {
            TicketState::from_word(found).ok_or_else(|| Inconsistency {
                table: "corrected_tickets",
                column,
                row: row.ticket.to_string(),
                found: found.to_owned(),
            })
        };
        Ok(CorrectedTicket {
            ticket: row.ticket,
            sequence: row.sequence,
            before: Standing {
                state: state("state_before", &row.state_before)?,
                returned: row.returned_before,
            },
            after: Standing {
                state: state("state_after", &row.state_after)?,
                returned: row.returned_after,
            },
        })
    });
    read.collect()
}

/// Whose cash a correction moved, in the order of their names.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn corrected_members(
    conn: &mut PgConnection,
    guild: GuildId,
    correction: CorrectionId,
) -> Result<Vec<CorrectedMember>, StoreError> {
    let found = sqlx::query_as!(
        CorrectedMember,
        r#"SELECT m.member_id AS "member: MemberId", m.discord_user_id AS "user: DiscordUserId",
             m.name, coalesce(m.notify = 'ping', false) AS "is_pinged!",
             c.cash_before AS "before: Units", c.cash_after AS "after: Units"
           FROM corrected_members c
           JOIN members m ON m.guild_id = c.guild_id AND m.member_id = c.member_id
           WHERE c.guild_id = $1 AND c.correction_id = $2 ORDER BY m.name, m.member_id"#,
        guild as GuildId,
        correction as CorrectionId,
    )
    .fetch_all(conn)
    .await?;
    Ok(found)
}

/// The server's tickets for who decides about one, with their owners' names: those whose code
/// begins so, or whose owner's name has that in it, the newest first. Those that their owners
/// took back are left out; `manual_only` leaves out those that results decide, and graded ones.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn recent(
    conn: &mut PgConnection,
    guild: GuildId,
    typed: &str,
    manual_only: bool,
    limit: i64,
) -> Result<Vec<(TicketId, String)>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT t.ticket_id AS "ticket: TicketId", m.name
           FROM tickets t
           JOIN members m ON m.guild_id = t.guild_id AND m.member_id = t.member_id
           WHERE t.guild_id = $1 AND t.state <> 'cancelled'
             AND (NOT $3 OR (t.is_manual AND t.state = 'open'))
             AND (starts_with(t.code, upper($2)) OR strpos(lower(m.name), lower($2)) > 0)
           ORDER BY t.placed_at DESC, t.ticket_id DESC LIMIT $4"#,
        guild as GuildId,
        typed.trim().trim_start_matches('#'),
        manual_only,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|it| (it.ticket, it.name)).collect())
}

/// Games that have begun and that the server's members have tickets on, the latest first.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn games_begun(
    conn: &mut PgConnection,
    guild: GuildId,
    limit: i64,
) -> Result<Vec<GameId>, StoreError> {
    let games = sqlx::query_scalar!(
        r#"SELECT g.game_id AS "game: GameId" FROM games g
           WHERE g.starts_at <= app_now() AND g.starts_at > app_now() - interval '30 days'
             AND EXISTS (SELECT 1 FROM legs l
               WHERE l.game_id = g.game_id AND l.guild_id = $1 AND l.kind <> 'manual')
           ORDER BY g.starts_at DESC LIMIT $2"#,
        guild as GuildId,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(games)
}

/// The ticket whose slip a message is. Nothing for any other message.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn of_slip(
    conn: &mut PgConnection,
    guild: GuildId,
    message: MessageId,
) -> Result<Option<SlipGraded>, StoreError> {
    let slip = sqlx::query_as!(
        SlipGraded,
        r#"SELECT t.ticket_id AS "ticket: TicketId", t.code AS "code: TicketCode",
             m.discord_user_id AS "owner: DiscordUserId", t.is_manual,
             t.state = 'open' AS "is_open!", t.settled_seq, count(*) AS "legs!",
             max(g.starts_at) AS "starts_at!"
           FROM slips s
           JOIN tickets t ON t.guild_id = s.guild_id AND t.ticket_id = s.ticket_id
           JOIN members m ON m.guild_id = t.guild_id AND m.member_id = t.member_id
           JOIN legs l ON l.guild_id = t.guild_id AND l.ticket_id = t.ticket_id
           JOIN games g ON g.game_id = l.game_id
           WHERE s.guild_id = $1 AND s.message_id = $2 AND t.state <> 'cancelled'
           GROUP BY t.guild_id, t.ticket_id, m.discord_user_id"#,
        guild as GuildId,
        message as MessageId,
    )
    .fetch_optional(conn)
    .await?;
    Ok(slip)
}
