//! Errors of settling.

use grading::{OptionError, ReceiptError, TicketError};
use shared::id::{GuildId, SelectionId, TicketId};
use store::StoreError;

/// Why settling stopped.
#[derive(Debug, thiserror::Error)]
pub enum SettleError {
    /// The database refused, or another process leads.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A ticket that cannot be settled.
    #[error("ticket {ticket} of server {guild}: {source}")]
    Ticket {
        /// The server.
        guild: GuildId,
        /// The ticket.
        ticket: TicketId,
        /// Why.
        source: TicketError,
    },
    /// A server's rule choices are not valid.
    #[error("rule choices of server {guild}: {source}")]
    Choices {
        /// The server.
        guild: GuildId,
        /// Why.
        source: OptionError,
    },
    /// A receipt cannot be written.
    #[error("selection {selection}: {source}")]
    Receipt {
        /// The graded selection.
        selection: SelectionId,
        /// Why.
        source: ReceiptError,
    },
}

impl From<sqlx::Error> for SettleError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}
