//! The shapes of games, named as the feed names things. Only what is read.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::api_sports::wire::{League, Sides, Status, Team};
use crate::json::Text;

/// A row of `games`. American football has a part of it within `game`.
#[derive(Deserialize)]
pub(super) struct Row {
    /// In American football, where it is an object, all of these are within `game`.
    pub(super) game: Option<Nested>,
    pub(super) date: Option<String>,
    pub(super) timestamp: Option<Text>,
    pub(super) status: Option<Status>,
    pub(super) league: League,
    pub(super) teams: Sides<Team>,
    /// As its sport writes them.
    pub(super) scores: Sides<Box<RawValue>>,
    /// Ice hockey and rugby.
    pub(super) periods: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
pub(super) struct Nested {
    pub(super) date: Option<Date>,
    pub(super) status: Option<Status>,
}

/// Its day and its time may be wrong where its seconds are right.
#[derive(Deserialize)]
pub(super) struct Date {
    pub(super) timestamp: Option<Text>,
}

/// Basketball and American football.
#[derive(Deserialize)]
pub(super) struct Quarters {
    pub(super) quarter_1: Option<i32>,
    pub(super) quarter_2: Option<i32>,
    pub(super) quarter_3: Option<i32>,
    pub(super) quarter_4: Option<i32>,
    #[serde(alias = "over_time")]
    pub(super) overtime: Option<i32>,
    pub(super) total: Option<i32>,
}

/// Baseball.
#[derive(Deserialize)]
pub(super) struct Innings {
    /// `1` to `9`, and `extra` for all that follow.
    pub(super) innings: BTreeMap<String, Option<i32>>,
    pub(super) total: Option<i32>,
}

/// Ice hockey: `2-1`, or null.
#[derive(Deserialize)]
pub(super) struct Thirds {
    pub(super) first: Option<String>,
    pub(super) second: Option<String>,
    pub(super) third: Option<String>,
    pub(super) overtime: Option<String>,
    pub(super) penalties: Option<String>,
}

/// Rugby.
#[derive(Deserialize)]
pub(super) struct Halves {
    pub(super) first: Sides<Option<i32>>,
    pub(super) second: Sides<Option<i32>>,
    pub(super) overtime: Option<Sides<Option<i32>>>,
    pub(super) second_overtime: Option<Sides<Option<i32>>>,
}

/// Australian rules.
#[derive(Deserialize)]
pub(super) struct Kicked {
    pub(super) score: Option<i32>,
    pub(super) goals: Option<i32>,
    pub(super) behinds: Option<i32>,
}
