//! Corrections: what a server's admins decide about its tickets and balances, always with a reason.
//! A correction is drafted, previewed and confirmed, and can be undone by another one. Existing
//! rows are never changed.
//!
//! A ruling fixes the grade of one leg of one ticket. It takes precedence over results until the
//! leg gets another ruling, or the ruling is lifted.

mod drafts;
mod read;
mod write;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use shared::grade::LegOutcome;
use shared::id::{ChannelId, CorrectionId, DiscordUserId, GameId, GuildId, MemberId, TicketId};
use shared::ticket::{TicketCode, TicketState};
use shared::units::Units;

use crate::grades::GradeShares;

pub use drafts::{Draft, delete_draft, draft, record_preview, save_draft};
pub(crate) use read::unnamed;
pub use read::{
    by_id, corrected_members, corrected_tickets, games_begun, held_before, later_on, log, members,
    members_by_correction, of_slip, on_game, recent, rulings_of, ticket_heads,
    tickets_by_correction,
};
pub use write::{
    append, leave_notice, lock_games_of, lock_members, lock_tickets, move_heads, move_units,
    record_members, record_tickets, write_rulings,
};

/// The longest reason, in characters.
pub const REASON_CHARS_MAX: usize = 400;

/// What a correction does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CorrectionAction {
    /// Voids every leg of a ticket.
    Void {
        /// The ticket.
        ticket: TicketId,
    },
    /// Gives one leg of a ticket another outcome.
    Regrade {
        /// The ticket.
        ticket: TicketId,
        /// The leg's number, from 1.
        leg: i16,
        /// The outcome.
        outcome: LegOutcome,
    },
    /// States the score of a game, for this server's tickets.
    Result {
        /// The game.
        game: GameId,
        /// The home side's full score.
        home: i32,
        /// The away side's full score.
        away: i32,
    },
    /// Grades a ticket that was written by hand.
    Grade {
        /// The ticket.
        ticket: TicketId,
        /// The outcome.
        outcome: LegOutcome,
    },
    /// Gives a member units.
    Grant {
        /// The member.
        member: MemberId,
        /// The amount.
        units: Units,
    },
    /// Takes units from a member.
    Take {
        /// The member.
        member: MemberId,
        /// The amount.
        units: Units,
    },
    /// Undoes an earlier correction.
    Undo {
        /// The correction to undo.
        correction: CorrectionId,
    },
}

impl CorrectionAction {
    /// The word that is stored.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Void { .. } => "void",
            Self::Regrade { .. } => "regrade",
            Self::Result { .. } => "result",
            Self::Grade { .. } => "grade",
            Self::Grant { .. } => "grant",
            Self::Take { .. } => "take",
            Self::Undo { .. } => "undo",
        }
    }
}

/// How an admin made a correction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CorrectionSource {
    /// By a command, with a preview.
    Command,
    /// By a reaction to the ticket's slip.
    Reaction,
}

impl CorrectionSource {
    /// The word that is stored.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::Reaction => "reaction",
        }
    }

    /// The source that this stored word names.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Command, Self::Reaction]
            .into_iter()
            .find(|it| it.word() == word)
    }
}

/// A correction to be written.
#[derive(Clone, Debug)]
pub struct NewCorrection {
    /// The server.
    pub guild: GuildId,
    /// Derived from what caused it, so that the same cause never makes two corrections.
    pub id: CorrectionId,
    /// What it does.
    pub asked: CorrectionAction,
    /// How it was made.
    pub source: CorrectionSource,
    /// The admin.
    pub actor: DiscordUserId,
    /// The admin's display name.
    pub actor_name: String,
    /// The reason. Never blank.
    pub reason: String,
    /// The channel in which the admin acted.
    pub channel: ChannelId,
}

/// A correction in the books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Its id.
    pub id: CorrectionId,
    /// Its number in this server, from 1.
    pub number: i32,
    /// What it does.
    pub asked: CorrectionAction,
    /// How it was made.
    pub source: CorrectionSource,
    /// The admin.
    pub actor: DiscordUserId,
    /// The admin's display name at the time.
    pub actor_name: String,
    /// The reason.
    pub reason: String,
    /// The channel in which the admin acted.
    pub channel: ChannelId,
    /// When.
    pub made_at: DateTime<Utc>,
    /// The number of the correction that undid this one.
    pub undone_by: Option<i32>,
    /// The number of the correction that this one undoes.
    pub undoes: Option<i32>,
    /// The code of the ticket that it is about, if it is about one.
    pub code: Option<TicketCode>,
    /// The name of the member that it is about, if it is about one.
    pub member_name: Option<String>,
}

/// The grade that a ruling gives a leg.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuledGrade {
    /// The outcome and its shares.
    pub shares: GradeShares,
    /// The receipt's canonical bytes, if the grade follows from a stated score.
    pub receipt: Option<Vec<u8>>,
}

/// A ruling on one leg. Without a grade it returns the leg to the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// The ticket.
    pub ticket: TicketId,
    /// The leg's number, from 1.
    pub leg: i16,
    /// The grade.
    pub held: Option<RuledGrade>,
}

/// What a ticket has come to at one point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TicketStatus {
    /// Its state.
    pub state: TicketState,
    /// What it returned. `None` while it is open.
    pub returned: Option<Units>,
}

/// What a correction changed on a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectedTicket {
    /// The ticket.
    pub ticket: TicketId,
    /// The number of the settlement that was appended. `None` if nothing changed.
    pub sequence: Option<i32>,
    /// Before the correction.
    pub before: TicketStatus,
    /// After the correction.
    pub after: TicketStatus,
}

/// A ticket with its owner, for admins who choose one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketHead {
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
}

/// A member with their cash balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberCash {
    /// The member.
    pub member: MemberId,
    /// Their Discord account.
    pub user: DiscordUserId,
    /// Their display name.
    pub name: String,
    /// Their cash.
    pub cash: Units,
}

/// A member whose cash a correction changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectedMember {
    /// The member.
    pub member: MemberId,
    /// Their Discord account.
    pub user: DiscordUserId,
    /// Their display name.
    pub name: String,
    /// Whether they asked to be mentioned.
    pub is_pinged: bool,
    /// Cash before.
    pub before: Units,
    /// Cash after.
    pub after: Units,
}

/// A page of a server's corrections, with their total number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionLog {
    /// Newest first.
    pub corrections: Vec<Correction>,
    /// The total number.
    pub total: i64,
}

/// A ticket, found by the message of its slip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlipGraded {
    /// The ticket.
    pub ticket: TicketId,
    /// Its code.
    pub code: TicketCode,
    /// The owner's Discord account.
    pub owner: DiscordUserId,
    /// Whether it was written by hand and is graded by people.
    pub is_manual: bool,
    /// Whether it is still open.
    pub is_open: bool,
    /// How many settlements it has had.
    pub settled_seq: i32,
    /// How many legs it has.
    pub legs: i64,
    /// The latest start of its games.
    pub starts_at: DateTime<Utc>,
}
