//! The use case of admins: what a decision would do, and doing it. Both are the same reckoning
//! over the same rows; the preview takes it back.
//!
//! The money is worked out by `grading`, as for every settlement, and applied by the database's
//! one function. What a decision moved is undone by another decision, never by changing it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use grading::{HouseRules, LegSettled, LegState, TicketProgress};
use sha2::{Digest, Sha256};
use shared::competitor::Role;
use shared::game::{GameResult, GameStatus, Period, PeriodScore};
use shared::grade::LegOutcome;
use shared::id::{ChannelId, CorrectionId, DiscordUserId, GameId, GuildId, MemberId, TicketId};
use shared::market::MarketKind;
use shared::ticket::{TicketCode, TicketState};
use shared::units::Units;
use sqlx::{PgConnection, PgPool};
use store::corrections::{
    self, Asked, CorrectedTicket, Correction, Held, MemberCash, NewCorrection, Ruling, Standing,
    Way,
};
use store::grades::GradeShares;
use store::settlements::{self, HeadMove, TicketToSettle};

use crate::errors::{Failure, refuse, refuse_with};

/// The most tickets that one decision may be about: it is one transaction.
const TICKETS_MAX: i64 = 10_000;
/// The most units that a decision may give or take.
pub(crate) const UNITS_MAX: Units = Units::whole(1_000_000);
/// Who says so, in the receipt of a score that an admin stated.
const PROVIDER: &str = "admin";

/// A ticket as a decision finds it, and as it leaves it.
#[derive(Clone, Debug)]
pub(crate) struct PlannedTicket {
    pub(crate) ticket: TicketId,
    pub(crate) code: TicketCode,
    pub(crate) member: MemberId,
    pub(crate) owner: DiscordUserId,
    pub(crate) owner_name: String,
    pub(crate) stake: Units,
    pub(crate) before: Standing,
    pub(crate) after: Standing,
}

impl PlannedTicket {
    /// Whether it comes to something else.
    pub(crate) fn changes(&self) -> bool {
        self.before != self.after
    }
}

/// A member whose cash a decision moves.
#[derive(Clone, Debug)]
pub(crate) struct PlannedMember {
    pub(crate) name: String,
    pub(crate) before: Units,
    pub(crate) after: Units,
}

/// All that a decision does.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// Every ticket that is ruled on.
    pub(crate) tickets: Vec<PlannedTicket>,
    /// Every member whose cash moves, in the order of their names.
    pub(crate) members: Vec<PlannedMember>,
    /// Tickets on the game that the stated score does not decide: they stay as they are.
    pub(crate) undecided: usize,
    /// What is undone.
    pub(crate) undone: Option<Correction>,
    rulings: Vec<Ruling>,
    moves: Vec<HeadMove>,
    cash: Vec<MemberCash>,
    units: Option<(MemberId, bool, Units)>,
}

impl Plan {
    /// What was shown of it, to tell whether that is still so when it is confirmed. Balances move
    /// all the time and are not part of it; whether they fall below zero is.
    pub(crate) fn digest(&self) -> String {
        let mut text = String::new();
        for it in &self.tickets {
            let _ = write!(text, "{}{:?}{:?};", it.ticket, it.before, it.after);
        }
        for it in &self.members {
            let (moved, below) = (it.after - it.before, it.after < Units::ZERO);
            let _ = write!(text, "{}{moved}{below};", it.name);
        }
        let hash = Sha256::digest(text.as_bytes());
        hash.iter().take(8).map(|it| format!("{it:02x}")).collect()
    }

    /// The tickets that come to something else.
    pub(crate) fn changed(&self) -> impl Iterator<Item = &PlannedTicket> {
        self.tickets.iter().filter(|it| it.changes())
    }
}

/// Who decides, where, and how.
#[derive(Clone, Debug)]
pub(crate) struct Decider {
    pub(crate) guild: GuildId,
    pub(crate) actor: DiscordUserId,
    pub(crate) name: String,
    pub(crate) channel: ChannelId,
    pub(crate) way: Way,
    pub(crate) now: DateTime<Utc>,
}

/// What came of confirming.
pub(crate) enum Decided {
    /// It stands, under this number.
    Done(i32, Box<Plan>),
    /// It stood before: the same was confirmed already.
    Before(i32),
    /// It would do something else now than what was shown.
    Changed,
}

/// What a decision would do now. Changes nothing.
///
/// # Errors
/// A refusal in words, or what the database says.
pub(crate) async fn preview(
    pool: &PgPool,
    guild: GuildId,
    asked: &Asked,
    now: DateTime<Utc>,
) -> Result<Plan, Failure> {
    let mut tx = store::begin_guild(pool, guild).await?;
    refuse_undone(&mut tx, guild, asked).await?;
    let plan = plan(&mut tx, guild, asked, 0, now).await?;
    tx.rollback().await?;
    Ok(plan)
}

/// Makes a decision stand, in one transaction. `shown` is the digest of what was confirmed;
/// without one nothing was shown first.
///
/// # Errors
/// A refusal in words, or what the database says.
pub(crate) async fn decide(
    pool: &PgPool,
    who: &Decider,
    id: CorrectionId,
    (asked, reason): (&Asked, &str),
    shown: Option<&str>,
) -> Result<Decided, Failure> {
    let guild = who.guild;
    let mut tx = store::begin_guild(pool, guild).await?;
    store::guilds::lock(&mut tx, guild).await?;
    if let Some(stands) = corrections::by_id(&mut tx, guild, id).await? {
        return Ok(Decided::Before(stands.number));
    }
    let new = NewCorrection {
        guild,
        id,
        asked: *asked,
        way: who.way,
        actor: who.actor,
        actor_name: who.name.clone(),
        reason: reason.to_owned(),
        channel: who.channel,
    };
    refuse_undone(&mut tx, guild, asked).await?;
    let number = corrections::append(&mut tx, &new).await?;
    let plan = plan(&mut tx, guild, asked, number, who.now).await?;
    if shown.is_some_and(|it| it != plan.digest()) {
        tx.rollback().await?;
        return Ok(Decided::Changed);
    }
    apply(&mut tx, &new, number, &plan).await?;
    corrections::forget_draft(&mut tx, guild, id).await?;
    store::wake::wake(&mut tx, store::wake::NOTICES).await?;
    tx.commit().await?;
    Ok(Decided::Done(number, Box::new(plan)))
}

async fn apply(
    conn: &mut PgConnection,
    new: &NewCorrection,
    number: i32,
    plan: &Plan,
) -> Result<(), Failure> {
    let guild = new.guild;
    corrections::rule(conn, guild, number, &plan.rulings).await?;
    let moved = corrections::move_heads(conn, guild, &plan.moves).await?;
    if moved.len() != plan.moves.len() {
        let (moved, wanted) = (moved.len(), plan.moves.len());
        let said = format!("correction {number} moved {moved} of {wanted} tickets");
        return Err(Failure::Unexpected(said));
    }
    if let Some((member, gives, units)) = plan.units {
        corrections::move_units(conn, guild, new.id, member, gives, units).await?;
    }
    let sequences: HashMap<TicketId, i32> = moved.into_iter().collect();
    let noted: Vec<_> = plan
        .tickets
        .iter()
        .map(|it| CorrectedTicket {
            ticket: it.ticket,
            sequence: sequences.get(&it.ticket).copied(),
            before: it.before,
            after: it.after,
        })
        .collect();
    corrections::note_tickets(conn, guild, new.id, &noted).await?;
    corrections::note_members(conn, guild, new.id, &plan.cash).await?;
    corrections::tell(conn, guild, new.id, number).await?;
    Ok(())
}

/// What is to hold of which legs, by ticket and leg.
type Rules = BTreeMap<(TicketId, i16), Option<Held>>;

async fn plan(
    conn: &mut PgConnection,
    guild: GuildId,
    asked: &Asked,
    number: i32,
    now: DateTime<Utc>,
) -> Result<Plan, Failure> {
    let undone = undone(conn, guild, asked).await?;
    let ids = subjects(conn, guild, asked, undone.as_ref()).await?;
    let keys: Vec<_> = ids.iter().map(|it| (guild, *it)).collect();
    corrections::lock_tickets(conn, guild, &ids).await?;
    let found = settlements::tickets(conn, &keys).await?;
    refuse_tickets(asked, &found)?;
    let rules = match asked {
        Asked::Result { game, home, away } => {
            stated(conn, *game, (*home, *away), now, &found).await?
        }
        Asked::Undo { .. } => match &undone {
            Some(undone) => {
                let before = corrections::held_before(conn, guild, undone.number).await?;
                let before = before.into_iter();
                before.map(|it| ((it.ticket, it.leg), it.held)).collect()
            }
            None => Rules::new(),
        },
        _ => said(asked, &found),
    };
    let ruled: BTreeSet<_> = rules.keys().map(|(ticket, _)| *ticket).collect();
    let undecided = found.len().saturating_sub(ruled.len());
    let heads = corrections::ticket_heads(conn, guild, &ids).await?;
    let heads: HashMap<_, _> = heads.into_iter().map(|it| (it.ticket, it)).collect();
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
    // One that its owner took back stays so, whatever its legs come to.
    let found = found.iter().filter(|it| it.state != TicketState::Cancelled);
    for ticket in found {
        let legs = (1..).zip(&ticket.legs);
        let ruled: HashMap<i16, &Option<Held>> = legs
            .filter_map(|(leg, _)| Some((leg, rules.get(&(ticket.ticket, leg))?)))
            .collect();
        let Some(head) = heads.get(&ticket.ticket).filter(|_| !ruled.is_empty()) else {
            continue;
        };
        let moved = reckon(ticket, &ruled, number)?;
        let (before, after) = (
            Standing {
                state: ticket.state,
                returned: ticket.returned,
            },
            Standing {
                state: moved.state,
                returned: moved.returned,
            },
        );
        plan.tickets.push(PlannedTicket {
            ticket: ticket.ticket,
            code: head.code.clone(),
            member: head.member,
            owner: head.owner,
            owner_name: head.owner_name.clone(),
            stake: head.stake,
            before,
            after,
        });
        if before != after {
            plan.moves.push(moved);
        }
    }
    plan.rulings = rules
        .into_iter()
        .map(|((ticket, leg), held)| Ruling { ticket, leg, held })
        .collect();
    reckon_members(conn, guild, &mut plan).await?;
    Ok(plan)
}

async fn undone(
    conn: &mut PgConnection,
    guild: GuildId,
    asked: &Asked,
) -> Result<Option<Correction>, Failure> {
    let Asked::Undo { correction } = asked else {
        return Ok(None);
    };
    let undone = corrections::by_id(conn, guild, *correction).await?;
    undone.map(Some).ok_or_else(|| refuse("error-stale"))
}

/// That a decision can be undone: it is none that undoes, nobody undid it, and no later one that
/// still holds is about the same legs.
async fn refuse_undone(
    conn: &mut PgConnection,
    guild: GuildId,
    asked: &Asked,
) -> Result<(), Failure> {
    let Some(undone) = undone(conn, guild, asked).await? else {
        return Ok(());
    };
    let number = ("number", undone.number.into());
    if undone.undoes.is_some() {
        return Err(refuse_with("admin-undo-of-undo", vec![number]));
    }
    if let Some(by) = undone.undone_by {
        return Err(refuse_with(
            "admin-undone-before",
            vec![number, ("by", by.into())],
        ));
    }
    match corrections::later_on(conn, guild, undone.number).await? {
        None => Ok(()),
        Some(later) => {
            let places = vec![number, ("later", later.into())];
            Err(refuse_with("admin-undo-later", places))
        }
    }
}

/// The tickets that a decision is about.
async fn subjects(
    conn: &mut PgConnection,
    guild: GuildId,
    asked: &Asked,
    undone: Option<&Correction>,
) -> Result<Vec<TicketId>, Failure> {
    Ok(match asked {
        Asked::Void { ticket } | Asked::Regrade { ticket, .. } | Asked::Grade { ticket, .. } => {
            vec![*ticket]
        }
        Asked::Grant { .. } | Asked::Take { .. } => Vec::new(),
        Asked::Result { game, .. } => {
            let tickets = corrections::on_game(conn, guild, *game, TICKETS_MAX + 1).await?;
            if tickets.len() > usize::try_from(TICKETS_MAX).unwrap_or(usize::MAX) {
                return Err(refuse_with(
                    "admin-too-many",
                    vec![("max", TICKETS_MAX.into())],
                ));
            }
            tickets
        }
        Asked::Undo { .. } => {
            let number = undone.map_or(0, |it| it.number);
            let ruled = corrections::rulings_of(conn, guild, number).await?;
            let mut tickets: Vec<_> = ruled.into_iter().map(|it| it.ticket).collect();
            tickets.sort_unstable();
            tickets.dedup();
            tickets
        }
    })
}

fn refuse_tickets(asked: &Asked, found: &[TicketToSettle]) -> Result<(), Failure> {
    let manual = |it: &TicketToSettle| {
        let mut legs = it.legs.iter();
        legs.any(|it| it.selection.kind == MarketKind::Manual)
    };
    match (asked, found.first()) {
        (Asked::Void { .. } | Asked::Regrade { .. } | Asked::Grade { .. }, None) => {
            Err(refuse("admin-no-ticket"))
        }
        (Asked::Void { .. } | Asked::Regrade { .. } | Asked::Grade { .. }, Some(it))
            if it.state == TicketState::Cancelled =>
        {
            Err(refuse("admin-taken-back"))
        }
        (Asked::Regrade { leg, .. }, Some(it))
            if usize::try_from(*leg).map_or(true, |leg| leg == 0 || leg > it.legs.len()) =>
        {
            let legs = it.legs.len().into();
            Err(refuse_with("admin-no-leg", vec![("legs", legs)]))
        }
        (Asked::Grade { .. }, Some(it)) if !manual(it) => Err(refuse("admin-not-manual")),
        (Asked::Result { .. }, None) => Err(refuse("admin-no-tickets-on-game")),
        _ => Ok(()),
    }
}

/// What an admin says that legs came to.
fn said(asked: &Asked, found: &[TicketToSettle]) -> Rules {
    let held = |outcome: LegOutcome| {
        let (win, refund) = outcome.shares()?;
        Some(Held {
            shares: GradeShares {
                outcome,
                win,
                refund,
            },
            receipt: None,
        })
    };
    let Some(ticket) = found.first() else {
        return Rules::new();
    };
    let id = ticket.ticket;
    match *asked {
        Asked::Regrade { leg, outcome, .. } => Rules::from([((id, leg), held(outcome))]),
        Asked::Grade { outcome, .. } => Rules::from([((id, 1), held(outcome))]),
        Asked::Void { .. } => {
            let legs = (1..).zip(&ticket.legs);
            legs.map(|(leg, _)| ((id, leg), held(LegOutcome::Void)))
                .collect()
        }
        _ => Rules::new(),
    }
}

/// What the server's legs on a game come to under a score that an admin states. A leg that the
/// score alone does not decide stays as it is.
async fn stated(
    conn: &mut PgConnection,
    game: GameId,
    (home, away): (i32, i32),
    now: DateTime<Utc>,
    found: &[TicketToSettle],
) -> Result<Rules, Failure> {
    let games = store::board::games(conn, &[game]).await?;
    let of = games.into_iter().next();
    let of = of.filter(|it| it.written().is_none());
    let of = of.ok_or_else(|| refuse("admin-no-game"))?;
    if of.starts_at > now {
        let at = of.starts_at.timestamp();
        return Err(refuse_with("admin-not-begun", vec![("at", at.into())]));
    }
    let score = |role, points| PeriodScore {
        period: Period::Full,
        role,
        points,
    };
    let result = GameResult {
        game,
        version: 0,
        status: GameStatus::Final,
        scores: vec![score(Role::Home, home), score(Role::Away, away)],
        facts: Default::default(),
        provider: PROVIDER.to_owned(),
        decided_at: now,
    };
    let mut held_by_leg = Rules::new();
    for ticket in found {
        for (number, leg) in (1..).zip(&ticket.legs) {
            if leg.selection.game != game {
                continue;
            }
            let rules = HouseRules::new(of.sport, of.league_code.as_str());
            let rules = rules.at_version(ticket.rule_version);
            let Ok(grade) = grading::grade(&rules, &leg.selection, &result) else {
                continue;
            };
            let receipt = grade.receipt.to_bytes();
            let receipt = receipt.map_err(|error| Failure::Unexpected(error.to_string()))?;
            let held = Held {
                shares: GradeShares {
                    outcome: grade.outcome,
                    win: grade.win,
                    refund: grade.refund,
                },
                receipt: Some(receipt),
            };
            held_by_leg.insert((ticket.ticket, number), Some(held));
        }
    }
    if held_by_leg.is_empty() {
        return Err(refuse("admin-score-decides-nothing"));
    }
    Ok(held_by_leg)
}

/// What a ticket comes to once these legs are held to have come to that.
fn reckon(
    ticket: &TicketToSettle,
    ruled: &HashMap<i16, &Option<Held>>,
    number: i32,
) -> Result<HeadMove, Failure> {
    let mut legs = Vec::with_capacity(ticket.legs.len());
    let mut result_versions = Vec::with_capacity(ticket.legs.len());
    for (leg, it) in (1..).zip(&ticket.legs) {
        let decided = match ruled.get(&leg) {
            Some(Some(held)) => Some((-number, held.shares)),
            // Lifted: the result decides again.
            Some(None) => it.grade,
            None => it.decided(it.grade),
        };
        result_versions.push(decided.map_or(0, |(version, _)| version));
        legs.push(LegSettled {
            price: it.price,
            state: decided.map_or(LegState::Pending, |(_, it)| LegState::Graded {
                outcome: it.outcome,
                win: it.win,
                refund: it.refund,
            }),
        });
    }
    let progress = grading::settle(ticket.kind, ticket.stake, &legs);
    let progress = progress
        .map_err(|error| Failure::Unexpected(format!("ticket {}: {error}", ticket.ticket)))?;
    let (state, returned, multiplier) = match progress {
        TicketProgress::Pending { .. } => (TicketState::Open, None, None),
        TicketProgress::Settled {
            state,
            returned,
            multiplier,
        } => {
            let multiplier = (multiplier.num().to_string(), multiplier.den().to_string());
            (state, Some(returned), Some(multiplier))
        }
    };
    Ok(HeadMove {
        guild: ticket.guild,
        ticket: ticket.ticket,
        expected: ticket.settled_seq,
        state,
        returned,
        multiplier,
        result_versions,
        settings_digest: ticket.settings_digest.clone(),
    })
}

/// The units that a decision moves by itself: whose, whether they are given, how many.
fn units(asked: &Asked, undone: Option<&Correction>) -> Option<(MemberId, bool, Units)> {
    match (*asked, undone.map(|it| it.asked)) {
        (Asked::Grant { member, units }, _) => Some((member, true, units)),
        (Asked::Take { member, units }, _) => Some((member, false, units)),
        (Asked::Undo { .. }, Some(Asked::Grant { member, units })) => Some((member, false, units)),
        (Asked::Undo { .. }, Some(Asked::Take { member, units })) => Some((member, true, units)),
        _ => None,
    }
}

/// Whose cash moves, from what to what. Locks their accounts.
async fn reckon_members(
    conn: &mut PgConnection,
    guild: GuildId,
    plan: &mut Plan,
) -> Result<(), Failure> {
    let mut moved: BTreeMap<MemberId, Units> = BTreeMap::new();
    for it in plan.changed() {
        let came = |it: &Standing| it.returned.unwrap_or(Units::ZERO);
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
        return Err(refuse("admin-no-member"));
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
