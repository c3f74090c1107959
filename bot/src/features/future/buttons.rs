//! Its buttons, menus and forms.

use shared::id::GameId;

use crate::discord::custom_id::buttons;

buttons! {
    "future";
    /// A page of the markets of an event.
    Event { event: GameId, page: u16 } = "e",
    /// A menu of events, of which one was meant.
    Chosen = "c",
}
