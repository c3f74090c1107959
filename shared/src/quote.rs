//! Prices as they stand on the board.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::game::Game;
use crate::id::BookmakerId;
use crate::market::Selection;
use crate::price::Price;

/// Who quoted a price.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Bookmaker {
    /// Its id, derived from the code.
    pub id: BookmakerId,
    /// Short and unique: `draftkings`.
    pub code: String,
    /// For reading: `DraftKings`.
    pub name: String,
}

impl Bookmaker {
    /// A bookmaker whose id follows from its code.
    pub fn new(code: &str, name: &str) -> Self {
        Self {
            id: BookmakerId::derive(code),
            code: code.to_owned(),
            name: name.to_owned(),
        }
    }
}

/// A price for a selection, from a bookmaker, at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Which answer to which market.
    pub selection: Selection,
    /// Who offers it.
    pub bookmaker: Bookmaker,
    /// At what price.
    pub price: Price,
    /// When the feed says that it held, or when we asked.
    pub source_at: DateTime<Utc>,
    /// The feed that it came by: `the_odds_api`.
    pub feed: String,
    /// When that feed was asked whose answer confirmed it last.
    pub confirmed_at: DateTime<Utc>,
}

/// A game that can be bet on, with the prices that can be had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardGame {
    /// The game.
    pub game: Game,
    /// Its quotes: main markets first, each bookmaker in its own order.
    pub quotes: Vec<Quote>,
}
