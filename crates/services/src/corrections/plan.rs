//! Plans a correction: every ticket that it rules on, settled again, and whose cash changes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use shared::id::{GameId, GuildId, MemberId, TicketId};
use shared::ticket::TicketState;
use shared::units::Units;
use sqlx::PgConnection;
use store::corrections::{
    self, Correction, CorrectionAction, RuledGrade, Ruling, TicketHead, TicketStatus,
};
use store::settlements::{self, HeadMove, LegGrades, TicketToSettle};

use super::refusal::{CorrectionError, Refusal};
use super::rulings::{self, Rulings};
use super::subjects::{refuse_tickets, subjects, undone};
use super::{Plan, PlannedMember, PlannedTicket};
use crate::settle::{effective_grade, settle_with};

/// Tickets with their owners.
type Heads = HashMap<TicketId, TicketHead>;

/// Plans a correction under this number, and locks everything that it changes.
pub(super) async fn plan(
    conn: &mut PgConnection,
    guild: GuildId,
    asked: &CorrectionAction,
    number: i32,
    now: DateTime<Utc>,
) -> Result<Plan, CorrectionError> {
    let undone = undone(conn, guild, asked).await?;
    // The tickets are listed once to find the games, and again when nobody can place bets on these
    // games or settle them any more.
    let ids = subjects(conn, guild, asked, undone.as_ref()).await?;
    corrections::lock_games_of(conn, guild, &ids, stated_game(asked)).await?;
    let ids = subjects(conn, guild, asked, undone.as_ref()).await?;
    let keys: Vec<_> = ids.iter().map(|it| (guild, *it)).collect();
    corrections::lock_tickets(conn, guild, &ids).await?;
    let found = settlements::tickets(conn, &keys).await?;
    refuse_tickets(asked, &found)?;
    let rulings = rulings::of(conn, guild, asked, undone.as_ref(), now, &found).await?;
    let ruled: BTreeSet<_> = rulings.keys().map(|(ticket, _)| *ticket).collect();
    let undecided = found.len().saturating_sub(ruled.len());
    let heads = corrections::ticket_heads(conn, guild, &ids).await?;
    let heads: Heads = heads.into_iter().map(|it| (it.ticket, it)).collect();
    let mut plan = Plan {
        tickets: Vec::new(),
        members: Vec::new(),
        undecided,
        rulings: Vec::new(),
        moves: Vec::new(),
        cash: Vec::new(),
        units: units(asked, undone.as_ref()),
        undone,
    };
    plan_tickets(&mut plan, &found, &heads, &rulings, number)?;
    plan.rulings = rulings
        .into_iter()
        .map(|((ticket, leg), held)| Ruling { ticket, leg, held })
        .collect();
    plan_members(conn, guild, &mut plan).await?;
    Ok(plan)
}

/// The game whose score is stated.
const fn stated_game(asked: &CorrectionAction) -> Option<GameId> {
    match asked {
        CorrectionAction::Result { game, .. } => Some(*game),
        _ => None,
    }
}

/// Settles every ticket again that has a leg with a ruling.
fn plan_tickets(
    plan: &mut Plan,
    found: &[TicketToSettle],
    heads: &Heads,
    rulings: &Rulings,
    number: i32,
) -> Result<(), CorrectionError> {
    for ticket in found {
        let legs = (1..).zip(&ticket.legs);
        let ruled: HashMap<i16, &Option<RuledGrade>> = legs
            .filter_map(|(leg, _)| Some((leg, rulings.get(&(ticket.ticket, leg))?)))
            .collect();
        let Some(head) = heads.get(&ticket.ticket).filter(|_| !ruled.is_empty()) else {
            continue;
        };
        let before = TicketStatus {
            state: ticket.state,
            returned: ticket.returned,
        };
        // A ticket that its owner cancelled stays cancelled, whatever is ruled of its legs.
        if ticket.state == TicketState::Cancelled {
            plan.tickets.push(planned(ticket, head, before, before));
            continue;
        }
        let moved = settle_anew(ticket, &ruled, number)?;
        let after = TicketStatus {
            state: moved.state,
            returned: moved.returned,
        };
        let planned = planned(ticket, head, before, after);
        if planned.changes() {
            plan.moves.push(moved);
        }
        plan.tickets.push(planned);
    }
    Ok(())
}

/// A ticket before and after the correction.
fn planned(
    ticket: &TicketToSettle,
    head: &TicketHead,
    before: TicketStatus,
    after: TicketStatus,
) -> PlannedTicket {
    PlannedTicket {
        ticket: ticket.ticket,
        code: head.code.clone(),
        member: head.member,
        owner: head.owner,
        owner_name: head.owner_name.clone(),
        stake: head.stake,
        before,
        after,
    }
}

/// The next state of a ticket under these rulings.
fn settle_anew(
    ticket: &TicketToSettle,
    ruled: &HashMap<i16, &Option<RuledGrade>>,
    number: i32,
) -> Result<HeadMove, CorrectionError> {
    let legs = (1..).zip(&ticket.legs);
    let decided = legs.map(|(leg, it)| match ruled.get(&leg) {
        Some(Some(held)) => Some((-number, LegGrades::ruled(held.shares, &it.agreed))),
        // The ruling is lifted: the result decides again.
        Some(None) => it.grade,
        None => effective_grade(it, it.grade),
    });
    let moved = settle_with(ticket, &decided.collect::<Vec<_>>());
    moved.map_err(|source| CorrectionError::Ticket {
        ticket: ticket.ticket,
        source,
    })
}

/// The units that the correction itself moves: the member, whether they are given, and the amount.
fn units(asked: &CorrectionAction, undone: Option<&Correction>) -> Option<(MemberId, bool, Units)> {
    match (*asked, undone.map(|it| it.asked)) {
        (CorrectionAction::Grant { member, units }, _) => Some((member, true, units)),
        (CorrectionAction::Take { member, units }, _) => Some((member, false, units)),
        (CorrectionAction::Undo { .. }, Some(CorrectionAction::Grant { member, units })) => {
            Some((member, false, units))
        }
        (CorrectionAction::Undo { .. }, Some(CorrectionAction::Take { member, units })) => {
            Some((member, true, units))
        }
        _ => None,
    }
}

/// Whose cash changes, from what to what. Locks their accounts.
async fn plan_members(
    conn: &mut PgConnection,
    guild: GuildId,
    plan: &mut Plan,
) -> Result<(), CorrectionError> {
    let mut moved: BTreeMap<MemberId, Units> = BTreeMap::new();
    for it in plan.changed() {
        let came = |it: &TicketStatus| it.returned.unwrap_or(Units::ZERO);
        let change = came(&it.after) - came(&it.before);
        let sum = moved.entry(it.member).or_default();
        *sum = *sum + change;
    }
    if let Some((member, gives, units)) = plan.units {
        let change = if gives { units } else { -units };
        let sum = moved.entry(member).or_default();
        *sum = *sum + change;
    }
    let ids: Vec<_> = moved.keys().copied().collect();
    plan.cash = corrections::lock_members(conn, guild, &ids).await?;
    if plan.units.is_some() && plan.cash.is_empty() {
        return Err(Refusal::NoMember.into());
    }
    let members = plan.cash.iter().filter_map(|it| {
        let change = moved.get(&it.member).copied()?;
        (change != Units::ZERO).then(|| PlannedMember {
            name: it.name.clone(),
            before: it.cash,
            after: it.cash + change,
        })
    });
    plan.members = members.collect();
    plan.members.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(())
}
