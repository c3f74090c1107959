//! Its buttons, menus and forms.

use shared::id::{GameId, LeagueId, MarketId};

use crate::discord::custom_id::{Part, buttons};
use crate::offers::groups::Group;

buttons! {
    "games";
    /// A page of the games that can be bet on, of one league or of all.
    Page { league: Option<LeagueId>, page: u16 } = "gs",
    /// A game was chosen from a menu of those that fit what was typed.
    Found = "f",
    /// The card of a game.
    Game { game: GameId } = "g",
    /// A page of the players of a game who can be bet on.
    Players { game: GameId, page: u16 } = "pl",
    /// A group of the other markets of a game was chosen from a menu.
    Groups { game: GameId } = "gr",
    /// A page of a group of markets.
    Group { game: GameId, group: Group, page: u16 } = "q",
    /// A player was chosen from a menu.
    Chosen { game: GameId } = "c",
    /// A price of a market was chosen from a menu, or all of them.
    Priced { section: MarketId } = "k",
    /// A page of what can be bet on about a player, or in one market.
    Section { game: GameId, section: MarketId, page: u16 } = "x",
}

impl Part for Group {
    fn write(&self, out: &mut String) {
        out.push_str(self.word());
    }
    fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
        Self::from_word(parts.next()?)
    }

    #[cfg(test)]
    fn samples() -> [Self; 2] {
        [Self::BothToScore, Self::Halves]
    }
}
