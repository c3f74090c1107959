//! The shapes of the answers, named as the feed names things. Only what is read. Every number is
//! written as a text.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::json::Text;

#[derive(Deserialize)]
pub(super) struct Envelope {
    #[serde(rename = "MRData")]
    pub(super) data: Data,
}

#[derive(Deserialize)]
pub(super) struct Data {
    pub(super) offset: Text,
    /// How many races there are, or results where results are listed.
    pub(super) total: Text,
    #[serde(rename = "RaceTable")]
    pub(super) table: Table,
}

#[derive(Deserialize)]
pub(super) struct Table {
    /// Read one by one, so that a bad one spoils no other.
    #[serde(rename = "Races")]
    pub(super) races: Vec<Box<RawValue>>,
}

/// What is read of a race of which nothing else can be.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Named {
    pub(super) season: Text,
    pub(super) race_name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Race {
    pub(super) season: Text,
    /// Its number in the season, which changes when another race is put in or taken out.
    pub(super) round: Text,
    /// `Monaco Grand Prix`.
    pub(super) race_name: String,
    pub(super) date: String,
    /// Missing where it is not set yet.
    pub(super) time: Option<String>,
    #[serde(rename = "FirstPractice")]
    pub(super) first_practice: Option<Session>,
    #[serde(rename = "Qualifying")]
    pub(super) qualifying: Option<Session>,
    #[serde(rename = "Sprint")]
    pub(super) sprint: Option<Session>,
    /// In lists of results only.
    #[serde(rename = "Results")]
    pub(super) results: Option<Vec<Outcome>>,
}

/// What comes before the race on the same weekend.
#[derive(Deserialize)]
pub(super) struct Session {
    pub(super) date: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Outcome {
    /// The place, or a letter: `R` stopped, `D` disqualified, `W` did not start. `position` is a
    /// number for all of them.
    pub(super) position_text: String,
    pub(super) laps: Option<Text>,
    /// `Finished`, `Lapped`, and for who stopped why.
    pub(super) status: Option<String>,
    #[serde(rename = "Driver")]
    pub(super) driver: Driver,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Driver {
    /// `max_verstappen`.
    pub(super) driver_id: String,
    /// `VER`. Missing for those of long ago.
    pub(super) code: Option<String>,
    pub(super) given_name: String,
    pub(super) family_name: String,
}
