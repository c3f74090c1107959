//! Its buttons, menus and forms.

use shared::id::{GameId, TicketId};
use shared::ticket::{PageFrom, TicketFilter};

use crate::discord::custom_id::buttons;

buttons! {
    "tickets";
    /// Take a ticket back.
    Cancel { ticket: TicketId } = "c" [MovesUnits],
    /// Post a ticket's slip for everybody.
    Share { ticket: TicketId } = "sh",
    /// The member's own tickets on a game.
    OnGame { game: GameId } = "m",
    /// A page of the member's tickets.
    Page { filter: TicketFilter, from: PageFrom } = "p",
}
