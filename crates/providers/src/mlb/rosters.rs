//! The active players of a team.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;
use shared::feed::{Roster, RosterStatus};

use super::convert;
use crate::error::Garbled;
use crate::json::{self, Text};
use crate::rosters::{self, Line, Reading, Written};

#[derive(Deserialize)]
struct List {
    /// Read one by one.
    roster: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    person: Person,
    jersey_number: Option<Text>,
    position: Option<Position>,
    status: Option<Status>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Person {
    id: Text,
    full_name: String,
}

#[derive(Deserialize)]
struct Position {
    abbreviation: Option<String>,
}

#[derive(Deserialize)]
struct Status {
    code: Option<String>,
}

/// What the feed's codes mean.
const CODES: &[(&str, RosterStatus)] = &[
    ("a", RosterStatus::Active),
    ("d7", RosterStatus::InjuredList),
    ("d10", RosterStatus::InjuredList),
    ("d15", RosterStatus::InjuredList),
    ("d60", RosterStatus::InjuredList),
    ("brv", RosterStatus::Inactive),
    ("pl", RosterStatus::Inactive),
    ("rst", RosterStatus::Inactive),
    ("su", RosterStatus::Suspended),
];

/// Where the players of a team are, by the reference of the team.
pub(super) fn path(team: &str) -> String {
    let id = team.rsplit('/').next().unwrap_or(team);
    format!("/api/v1/teams/{id}/roster?rosterType=active")
}

/// Reads the players of a team.
///
/// # Errors
/// [`Garbled`] when it is no such list.
pub fn read_roster(body: &Bytes, team: &str) -> Result<Roster, Garbled> {
    let list: List = json::read(body)?;
    let mut reading = Reading::default();
    list.roster.iter().for_each(|it| reading.add(one(it.get())));
    let (players, rejected) = reading.done();
    Ok(Roster {
        league: convert::league(),
        team: team.to_owned(),
        players,
        rejected,
    })
}

fn one(text: &str) -> Result<Line, String> {
    let read: Entry = json::text_part(text)?;
    let id = read.person.id.text();
    let written = Written {
        reference: match id.is_empty() {
            true => id,
            false => format!("player/{id}"),
        },
        name: read.person.full_name,
        position: read.position.and_then(|it| it.abbreviation),
        number: read.jersey_number.map(|it| it.text()),
        status: read.status.and_then(|it| it.code),
        born: None,
    };
    rosters::line(written, CODES)
}
