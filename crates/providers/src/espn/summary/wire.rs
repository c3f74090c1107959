//! The shape of a summary, named as the feed names it. Only what is read.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::espn::wire::StatusType;
use crate::json::Text;

#[derive(Deserialize)]
pub(super) struct Summary {
    pub(super) header: Header,
    pub(super) boxscore: Option<Tables>,
    pub(super) rosters: Option<Vec<LineUp>>,
}

#[derive(Deserialize)]
pub(super) struct Header {
    #[serde(default)]
    pub(super) competitions: Vec<HeaderGame>,
}

#[derive(Deserialize)]
pub(super) struct HeaderGame {
    pub(super) status: Option<HeaderStatus>,
}

#[derive(Deserialize)]
pub(super) struct HeaderStatus {
    #[serde(rename = "type")]
    pub(super) kind: StatusType,
}

#[derive(Deserialize)]
pub(super) struct Tables {
    /// Null in soccer, and before a game.
    pub(super) players: Option<Vec<TeamTables>>,
}

#[derive(Deserialize)]
pub(super) struct TeamTables {
    pub(super) team: Named,
    #[serde(default)]
    pub(super) statistics: Vec<Table>,
}

#[derive(Deserialize)]
pub(super) struct Named {
    pub(super) id: Text,
}

/// One table of a side: all of basketball, a category of football.
#[derive(Deserialize)]
pub(super) struct Table {
    /// `passing`. Basketball has none.
    pub(super) name: Option<String>,
    /// What stands in each column: `points`. Where they are missing, the labels say the same.
    pub(super) keys: Option<Vec<String>>,
    /// `PTS`.
    pub(super) labels: Option<Vec<String>>,
    #[serde(default)]
    pub(super) athletes: Vec<Box<RawValue>>,
    pub(super) totals: Option<Vec<Text>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Row {
    pub(super) athlete: Athlete,
    pub(super) starter: Option<bool>,
    #[serde(default)]
    pub(super) did_not_play: bool,
    #[serde(default)]
    pub(super) stats: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Athlete {
    /// Negative where something is counted for the team and for no player.
    pub(super) id: Text,
    pub(super) display_name: String,
    /// Missing in football.
    pub(super) short_name: Option<String>,
    /// Only in football and hockey.
    pub(super) last_name: Option<String>,
}

impl Athlete {
    pub(super) fn is_team(&self) -> bool {
        self.id.text().starts_with('-')
    }
}

/// The players of one side of a match of soccer.
#[derive(Deserialize)]
pub(super) struct LineUp {
    pub(super) team: Named,
    #[serde(default)]
    pub(super) roster: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Place {
    pub(super) athlete: Athlete,
    pub(super) starter: bool,
    pub(super) subbed_in: Option<Came>,
    #[serde(default)]
    pub(super) stats: Vec<Counted>,
}

/// Whether he came in: said in one word, or in an object.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Came {
    Plain(bool),
    Object {
        #[serde(rename = "didSub")]
        did: bool,
    },
}

#[derive(Deserialize)]
pub(super) struct Counted {
    pub(super) name: String,
    pub(super) value: Option<Text>,
}
