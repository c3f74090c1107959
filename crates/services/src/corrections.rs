//! Corrections by a server's admins. A preview runs the same calculation on the same rows as the
//! correction itself, and is rolled back.
//!
//! `grading` works out the money, as for every settlement, and one function of the database writes
//! it. A correction is undone by another correction, never by changing it.

mod apply;
mod plan;
mod refusal;
mod rulings;
mod subjects;

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use shared::id::{DiscordUserId, GuildId, InteractionId, MemberId, TicketId};
use shared::ticket::TicketCode;
use shared::units::Units;
use sqlx::PgPool;
use store::corrections::{
    self, Correction, CorrectionAction, MemberCash, NewCorrection, Ruling, TicketStatus,
};
use store::settlements::HeadMove;

use apply::apply;
use plan::plan;
use subjects::refuse_undone;

pub use refusal::{CorrectionError, Refusal};

/// The most units that one correction may give or take.
pub const UNITS_MAX: Units = Units::whole(1_000_000);

/// What a correction changes on one ticket.
#[derive(Clone, Debug)]
pub struct PlannedTicket {
    /// The ticket.
    pub ticket: TicketId,
    /// Its code.
    pub code: TicketCode,
    /// The member who placed it.
    pub member: MemberId,
    /// The owner's Discord account.
    pub owner: DiscordUserId,
    /// The owner's display name.
    pub owner_name: String,
    /// The stake.
    pub stake: Units,
    /// Its current status.
    pub before: TicketStatus,
    /// Its status after the correction.
    pub after: TicketStatus,
}

impl PlannedTicket {
    /// Whether its status changes.
    pub fn changes(&self) -> bool {
        self.before != self.after
    }
}

/// What a correction changes on one member's cash.
#[derive(Clone, Debug)]
pub struct PlannedMember {
    /// Their display name.
    pub name: String,
    /// Their current cash.
    pub before: Units,
    /// Their cash after the correction. May be below zero.
    pub after: Units,
}

/// Everything that a correction would do.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Every ticket that gets a ruling, changed or not.
    pub tickets: Vec<PlannedTicket>,
    /// Every member whose cash changes, in order of their names.
    pub members: Vec<PlannedMember>,
    /// How many tickets on the game the stated score does not decide. They stay as they are.
    pub undecided: usize,
    /// The correction that is undone, if one is.
    pub undone: Option<Correction>,
    rulings: Vec<Ruling>,
    moves: Vec<HeadMove>,
    cash: Vec<MemberCash>,
    units: Option<(MemberId, bool, Units)>,
}

impl Plan {
    /// A digest of the preview, compared when it is confirmed. Balances change all the time and are
    /// not part of it; whether they fall below zero is.
    pub fn digest(&self) -> String {
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

    /// The tickets whose status changes.
    pub fn changed(&self) -> impl Iterator<Item = &PlannedTicket> {
        self.tickets.iter().filter(|it| it.changes())
    }
}

/// A correction that an admin wants to make.
#[derive(Clone, Debug)]
pub struct CorrectionRequest<'a> {
    /// The correction. Its id is derived from its cause, so that it is made only once.
    pub new: &'a NewCorrection,
    /// The digest of the preview that the admin saw. `None` if there was no preview.
    pub shown: Option<&'a str>,
    /// The current time.
    pub now: DateTime<Utc>,
    /// The interaction that requests it, which Discord may send again. Reactions have none.
    pub interaction: Option<InteractionId>,
}

/// What making a correction came to.
#[derive(Clone, Debug)]
pub enum CorrectionOutcome {
    /// It was made, under this number.
    Now(i32, Box<Plan>),
    /// It was made before, under this number.
    Before(i32),
    /// It would do something else than the preview showed. Nothing has changed.
    Changed,
}

/// Works out what a correction would do now. Changes nothing.
///
/// # Errors
/// The refusal, or the database's error.
pub async fn preview(
    pool: &PgPool,
    guild: GuildId,
    asked: &CorrectionAction,
    now: DateTime<Utc>,
) -> Result<Plan, CorrectionError> {
    let mut tx = store::begin_guild(pool, guild).await?;
    refuse_undone(&mut tx, guild, asked).await?;
    let plan = plan(&mut tx, guild, asked, 0, now).await?;
    tx.rollback().await?;
    Ok(plan)
}

/// Makes a correction in one transaction. The first answer to an interaction is recorded, including
/// a refusal, so that an interaction that arrives again never makes what its first answer refused.
///
/// # Errors
/// The refusal, or the database's error.
pub async fn make(
    pool: &PgPool,
    request: &CorrectionRequest<'_>,
) -> Result<CorrectionOutcome, CorrectionError> {
    let made = make_once(pool, request).await;
    let is_refused = match &made {
        Err(CorrectionError::Refused(_)) => true,
        // The answer after a timeout says that nothing has changed.
        Err(CorrectionError::Store(error)) => {
            error.is_lock_timeout() || error.is_statement_timeout()
        }
        _ => false,
    };
    if let Some(interaction) = request.interaction.filter(|_| is_refused) {
        let guild = request.new.guild;
        let mut tx = store::begin_guild(pool, guild).await?;
        store::interactions::begin(&mut tx, guild, interaction).await?;
        tx.commit().await?;
    }
    made
}

async fn make_once(
    pool: &PgPool,
    request: &CorrectionRequest<'_>,
) -> Result<CorrectionOutcome, CorrectionError> {
    let (new, guild) = (request.new, request.new.guild);
    let mut tx = store::begin_guild(pool, guild).await?;
    store::guilds::lock(&mut tx, guild).await?;
    if let Some(stands) = corrections::by_id(&mut tx, guild, new.id).await? {
        return Ok(CorrectionOutcome::Before(stands.number));
    }
    // An interaction that arrives again was already answered: refused, or out of date.
    if let Some(interaction) = request.interaction
        && !store::interactions::begin(&mut tx, guild, interaction).await?
    {
        return Ok(CorrectionOutcome::Changed);
    }
    refuse_undone(&mut tx, guild, &new.asked).await?;
    let number = corrections::append(&mut tx, new).await?;
    let plan = plan(&mut tx, guild, &new.asked, number, request.now).await?;
    if request.shown.is_some_and(|it| it != plan.digest()) {
        tx.rollback().await?;
        return Ok(CorrectionOutcome::Changed);
    }
    apply(&mut tx, new, number, &plan, request.interaction).await?;
    corrections::delete_draft(&mut tx, guild, new.id).await?;
    store::notify::notify(&mut tx, store::notify::NOTICES).await?;
    tx.commit().await?;
    Ok(CorrectionOutcome::Now(number, Box::new(plan)))
}
