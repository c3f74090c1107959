//! Its buttons, menus and forms.

use shared::id::GameId;

use crate::discord::custom_id::buttons;

buttons! {
    "odds";
    /// The prices of a game.
    Game { game: GameId } = "g",
    /// A menu of games that fit what was typed.
    Chosen = "c",
}
