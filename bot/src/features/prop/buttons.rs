//! Its buttons, menus and forms.

use shared::id::{CompetitorId, GameId};

use crate::discord::custom_id::buttons;

buttons! {
    "prop";
    /// A page of what is offered on a player in a game.
    Player { game: GameId, player: CompetitorId, page: u16 } = "p",
    /// A menu of players, of whom one was meant.
    Chosen = "c",
}
