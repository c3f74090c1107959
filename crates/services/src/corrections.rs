//! What admins of a server correct. A preview and making a correction stand are the same
//! calculation over the same rows; the preview rolls it back.
//!
//! The money is worked out by `grading`, as for every settlement, and written by the database's
//! one function. What a correction changed is undone by another correction, never by changing it.

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
use store::corrections::{self, Asked, Correction, MemberCash, NewCorrection, Ruling, Standing};
use store::settlements::HeadMove;

use apply::apply;
use plan::plan;
use subjects::refuse_undone;

pub use refusal::{CorrectionError, Refusal};

/// The most units that a correction may give or take.
pub const UNITS_MAX: Units = Units::whole(1_000_000);

/// A ticket as a correction finds it, and as it leaves it.
#[derive(Clone, Debug)]
pub struct PlannedTicket {
    /// Which ticket.
    pub ticket: TicketId,
    /// Its name for people.
    pub code: TicketCode,
    /// Whose it is.
    pub member: MemberId,
    /// The owner's Discord account.
    pub owner: DiscordUserId,
    /// The owner's display name.
    pub owner_name: String,
    /// What was put in.
    pub stake: Units,
    /// Where it stands.
    pub before: Standing,
    /// Where the correction leaves it.
    pub after: Standing,
}

impl PlannedTicket {
    /// Whether it comes to something else.
    pub fn changes(&self) -> bool {
        self.before != self.after
    }
}

/// A member whose cash a correction moves.
#[derive(Clone, Debug)]
pub struct PlannedMember {
    /// Their display name.
    pub name: String,
    /// What they have to bet with.
    pub before: Units,
    /// What they would have; it may be below zero.
    pub after: Units,
}

/// All that a correction does.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Every ticket that is ruled on.
    pub tickets: Vec<PlannedTicket>,
    /// Every member whose cash moves, in the order of their names.
    pub members: Vec<PlannedMember>,
    /// Tickets on the game that the stated score does not decide: they stay as they are.
    pub undecided: usize,
    /// What is undone.
    pub undone: Option<Correction>,
    rulings: Vec<Ruling>,
    moves: Vec<HeadMove>,
    cash: Vec<MemberCash>,
    units: Option<(MemberId, bool, Units)>,
}

impl Plan {
    /// What was shown of it, to tell whether that is still so when it is confirmed. Balances move
    /// all the time and are not part of it; whether they fall below zero is.
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

    /// The tickets that come to something else.
    pub fn changed(&self) -> impl Iterator<Item = &PlannedTicket> {
        self.tickets.iter().filter(|it| it.changes())
    }
}

/// A correction that an admin asks to be made.
#[derive(Clone, Debug)]
pub struct CorrectionRequest<'a> {
    /// What is to stand. Its id follows from what caused it, so that making it twice makes it once.
    pub new: &'a NewCorrection,
    /// The digest of what the admin was shown. Nothing: nothing was shown first.
    pub shown: Option<&'a str>,
    /// When it is made.
    pub now: DateTime<Utc>,
    /// The interaction that asks for it, which Discord may send again. Reactions have none.
    pub interaction: Option<InteractionId>,
}

/// What came of a correction.
#[derive(Clone, Debug)]
pub enum Made {
    /// It stands, under this number.
    Now(i32, Box<Plan>),
    /// It stood before, under this number.
    Before(i32),
    /// It would do something else now than what was shown. Nothing has changed.
    Changed,
}

/// What a correction would do now. Changes nothing.
///
/// # Errors
/// Why it cannot be made, or what the database says.
pub async fn preview(
    pool: &PgPool,
    guild: GuildId,
    asked: &Asked,
    now: DateTime<Utc>,
) -> Result<Plan, CorrectionError> {
    let mut tx = store::begin_guild(pool, guild).await?;
    refuse_undone(&mut tx, guild, asked).await?;
    let plan = plan(&mut tx, guild, asked, 0, now).await?;
    tx.rollback().await?;
    Ok(plan)
}

/// Makes a correction stand, in one transaction. An interaction that comes again makes nothing that
/// its first answer said was not made: what it was answered is recorded, a refusal too.
///
/// # Errors
/// Why it cannot be made, or what the database says.
pub async fn make(pool: &PgPool, request: &CorrectionRequest<'_>) -> Result<Made, CorrectionError> {
    let made = make_once(pool, request).await;
    let is_refused = match &made {
        Err(CorrectionError::Refused(_)) => true,
        // Whoever waited for too long is told that nothing has changed.
        Err(CorrectionError::Store(error)) => error.is_lock_timeout(),
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
) -> Result<Made, CorrectionError> {
    let (new, guild) = (request.new, request.new.guild);
    let mut tx = store::begin_guild(pool, guild).await?;
    store::guilds::lock(&mut tx, guild).await?;
    if let Some(stands) = corrections::by_id(&mut tx, guild, new.id).await? {
        return Ok(Made::Before(stands.number));
    }
    // One that comes again has been answered: that it was refused, or that things have changed.
    if let Some(interaction) = request.interaction
        && !store::interactions::begin(&mut tx, guild, interaction).await?
    {
        return Ok(Made::Changed);
    }
    refuse_undone(&mut tx, guild, &new.asked).await?;
    let number = corrections::append(&mut tx, new).await?;
    let plan = plan(&mut tx, guild, &new.asked, number, request.now).await?;
    if request.shown.is_some_and(|it| it != plan.digest()) {
        tx.rollback().await?;
        return Ok(Made::Changed);
    }
    apply(&mut tx, new, number, &plan).await?;
    corrections::forget_draft(&mut tx, guild, new.id).await?;
    store::wake::wake(&mut tx, store::wake::NOTICES).await?;
    tx.commit().await?;
    Ok(Made::Now(number, Box::new(plan)))
}
