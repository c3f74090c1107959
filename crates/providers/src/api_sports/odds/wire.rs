//! The shapes of prices, named as the feed names things. Only what is read.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::api_sports::wire::Id;
use crate::json::Text;

/// The prices of one game, before it begins.
#[derive(Deserialize)]
pub(super) struct Row {
    /// In football.
    pub(super) fixture: Option<Id>,
    /// In every other sport.
    pub(super) game: Option<Id>,
    /// Missing outside of football.
    pub(super) update: Option<String>,
    pub(super) bookmakers: Vec<Bookmaker>,
}

/// A bookmaker. Its id is another one in each sport.
#[derive(Deserialize)]
pub(super) struct Bookmaker {
    pub(super) name: String,
    /// Read one by one.
    pub(super) bets: Vec<Box<RawValue>>,
}

/// A market. Its id is another one in each sport.
#[derive(Deserialize)]
pub(super) struct Bet {
    pub(super) name: String,
    pub(super) values: Vec<Value>,
}

#[derive(Deserialize)]
pub(super) struct Value {
    /// `Home`, `Home -0.5`, `Over 2.5`; in some markets a number.
    pub(super) value: Text,
    pub(super) odd: Text,
    /// In play.
    pub(super) handicap: Option<Text>,
    /// In play.
    #[serde(default)]
    pub(super) suspended: bool,
}

/// The prices of one game in play, and a few minutes before.
#[derive(Deserialize)]
pub(super) struct Live {
    pub(super) fixture: LiveFixture,
    pub(super) status: LiveStatus,
    pub(super) update: Option<String>,
    /// Read one by one.
    pub(super) odds: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
pub(super) struct LiveFixture {
    pub(super) id: Option<Text>,
    pub(super) status: Elapsed,
}

#[derive(Deserialize)]
pub(super) struct Elapsed {
    pub(super) long: Option<String>,
    pub(super) elapsed: Option<i64>,
}

/// Whether bets are taken just now.
#[derive(Deserialize)]
pub(super) struct LiveStatus {
    #[serde(default)]
    pub(super) blocked: bool,
    #[serde(default)]
    pub(super) finished: bool,
}
