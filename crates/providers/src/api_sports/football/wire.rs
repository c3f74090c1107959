//! The shapes of football, named as the feed names things. Only what is read.

use serde::Deserialize;

use crate::api_sports::wire::{Id, League, Sides, Status, Team};
use crate::json::Text;

/// A row of `fixtures`. One that is asked for by its id has its events and players too.
#[derive(Deserialize)]
pub(super) struct Row {
    pub(super) fixture: Fixture,
    pub(super) league: League,
    pub(super) teams: Sides<Team>,
    pub(super) goals: Goals,
    pub(super) score: Score,
    #[serde(default)]
    pub(super) events: Vec<Event>,
    #[serde(default)]
    pub(super) players: Vec<TeamPlayers>,
}

/// What of such a row is not in the list.
#[derive(Deserialize)]
pub(super) struct Detailed {
    pub(super) fixture: Id,
    #[serde(default)]
    pub(super) events: Vec<Event>,
    #[serde(default)]
    pub(super) players: Vec<TeamPlayers>,
}

#[derive(Deserialize)]
pub(super) struct Fixture {
    pub(super) date: Option<String>,
    pub(super) timestamp: Option<Text>,
    pub(super) status: Status,
}

#[derive(Clone, Copy, Deserialize)]
pub(super) struct Goals {
    pub(super) home: Option<i32>,
    pub(super) away: Option<i32>,
}

#[derive(Deserialize)]
pub(super) struct Score {
    pub(super) halftime: Goals,
    /// After ninety minutes.
    pub(super) fulltime: Goals,
    /// Those of extra time alone.
    pub(super) extratime: Goals,
    pub(super) penalty: Goals,
}

#[derive(Deserialize)]
pub(super) struct Event {
    #[serde(rename = "type")]
    pub(super) kind: Option<String>,
    /// `Own Goal`: the team is the one that it counts for.
    pub(super) detail: Option<String>,
    pub(super) team: Option<Team>,
}

/// The players of a side.
#[derive(Deserialize)]
pub(super) struct TeamPlayers {
    pub(super) team: Team,
    pub(super) players: Vec<Player>,
}

#[derive(Deserialize)]
pub(super) struct Player {
    pub(super) player: Team,
    pub(super) statistics: Vec<Statistics>,
}

#[derive(Deserialize)]
pub(super) struct Statistics {
    pub(super) games: Games,
    pub(super) shots: Shots,
    pub(super) goals: PlayerGoals,
    pub(super) passes: Passes,
    pub(super) tackles: Count,
    pub(super) fouls: Fouls,
    pub(super) cards: Cards,
}

#[derive(Deserialize)]
pub(super) struct Games {
    pub(super) minutes: Option<i64>,
    pub(super) rating: Option<Text>,
    pub(super) substitute: Option<bool>,
}

#[derive(Deserialize)]
pub(super) struct Shots {
    pub(super) total: Option<i64>,
    pub(super) on: Option<i64>,
}

#[derive(Deserialize)]
pub(super) struct PlayerGoals {
    pub(super) total: Option<i64>,
    pub(super) assists: Option<i64>,
    pub(super) saves: Option<i64>,
}

#[derive(Deserialize)]
pub(super) struct Passes {
    pub(super) total: Option<i64>,
}

#[derive(Deserialize)]
pub(super) struct Count {
    pub(super) total: Option<i64>,
}

#[derive(Deserialize)]
pub(super) struct Fouls {
    pub(super) committed: Option<i64>,
}

#[derive(Deserialize)]
pub(super) struct Cards {
    pub(super) yellow: Option<i64>,
    pub(super) red: Option<i64>,
}
