//! Why settling stops.

use grading::{OptionError, ReceiptError, TicketError};
use shared::id::{GuildId, SelectionId, TicketId};
use store::StoreError;

/// Why settling stopped.
#[derive(Debug, thiserror::Error)]
pub enum SettleError {
    /// The database refused, or somebody else leads.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A ticket that cannot be worked out.
    #[error("ticket {ticket} of server {guild}: {source}")]
    Ticket {
        /// The server.
        guild: GuildId,
        /// The ticket.
        ticket: TicketId,
        /// Why.
        source: TicketError,
    },
    /// A choice of a server that nobody can choose.
    #[error("what server {guild} has chosen: {source}")]
    Choices {
        /// The server.
        guild: GuildId,
        /// Why.
        source: OptionError,
    },
    /// A receipt that cannot be written.
    #[error("selection {selection}: {source}")]
    Receipt {
        /// What was graded.
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
