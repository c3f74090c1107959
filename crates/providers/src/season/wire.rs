//! The shapes of the league's server, named as its README names them. Only what is read.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::json::Text;

#[derive(Deserialize)]
pub(super) struct League {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) sport: String,
    pub(super) bookmakers: Vec<Bookmaker>,
}

#[derive(Deserialize)]
pub(super) struct Bookmaker {
    pub(super) code: String,
    pub(super) name: String,
}

#[derive(Deserialize)]
pub(super) struct Teams {
    pub(super) teams: Vec<Team>,
}

#[derive(Deserialize)]
pub(super) struct Team {
    pub(super) code: String,
    pub(super) city: String,
    pub(super) nickname: String,
    pub(super) name: String,
    pub(super) primary: String,
    pub(super) secondary: String,
    /// A path.
    pub(super) crest: String,
}

#[derive(Deserialize)]
pub(super) struct Games {
    /// Read one by one, so that a bad one spoils no other.
    pub(super) games: Vec<Box<RawValue>>,
    /// The `after` of the next page.
    pub(super) next_after: Option<u64>,
}

#[derive(Deserialize)]
pub(super) struct Game {
    pub(super) id: String,
    pub(super) league: String,
    pub(super) season: String,
    pub(super) home: String,
    pub(super) away: String,
    pub(super) status: String,
    pub(super) starts_at: DateTime<Utc>,
    pub(super) score: Option<Score>,
    /// A higher one is the newer truth.
    pub(super) revision: u32,
    pub(super) updated_at: DateTime<Utc>,
}

/// What is read of a game of which nothing else can be.
#[derive(Deserialize)]
pub(super) struct Named {
    pub(super) id: String,
}

#[derive(Deserialize)]
pub(super) struct Score {
    pub(super) home: i32,
    pub(super) away: i32,
    pub(super) periods: Vec<Period>,
}

#[derive(Deserialize)]
pub(super) struct Period {
    /// From 1; 5 is the overtime.
    pub(super) period: u8,
    pub(super) home: i32,
    pub(super) away: i32,
}

#[derive(Deserialize)]
pub(super) struct Prices {
    /// Read one by one, so that a bad one spoils no other.
    pub(super) prices: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
pub(super) struct Price {
    pub(super) game: String,
    pub(super) bookmaker: String,
    pub(super) market: String,
    pub(super) source_at: DateTime<Utc>,
    pub(super) selections: Vec<Selection>,
}

#[derive(Deserialize)]
pub(super) struct Selection {
    pub(super) selection: String,
    /// The selection's own.
    pub(super) line: Option<Text>,
    pub(super) american: i32,
}
