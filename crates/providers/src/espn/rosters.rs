//! The players of a team: in groups by position, or as one list.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;
use shared::feed::{Roster, RosterStatus};

use super::leagues::{self, League};
use crate::error::Garbled;
use crate::json::{self, Text};
use crate::rosters::{self, Line, Reading, Written};

#[derive(Deserialize)]
struct List {
    /// Players, or groups of them: each is read by itself.
    athletes: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Group {
    items: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Athlete {
    id: Text,
    display_name: String,
    jersey: Option<Text>,
    position: Option<Position>,
    date_of_birth: Option<String>,
    status: Option<Status>,
    #[serde(default)]
    injuries: Vec<Injury>,
}

#[derive(Deserialize)]
struct Injury {
    status: Option<String>,
}

#[derive(Deserialize)]
struct Position {
    abbreviation: Option<String>,
}

#[derive(Deserialize)]
struct Status {
    #[serde(rename = "type")]
    word: Option<String>,
}

/// What the feed's words mean, of an injury and of a player. Who is hurt and may play all the same
/// is active.
const WORDS: &[(&str, RosterStatus)] = &[
    ("active", RosterStatus::Active),
    ("day-to-day", RosterStatus::Active),
    ("probable", RosterStatus::Active),
    ("questionable", RosterStatus::Active),
    ("doubtful", RosterStatus::Active),
    ("out", RosterStatus::Out),
    ("inactive", RosterStatus::Inactive),
    ("injured reserve", RosterStatus::InjuredList),
    ("7-day-il", RosterStatus::InjuredList),
    ("10-day-il", RosterStatus::InjuredList),
    ("15-day-il", RosterStatus::InjuredList),
    ("60-day-il", RosterStatus::InjuredList),
    ("practice-squad", RosterStatus::PracticeSquad),
    ("suspended", RosterStatus::Suspended),
    ("suspension", RosterStatus::Suspended),
];

/// Where the players of a team of this league are, by the reference of the team.
pub(super) fn path(league: &League, team: &str) -> String {
    let id = team.rsplit('/').next().unwrap_or(team);
    format!("{}/teams/{id}/roster", league.path)
}

/// Reads the players of a team of that league.
///
/// # Errors
/// [`Garbled`] when it is no such list.
pub fn read_roster(body: &Bytes, league: &str, team: &str) -> Result<Roster, Garbled> {
    let known = leagues::find(league);
    let known = known.ok_or_else(|| Garbled::new("roster", "no league of ours", body.clone()))?;
    let list: List = json::read(body)?;
    let mut reading = Reading::default();
    for raw in &list.athletes {
        match json::text_part::<Group>(raw.get()) {
            Ok(group) => group
                .items
                .iter()
                .for_each(|it| reading.add(one(known, it.get()))),
            Err(_) => reading.add(one(known, raw.get())),
        }
    }
    let (players, rejected) = reading.done();
    Ok(Roster {
        league: known.report(),
        team: team.to_owned(),
        players,
        rejected,
    })
}

fn one(league: &League, text: &str) -> Result<Line, String> {
    let read: Athlete = json::text_part(text)?;
    let id = read.id.text();
    let reference = match id.is_empty() {
        true => id,
        false => league.player(&id),
    };
    // The word for a player is behind that for his injury: who is on injured reserve is
    // `day-to-day`, and may be `active`.
    let hurt = read.injuries.into_iter().next().and_then(|it| it.status);
    let listed = read.status.and_then(|it| it.word);
    let written = Written {
        reference,
        name: read.display_name,
        position: read.position.and_then(|it| it.abbreviation),
        number: read.jersey.map(|it| it.text()),
        status: hurt.or(listed),
        born: read.date_of_birth,
    };
    rosters::line(written, WORDS)
}
