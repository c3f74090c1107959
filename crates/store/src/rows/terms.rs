//! The terms of a ticket.

use shared::id::TicketId;
use shared::ticket::{Terms, TicketKind};

use super::word::word;
use crate::Inconsistency;

/// Reads the columns `kind` and `terms` of `tickets`.
pub(crate) fn terms(ticket: TicketId, kind: &str, terms: &str) -> Result<Terms, Inconsistency> {
    let kind = word("tickets", "kind", ticket, kind, TicketKind::from_word)?;
    word("tickets", "terms", ticket, terms, |it| {
        Terms::from_json(kind, it)
    })
}
