//! The books in their current state, read in pages so that they can be added up again.

mod corrections;
mod grades;

use std::collections::BTreeMap;

use futures_util::TryStreamExt;
use shared::id::{GuildId, MemberId, SelectionId, TicketId};
use shared::ticket::{TicketKind, TicketState};
use shared::units::Units;
use sqlx::{PgConnection, PgPool, Postgres, Transaction};
use uuid::Uuid;

use crate::connect::UNLIMITED;
use crate::grades::GradeShares;
use crate::rows::each_way::each_way;
use crate::rows::price::exact_price;
use crate::settlements::{Agreed, AgreedLeg};
use crate::{Inconsistency, StoreError};

pub use corrections::{
    AuditCorrection, admin_settlements, corrections, members_unlike_recorded,
    rulings_beyond_action, settlements_unlike_recorded,
};

/// Begins a transaction that sees one unchanging state of the books, however long it reads.
///
/// # Errors
/// When the database cannot be reached.
pub async fn snapshot(pool: &PgPool) -> Result<Transaction<'static, Postgres>, StoreError> {
    // The transfers of a large server are one statement.
    let begin = format!("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY; {UNLIMITED}");
    Ok(pool.begin_with(begin).await?)
}

/// The next server after `after` that has anything in the books.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn next_guild(
    conn: &mut PgConnection,
    after: Option<GuildId>,
) -> Result<Option<GuildId>, StoreError> {
    let after = after.map_or(i64::MIN, |it| it.get().cast_signed());
    let next = sqlx::query_scalar!(
        r#"SELECT least(
           (SELECT min(guild_id) FROM accounts WHERE guild_id > $1),
           (SELECT min(guild_id) FROM transfers WHERE guild_id > $1),
           (SELECT min(guild_id) FROM tickets WHERE guild_id > $1)) AS "guild: GuildId""#,
        after,
    )
    .fetch_one(conn)
    .await?;
    Ok(next)
}

/// A row of `transfers`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferRow {
    /// The kind of the cause: `grant`, `relief`, `ticket` or `admin_grant`.
    pub cause_kind: String,
    /// The id of the cause: a member's, a ticket's or a correction's.
    pub cause: Uuid,
    /// Which of the cause's moves this is.
    pub sequence: i32,
    /// The transfer's number within its move.
    pub line: i16,
    /// The season of the members' accounts.
    pub season: i32,
    /// The kind of account that is debited.
    pub debit_kind: String,
    /// The member whose account is debited. `None` for the server's own accounts.
    pub debit_member: Option<Uuid>,
    /// The kind of account that is credited.
    pub credit_kind: String,
    /// The member whose account is credited. `None` for the server's own accounts.
    pub credit_member: Option<Uuid>,
    /// The amount, in micro-units.
    pub amount: i64,
}

/// Calls `each` with every transfer of a server in key order, one at a time, and stops at the first
/// error that `each` returns.
///
/// # Errors
/// What `each` returns, and [`StoreError`] when the database refuses.
pub async fn each_transfer<E: From<StoreError>>(
    conn: &mut PgConnection,
    guild: GuildId,
    mut each: impl FnMut(&TransferRow) -> Result<(), E>,
) -> Result<(), E> {
    let mut rows = sqlx::query_as!(
        TransferRow,
        "SELECT cause_kind, cause, sequence, line, season, debit_kind, debit_member,
           credit_kind, credit_member, amount
         FROM transfers WHERE guild_id = $1
         ORDER BY cause_kind, cause, sequence, line",
        guild as GuildId,
    )
    .fetch(conn);
    while let Some(row) = rows.try_next().await.map_err(StoreError::from)? {
        each(&row)?;
    }
    Ok(())
}

/// A row of `accounts`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceRow {
    /// The member who owns the account.
    pub member: MemberId,
    /// The kind of account: `cash` or `at_risk`.
    pub kind: String,
    /// The season.
    pub season: i32,
    /// The stored balance.
    pub balance: Units,
}

/// The stored balances of a server's accounts.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn balances(
    conn: &mut PgConnection,
    guild: GuildId,
) -> Result<Vec<BalanceRow>, StoreError> {
    let rows = sqlx::query!(
        "SELECT member_id, kind, season, balance FROM accounts WHERE guild_id = $1",
        guild as GuildId,
    )
    .fetch_all(conn)
    .await?;
    let balances = rows.into_iter().map(|row| BalanceRow {
        member: MemberId::from_uuid(row.member_id),
        kind: row.kind,
        season: row.season,
        balance: Units::from_steps(row.balance),
    });
    Ok(balances.collect())
}

/// A ticket with everything that the books hold about it.
#[derive(Clone, Debug)]
pub struct AuditTicket {
    /// Its id.
    pub id: TicketId,
    /// Its code.
    pub code: String,
    /// The member who placed it.
    pub member: MemberId,
    /// The season.
    pub season: i32,
    /// The kind, terms and stake that were agreed.
    pub agreed: Agreed,
    /// What it returns if every leg wins, stake included.
    pub possible_return: Units,
    /// The state of its head.
    pub state: TicketState,
    /// How many settlements it has had.
    pub settled_seq: i32,
    /// What it returned. `None` while it is open.
    pub returned: Option<Units>,
    /// In order of their numbers.
    pub legs: Vec<AuditLeg>,
    /// In order of their sequence.
    pub settlements: Vec<AuditSettlement>,
    /// In order of sequence and line.
    pub transfers: Vec<TransferRow>,
}

/// A leg of a ticket.
#[derive(Clone, Debug)]
pub struct AuditLeg {
    /// The selection.
    pub selection: SelectionId,
    /// The price, and what a place pays.
    pub agreed: AgreedLeg,
}

/// A settlement with the grades that it names.
#[derive(Clone, Debug)]
pub struct AuditSettlement {
    /// Its number, from 1.
    pub sequence: i32,
    /// Whether a result or an admin caused it. Otherwise it is a cancellation.
    pub by_grades: bool,
    /// Whether an admin caused it.
    pub by_admin: bool,
    /// The number of the settlement that it reverses.
    pub reverses: Option<i32>,
    /// The ticket's state after it.
    pub state: TicketState,
    /// What the ticket returned. `None` when it is open again.
    pub returned: Option<Units>,
    /// The exact multiplier of the stake: numerator and denominator, as digits.
    pub multiplier: Option<(String, String)>,
    /// For each leg, the version of the result that it was graded on; 0 while it is pending. A
    /// negative number is that of an admin's correction.
    pub result_versions: Vec<i32>,
    /// For each leg, its grade on that version, or the correction's ruling. `None` while it is
    /// pending.
    pub grades: Vec<Option<GradeShares>>,
    /// For each leg that is each way, the same for its place part. A ruling covers both parts.
    pub places: Vec<Option<GradeShares>>,
}

/// A server's next tickets after `after`, at most `limit`.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row is not a valid ticket.
pub async fn tickets(
    conn: &mut PgConnection,
    guild: GuildId,
    after: Option<TicketId>,
    limit: i64,
) -> Result<Vec<AuditTicket>, StoreError> {
    let mut tickets = heads(conn, guild, after, limit).await?;
    let ids: Vec<_> = tickets.keys().map(|it| it.as_uuid()).collect();
    add_legs(conn, guild, &ids, &mut tickets).await?;
    add_settlements(conn, guild, &ids, &mut tickets).await?;
    grades::add_grades(conn, guild, &ids, &mut tickets).await?;
    corrections::add_rulings(conn, guild, &ids, &mut tickets).await?;
    add_transfers(conn, guild, &ids, &mut tickets).await?;
    Ok(tickets.into_values().collect())
}

type Tickets = BTreeMap<TicketId, AuditTicket>;

async fn heads(
    conn: &mut PgConnection,
    guild: GuildId,
    after: Option<TicketId>,
    limit: i64,
) -> Result<Tickets, StoreError> {
    let rows = sqlx::query!(
        "SELECT ticket_id, code, member_id, season, kind, terms, stake, possible_return, state,
           settled_seq, returned
         FROM tickets WHERE guild_id = $1 AND ticket_id > $2
         ORDER BY ticket_id LIMIT $3",
        guild as GuildId,
        after.map_or(Uuid::nil(), TicketId::as_uuid),
        limit,
    )
    .fetch_all(conn)
    .await?;
    let mut tickets = Tickets::new();
    for row in rows {
        let id = TicketId::from_uuid(row.ticket_id);
        let kind = TicketKind::from_word(&row.kind);
        let kind = kind.ok_or_else(|| wrong("tickets", "kind", id, &row.kind))?;
        let ticket = AuditTicket {
            id,
            code: row.code,
            member: MemberId::from_uuid(row.member_id),
            season: row.season,
            agreed: Agreed {
                kind,
                terms: row.terms,
                stake: Units::from_steps(row.stake),
            },
            possible_return: Units::from_steps(row.possible_return),
            state: state("tickets", id, &row.state)?,
            settled_seq: row.settled_seq,
            returned: row.returned.map(Units::from_steps),
            legs: Vec::new(),
            settlements: Vec::new(),
            transfers: Vec::new(),
        };
        tickets.insert(id, ticket);
    }
    Ok(tickets)
}

fn wrong(table: &'static str, column: &'static str, id: TicketId, found: &str) -> Inconsistency {
    Inconsistency {
        table,
        column,
        row: id.to_string(),
        found: found.to_owned(),
    }
}

fn state(table: &'static str, id: TicketId, found: &str) -> Result<TicketState, Inconsistency> {
    TicketState::from_word(found).ok_or_else(|| wrong(table, "state", id, found))
}

async fn add_legs(
    conn: &mut PgConnection,
    guild: GuildId,
    ids: &[Uuid],
    tickets: &mut Tickets,
) -> Result<(), StoreError> {
    let rows = sqlx::query!(
        "SELECT ticket_id, selection_id, price_num, price_den, price_format, price_number,
           place_num, place_den, places
         FROM legs WHERE guild_id = $1 AND ticket_id = ANY($2) ORDER BY ticket_id, leg",
        guild as GuildId,
        ids,
    )
    .fetch_all(conn)
    .await?;
    for row in rows {
        let shown = (row.price_format.as_str(), row.price_number.as_str());
        let ratio = (row.price_num, row.price_den);
        let each_way = each_way(row.ticket_id, row.place_num, row.place_den, row.places)?;
        let leg = AuditLeg {
            selection: SelectionId::from_uuid(row.selection_id),
            agreed: AgreedLeg {
                price: exact_price("legs", row.ticket_id, shown, ratio)?,
                each_way,
            },
        };
        if let Some(ticket) = tickets.get_mut(&TicketId::from_uuid(row.ticket_id)) {
            ticket.legs.push(leg);
        }
    }
    Ok(())
}

async fn add_settlements(
    conn: &mut PgConnection,
    guild: GuildId,
    ids: &[Uuid],
    tickets: &mut Tickets,
) -> Result<(), StoreError> {
    let rows = sqlx::query!(
        "SELECT ticket_id, sequence, cause, reverses, state, returned,
           multiplier_num::text AS num, multiplier_den::text AS den, result_versions
         FROM settlements WHERE guild_id = $1 AND ticket_id = ANY($2)
         ORDER BY ticket_id, sequence",
        guild as GuildId,
        ids,
    )
    .fetch_all(conn)
    .await?;
    for row in rows {
        let id = TicketId::from_uuid(row.ticket_id);
        let settlement = AuditSettlement {
            sequence: row.sequence,
            by_grades: row.cause != "cancel",
            by_admin: row.cause == "admin",
            reverses: row.reverses,
            state: state("settlements", id, &row.state)?,
            returned: row.returned.map(Units::from_steps),
            multiplier: row.num.zip(row.den),
            grades: vec![None; row.result_versions.len()],
            places: vec![None; row.result_versions.len()],
            result_versions: row.result_versions,
        };
        if let Some(ticket) = tickets.get_mut(&id) {
            ticket.settlements.push(settlement);
        }
    }
    Ok(())
}

async fn add_transfers(
    conn: &mut PgConnection,
    guild: GuildId,
    ids: &[Uuid],
    tickets: &mut Tickets,
) -> Result<(), StoreError> {
    let rows = sqlx::query_as!(
        TransferRow,
        "SELECT cause_kind, cause, sequence, line, season, debit_kind, debit_member,
           credit_kind, credit_member, amount
         FROM transfers
         WHERE guild_id = $1 AND cause_kind = 'ticket' AND cause = ANY($2)
         ORDER BY cause, sequence, line",
        guild as GuildId,
        ids,
    )
    .fetch_all(conn)
    .await?;
    for row in rows {
        if let Some(ticket) = tickets.get_mut(&TicketId::from_uuid(row.cause)) {
            ticket.transfers.push(row);
        }
    }
    Ok(())
}
