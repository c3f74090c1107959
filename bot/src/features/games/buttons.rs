//! Its buttons, menus and forms.

use shared::id::{GameId, LeagueId};

use crate::discord::custom_id::buttons;

buttons! {
    "games";
    /// A page of the games that can be bet on, of one league or of all.
    Page { league: Option<LeagueId>, page: u16 } = "gs",
    /// The markets of a game.
    Game { game: GameId } = "g",
}
