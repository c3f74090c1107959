//! Its buttons, menus and forms.

use shared::id::{GameId, LeagueId, MarketId};

use crate::discord::custom_id::buttons;

buttons! {
    "games";
    /// A page of the games that can be bet on, of one league or of all.
    Page { league: Option<LeagueId>, page: u16 } = "gs",
    /// The main markets of a game.
    Game { game: GameId } = "g",
    /// A page of the players of a game who can be bet on.
    Players { game: GameId, page: u16 } = "pl",
    /// A page of the other markets of a game.
    Markets { game: GameId, page: u16 } = "m",
    /// One of them was chosen from a menu.
    Chosen { game: GameId } = "c",
    /// A page of what can be bet on about a player, or in one market.
    Section { game: GameId, section: MarketId, page: u16 } = "x",
}
