//! Its buttons, menus and forms.

use shared::id::{GameId, SelectionId};

use crate::discord::custom_id::buttons;

buttons! {
    "line";
    /// The main line of a game.
    Game { game: GameId } = "g",
    /// A menu of games that fit what was typed.
    Chosen = "c",
    /// A menu of a game's lines.
    Market = "m",
    /// A menu of whose prices a line is drawn from.
    Book { selection: SelectionId } = "b",
}
