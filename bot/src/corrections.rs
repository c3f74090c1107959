//! The use case of admins: what a decision would do, and doing it. Both are the same reckoning
//! over the same rows; the preview takes it back.
//!
//! The money is worked out by `grading`, as for every settlement, and applied by the database's
//! one function. What a decision moved is undone by another decision, never by changing it.

mod reckoning;
mod rules;
mod subjects;

use std::collections::HashMap;
use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use shared::id::{
    ChannelId, CorrectionId, DiscordUserId, GuildId, InteractionId, MemberId, TicketId,
};
use shared::ticket::TicketCode;
use shared::units::Units;
use sqlx::{PgConnection, PgPool};
use store::StoreError;
use store::corrections::{
    self, Asked, CorrectedTicket, Correction, MemberCash, NewCorrection, Ruling, Standing, Way,
};
use store::settlements::HeadMove;

use crate::errors::Failure;

use reckoning::plan;
use subjects::refuse_undone;

/// The most units that a decision may give or take.
pub(crate) const UNITS_MAX: Units = Units::whole(1_000_000);
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
    /// By which interaction. Reactions have none.
    pub(crate) interaction: Option<InteractionId>,
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
    // A press that comes again has been answered: that it was refused, or that things have changed.
    if let Some(pressed) = who.interaction
        && !store::interactions::begin(&mut tx, guild, pressed).await?
    {
        return Ok(Decided::Changed);
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

/// Keeps that a press was refused, so that it stays so when Discord sends it again. Answers with
/// what the admin is told.
pub(crate) async fn refused(pool: &PgPool, who: &Decider, failure: Failure) -> Failure {
    let (Failure::Refused(_), Some(pressed)) = (&failure, who.interaction) else {
        return failure;
    };
    match keep_refusal(pool, who.guild, pressed).await {
        Ok(()) => failure,
        Err(error) => error.into(),
    }
}

async fn keep_refusal(
    pool: &PgPool,
    guild: GuildId,
    pressed: InteractionId,
) -> Result<(), StoreError> {
    let mut tx = store::begin_guild(pool, guild).await?;
    store::interactions::begin(&mut tx, guild, pressed).await?;
    tx.commit().await?;
    Ok(())
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
