//! The shapes of the answers, named as the feed names things. Only what is read.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::json::Text;

/// A competition's matches.
#[derive(Deserialize)]
pub(super) struct List {
    pub(super) competition: Competition,
    /// Read one by one, so that a bad one spoils no other.
    pub(super) matches: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
pub(super) struct Competition {
    /// `PL`.
    pub(super) code: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Match {
    pub(super) id: Text,
    /// Midnight where the hour is not set.
    pub(super) utc_date: String,
    /// `TIMED`, `IN_PLAY`, `FINISHED`.
    pub(super) status: String,
    pub(super) home_team: Team,
    pub(super) away_team: Team,
    pub(super) score: Score,
    pub(super) last_updated: Option<String>,
}

/// Nameless while it is not decided who plays.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Team {
    pub(super) id: Option<Text>,
    /// `Arsenal FC`.
    pub(super) name: Option<String>,
    /// `Arsenal`.
    pub(super) short_name: Option<String>,
    /// `ARS`.
    pub(super) tla: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Score {
    /// `HOME_TEAM`, `AWAY_TEAM`, `DRAW`; nothing before the end.
    pub(super) winner: Option<String>,
    /// `REGULAR`, `EXTRA_TIME`, `PENALTY_SHOOTOUT`.
    pub(super) duration: Option<String>,
    /// All goals, those of extra time and of the shoot-out among them.
    pub(super) full_time: Option<Goals>,
    pub(super) half_time: Option<Goals>,
    /// Of ninety minutes, where more was played.
    pub(super) regular_time: Option<Goals>,
    /// Of extra time alone.
    pub(super) extra_time: Option<Goals>,
    /// Of the shoot-out alone.
    pub(super) penalties: Option<Goals>,
}

#[derive(Clone, Copy, Deserialize)]
pub(super) struct Goals {
    #[serde(alias = "homeTeam")]
    pub(super) home: Option<i32>,
    #[serde(alias = "awayTeam")]
    pub(super) away: Option<i32>,
}

/// Why the feed refuses.
#[derive(Deserialize)]
pub(super) struct Refusal {
    pub(super) message: String,
}
