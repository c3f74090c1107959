//! The shapes of the answers, named as the feed names things. Only what is read.

use serde::Deserialize;

use crate::json::Text;

/// What is read of a match of which nothing else can be.
#[derive(Deserialize)]
pub(super) struct Named {
    #[serde(rename = "matchID")]
    pub(super) id: Text,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Match {
    #[serde(rename = "matchID")]
    pub(super) id: Text,
    #[serde(rename = "matchDateTimeUTC")]
    pub(super) start: String,
    /// `bl1`.
    pub(super) league_shortcut: String,
    pub(super) group: Option<Group>,
    pub(super) team1: Team,
    pub(super) team2: Team,
    /// At times before the result that it ended with is there.
    pub(super) match_is_finished: bool,
    #[serde(default)]
    pub(super) match_results: Vec<Outcome>,
    #[serde(default)]
    pub(super) goals: Vec<Goal>,
}

/// A day of the season.
#[derive(Deserialize)]
pub(super) struct Group {
    #[serde(rename = "groupOrderID")]
    pub(super) number: u8,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Team {
    pub(super) team_id: Text,
    /// `FC Bayern München`.
    pub(super) team_name: String,
    pub(super) short_name: Option<String>,
}

/// The goals at one moment of the match.
#[derive(Deserialize)]
pub(super) struct Outcome {
    #[serde(rename = "resultName")]
    pub(super) name: String,
    /// 1 half-time, 2 the end, 3 after extra time, 4 after penalties. 0 in old seasons.
    #[serde(rename = "resultTypeID", default)]
    pub(super) kind: u8,
    #[serde(rename = "pointsTeam1")]
    pub(super) home: Option<i32>,
    #[serde(rename = "pointsTeam2")]
    pub(super) away: Option<i32>,
}

/// The score after a goal.
#[derive(Deserialize)]
pub(super) struct Goal {
    #[serde(rename = "scoreTeam1")]
    pub(super) home: Option<i32>,
    #[serde(rename = "scoreTeam2")]
    pub(super) away: Option<i32>,
}
