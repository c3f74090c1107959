//! Its buttons, menus and forms.

use shared::id::TicketId;

use crate::discord::custom_id::buttons;

buttons! {
    "why";
    /// Explain a ticket.
    Ticket { ticket: TicketId } = "w",
    /// Explain the chosen ticket.
    Chosen = "wc",
}
