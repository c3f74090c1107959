//! Why a correction cannot be made.

use chrono::{DateTime, Utc};
use grading::receipt::ReceiptError;
use grading::{OptionError, TicketError};
use shared::id::TicketId;
use store::StoreError;

/// Why a correction cannot be made. Nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The correction that is to be undone is not there.
    #[error("there is no such correction")]
    NoCorrection,
    /// The correction that is to be undone undoes another one.
    #[error("correction {number} undoes another one")]
    UndoOfUndo {
        /// Its number.
        number: i32,
    },
    /// Somebody undid it before.
    #[error("correction {number} was undone by correction {by}")]
    AlreadyUndone {
        /// Its number.
        number: i32,
        /// The number of the correction that undid it.
        by: i32,
    },
    /// A later correction that still stands is about the same legs.
    #[error("correction {later} builds on correction {number}")]
    LaterCorrection {
        /// Its number.
        number: i32,
        /// The number of the later one.
        later: i32,
    },
    /// The server has more tickets on the game than one correction may be about.
    #[error("more than {max} tickets")]
    TooManyTickets {
        /// The most that there may be.
        max: i64,
    },
    /// There is no such ticket.
    #[error("there is no such ticket")]
    NoTicket,
    /// The owner took the ticket back.
    #[error("the ticket was taken back")]
    Cancelled,
    /// The ticket has no such leg.
    #[error("the ticket has {legs} legs")]
    NoLeg {
        /// How many it has.
        legs: usize,
    },
    /// Results grade the ticket, not people.
    #[error("the ticket was not written by hand")]
    NotManual,
    /// Nobody in the server has bet on the game.
    #[error("no ticket is on the game")]
    NoTicketsOnGame,
    /// There is no such game, or it was written by hand.
    #[error("there is no such game")]
    NoGame,
    /// The game has not begun.
    #[error("the game begins at {at}")]
    NotBegun {
        /// When it begins.
        at: DateTime<Utc>,
    },
    /// The sport's rules know no such score.
    #[error("no such score can be")]
    ImpossibleScore,
    /// The score alone decides no leg of any ticket.
    #[error("the score decides no leg")]
    DecidesNothing,
    /// There is no such member.
    #[error("there is no such member")]
    NoMember,
}

/// Why a correction was not made.
#[derive(Debug, thiserror::Error)]
pub enum CorrectionError {
    /// It cannot be made.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The ticket comes to nothing that can be paid.
    #[error("ticket {ticket} cannot be settled")]
    Ticket {
        /// The ticket.
        ticket: TicketId,
        /// Why.
        #[source]
        source: TicketError,
    },
    /// The server had chosen what there is not to choose.
    #[error("what the server had chosen cannot be read")]
    Choices(#[from] OptionError),
    /// The receipt of a leg cannot be written.
    #[error("a receipt cannot be written")]
    Receipt(#[from] ReceiptError),
    /// Some tickets were changed by somebody else although they were locked.
    #[error("correction {number} moved {moved} of {wanted} tickets")]
    MovedMeanwhile {
        /// The correction's number.
        number: i32,
        /// How many tickets it moved.
        moved: usize,
        /// How many it was to move.
        wanted: usize,
    },
}

impl From<sqlx::Error> for CorrectionError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}
