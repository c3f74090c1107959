//! Reasons for which a correction cannot be made.

use chrono::{DateTime, Utc};
use grading::receipt::ReceiptError;
use grading::{OptionError, TicketError};
use shared::id::TicketId;
use store::StoreError;

/// Why a correction cannot be made. Nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such correction to undo.
    #[error("there is no such correction")]
    NoCorrection,
    /// The correction to undo is itself an undoing.
    #[error("correction {number} undoes another one")]
    UndoOfUndo {
        /// Its number.
        number: i32,
    },
    /// The correction was undone before.
    #[error("correction {number} was undone by correction {by}")]
    AlreadyUndone {
        /// Its number.
        number: i32,
        /// The number of the correction that undid it.
        by: i32,
    },
    /// A later correction that is still in force is about the same legs.
    #[error("correction {later} builds on correction {number}")]
    LaterCorrection {
        /// Its number.
        number: i32,
        /// The number of the later one.
        later: i32,
    },
    /// The server has more tickets on the game than one correction may change.
    #[error("more than {max} tickets")]
    TooManyTickets {
        /// The limit.
        max: i64,
    },
    /// There is no such ticket.
    #[error("there is no such ticket")]
    NoTicket,
    /// The owner cancelled the ticket.
    #[error("the ticket was cancelled")]
    Cancelled,
    /// The ticket does not have that leg.
    #[error("the ticket has {legs} legs")]
    NoLeg {
        /// How many legs it has.
        legs: usize,
    },
    /// The ticket is graded by results, not by people.
    #[error("the ticket was not written by hand")]
    NotManual,
    /// The server has no ticket on the game.
    #[error("no ticket is on the game")]
    NoTicketsOnGame,
    /// There is no such game, or it was written by hand.
    #[error("there is no such game")]
    NoGame,
    /// The game has not begun.
    #[error("the game begins at {at}")]
    NotBegun {
        /// Its start.
        at: DateTime<Utc>,
    },
    /// The score is impossible under the sport's rules.
    #[error("the score is impossible")]
    ImpossibleScore,
    /// The score alone decides no leg.
    #[error("the score decides no leg")]
    DecidesNothing,
    /// There is no such member.
    #[error("there is no such member")]
    NoMember,
}

/// Why a correction was not made.
#[derive(Debug, thiserror::Error)]
pub enum CorrectionError {
    /// The correction is refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The ticket's legs do not add up to a valid settlement.
    #[error("ticket {ticket} cannot be settled")]
    Ticket {
        /// The ticket.
        ticket: TicketId,
        /// The reason.
        #[source]
        source: TicketError,
    },
    /// The server's rule choices are not valid.
    #[error("the server's rule choices cannot be read")]
    Choices(#[from] OptionError),
    /// A leg's receipt cannot be written.
    #[error("a receipt cannot be written")]
    Receipt(#[from] ReceiptError),
    /// Fewer tickets moved than were locked.
    #[error("correction {number} moved {moved} of {wanted} tickets")]
    MovedMeanwhile {
        /// The correction's number.
        number: i32,
        /// How many tickets it moved.
        moved: usize,
        /// How many tickets it should have moved.
        wanted: usize,
    },
}

impl From<sqlx::Error> for CorrectionError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}
