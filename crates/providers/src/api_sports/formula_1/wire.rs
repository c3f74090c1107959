//! The shapes of Formula 1, named as the feed names things. Only what is read.

use serde::Deserialize;

use crate::json::Text;

/// A row of `races`: a session of a weekend.
#[derive(Deserialize)]
pub(super) struct Row {
    pub(super) competition: Competition,
    pub(super) season: Option<Text>,
    /// `Race`, `Sprint`, `1st Practice`.
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) date: Option<String>,
    /// A word, in real answers.
    pub(super) status: String,
}

#[derive(Deserialize)]
pub(super) struct Competition {
    pub(super) name: String,
}

/// A row of `rankings/races` or of `rankings/startinggrid`.
#[derive(Deserialize)]
pub(super) struct Rank {
    pub(super) race: Race,
    pub(super) driver: Driver,
    pub(super) position: Option<u16>,
    /// `1:31:05.323`, `+6.031`, `+1 lap`, `DNF`. On a grid the time of the lap.
    pub(super) time: Option<String>,
    /// Missing on a grid.
    pub(super) laps: Option<u16>,
}

#[derive(Deserialize)]
pub(super) struct Race {
    pub(super) id: Text,
}

/// What is read of a row that is of no race.
#[derive(Deserialize)]
pub(super) struct Drives {
    pub(super) driver: Driver,
}

#[derive(Deserialize)]
pub(super) struct Driver {
    pub(super) id: Text,
    pub(super) name: String,
    pub(super) abbr: Option<String>,
}
