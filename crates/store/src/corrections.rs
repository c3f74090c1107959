//! What admins of a server decide about its own tickets and balances, with a reason: asked for,
//! shown, confirmed, and undone by another decision. Nothing that stands is changed.
//!
//! A ruling says what one leg of one ticket is held to have come to. It stands over whatever the
//! results say, until another ruling on the leg, or one that lifts it.

mod drafts;
mod making;
mod reading;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use shared::grade::LegOutcome;
use shared::id::{ChannelId, CorrectionId, DiscordUserId, GameId, GuildId, MemberId, TicketId};
use shared::ticket::{TicketCode, TicketState};
use shared::units::Units;

use crate::grades::GradeShares;

pub use drafts::{Draft, draft, forget_draft, keep_draft, prune_drafts, show_draft};
pub use making::{
    append, lock_games_of, lock_members, lock_tickets, move_heads, move_units, note_members,
    note_tickets, rule, tell,
};
pub(crate) use reading::unnamed;
pub use reading::{
    by_id, corrected_members, corrected_tickets, games_begun, held_before, later_on, log, members,
    of_slip, on_game, recent, ruled, rulings_of, ticket_heads,
};

/// The longest reason.
pub const REASON_CHARS_MAX: usize = 400;

/// What an admin asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Asked {
    /// No leg of this ticket counts.
    Void {
        /// The ticket.
        ticket: TicketId,
    },
    /// A leg of this ticket came to that.
    Regrade {
        /// The ticket.
        ticket: TicketId,
        /// The leg's number, from 1.
        leg: i16,
        /// What it came to.
        outcome: LegOutcome,
    },
    /// For this server's tickets, the game ended with this score.
    Result {
        /// The game.
        game: GameId,
        /// What the home side scored in all.
        home: i32,
        /// What the away side scored in all.
        away: i32,
    },
    /// A ticket that was written by hand came to that.
    Grade {
        /// The ticket.
        ticket: TicketId,
        /// What it came to.
        outcome: LegOutcome,
    },
    /// A member gets units.
    Grant {
        /// Who.
        member: MemberId,
        /// How many.
        units: Units,
    },
    /// A member gives units up.
    Take {
        /// Who.
        member: MemberId,
        /// How many.
        units: Units,
    },
    /// An earlier decision no longer holds.
    Undo {
        /// Which.
        correction: CorrectionId,
    },
}

impl Asked {
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

/// By which way an admin decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A command, with preview.
    Command,
    /// A reaction on the ticket's slip.
    Reaction,
}

impl Way {
    /// The word that is stored.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::Reaction => "reaction",
        }
    }

    /// What a stored word names.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Command, Self::Reaction]
            .into_iter()
            .find(|it| it.word() == word)
    }
}

/// A decision that is to stand.
#[derive(Clone, Debug)]
pub struct NewCorrection {
    /// The server.
    pub guild: GuildId,
    /// Follows from what caused it, so that deciding twice is deciding once.
    pub id: CorrectionId,
    /// What was asked.
    pub asked: Asked,
    /// By which way.
    pub way: Way,
    /// Who decided.
    pub actor: DiscordUserId,
    /// Their name.
    pub actor_name: String,
    /// Why. Not blank.
    pub reason: String,
    /// Where it was asked.
    pub channel: ChannelId,
}

/// A decision that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Its id.
    pub id: CorrectionId,
    /// Its name for people: counts from 1 in each server.
    pub number: i32,
    /// What was asked.
    pub asked: Asked,
    /// By which way.
    pub way: Way,
    /// Who decided.
    pub actor: DiscordUserId,
    /// Their name then.
    pub actor_name: String,
    /// Why.
    pub reason: String,
    /// Where it was asked.
    pub channel: ChannelId,
    /// When.
    pub made_at: DateTime<Utc>,
    /// The number of the decision that undid it.
    pub undone_by: Option<i32>,
    /// The number of the decision that it undoes.
    pub undoes: Option<i32>,
    /// The ticket's name for people, where it is about one.
    pub code: Option<TicketCode>,
    /// The member's name, where it is about one.
    pub member_name: Option<String>,
}

/// What a leg is held to have come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// What it came to.
    pub shares: GradeShares,
    /// The receipt's canonical bytes, where it follows from a score that was stated.
    pub receipt: Option<Vec<u8>>,
}

/// A ruling on one leg. Without anything held it leaves the leg to the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// The ticket.
    pub ticket: TicketId,
    /// The leg's number, from 1.
    pub leg: i16,
    /// What it is held to have come to.
    pub held: Option<Held>,
}

/// Where a ticket stood, or stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Standing {
    /// What it came to.
    pub state: TicketState,
    /// What came back. Nothing while it is open.
    pub returned: Option<Units>,
}

/// What a correction made of a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectedTicket {
    /// The ticket.
    pub ticket: TicketId,
    /// The settlement that was appended. Nothing where the ticket came to the same.
    pub sequence: Option<i32>,
    /// Where it stood.
    pub before: Standing,
    /// Where it stood afterwards.
    pub after: Standing,
}

/// A ticket with whose it is, for who decides about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketHead {
    /// The ticket.
    pub ticket: TicketId,
    /// Its name for people.
    pub code: TicketCode,
    /// Whose.
    pub member: MemberId,
    /// Their account.
    pub owner: DiscordUserId,
    /// Their name.
    pub owner_name: String,
    /// What was put in.
    pub stake: Units,
}

/// A member with what they have to bet with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberCash {
    /// Who.
    pub member: MemberId,
    /// Their account.
    pub user: DiscordUserId,
    /// Their name.
    pub name: String,
    /// What they have to bet with.
    pub cash: Units,
}

/// A member whose cash a correction moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectedMember {
    /// Who.
    pub member: MemberId,
    /// Their account.
    pub user: DiscordUserId,
    /// Their name.
    pub name: String,
    /// Whether they want to be pinged.
    pub is_pinged: bool,
    /// Cash before.
    pub before: Units,
    /// Cash after.
    pub after: Units,
}

/// A page of a server's decisions, and how many there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionLog {
    /// The newest first.
    pub corrections: Vec<Correction>,
    /// How many there are in all.
    pub total: i64,
}

/// A ticket as its slip leads to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlipGraded {
    /// The ticket.
    pub ticket: TicketId,
    /// Its name for people.
    pub code: TicketCode,
    /// Whose.
    pub owner: DiscordUserId,
    /// Whether people grade it.
    pub is_manual: bool,
    /// Whether it is not settled.
    pub is_open: bool,
    /// How many settlements it has had.
    pub settled_seq: i32,
    /// How many legs it has.
    pub legs: i64,
    /// When the last of its games begins.
    pub starts_at: DateTime<Utc>,
}
