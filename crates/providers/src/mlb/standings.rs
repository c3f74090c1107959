//! The tables of the divisions.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;
use shared::feed::{SeasonRecord, StandingRow, Standings, streak};

use super::convert;
use super::wire::Team;
use crate::error::Garbled;
use crate::json::{self, Text};
use crate::lookup::{Table, row};

#[derive(Deserialize)]
struct List {
    records: Vec<Part>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Part {
    division: Option<Division>,
    /// Read one by one.
    team_records: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Division {
    id: Text,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    team: Team,
    division_rank: Option<Text>,
    games_played: Option<u16>,
    wins: Option<u16>,
    losses: Option<u16>,
    runs_scored: Option<i32>,
    runs_allowed: Option<i32>,
    streak: Option<Streak>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Streak {
    streak_code: Option<String>,
}

/// What of a row says which season it is.
#[derive(Deserialize)]
struct Dated {
    season: Text,
}

/// The divisions, which the feed names by their ids alone.
const DIVISIONS: &[(&str, &str)] = &[
    ("200", "American League West"),
    ("201", "American League East"),
    ("202", "American League Central"),
    ("203", "National League West"),
    ("204", "National League East"),
    ("205", "National League Central"),
];

/// Reads the tables of the divisions.
///
/// # Errors
/// [`Garbled`] when it is no such list.
pub fn read_standings(body: &Bytes) -> Result<Standings, Garbled> {
    let list: List = json::read(body)?;
    let mut rows = list.records.iter().flat_map(|it| &it.team_records);
    let season = rows.find_map(|it| json::text_part::<Dated>(it.get()).ok());
    // Before a season begins there may be no row.
    let season = season.map(|it| it.season.text()).unwrap_or_default();
    let mut table = Table::of(convert::league(), season);
    for part in &list.records {
        let id = part.division.as_ref().map(|it| it.id.text());
        let known = DIVISIONS.iter().find(|it| Some(it.0) == id.as_deref());
        let group = known.map_or_else(|| id.unwrap_or_default(), |it| it.1.to_owned());
        table.add(&group, &part.team_records, one);
    }
    Ok(table.done())
}

fn one(text: &str, place: u16) -> Result<StandingRow, String> {
    let read: Row = json::text_part(text)?;
    let rank = read.division_rank.as_ref().and_then(Text::whole);
    let rank = rank.and_then(|it| u16::try_from(it).ok()).unwrap_or(place);
    let code = read.streak.and_then(|it| it.streak_code);
    let record = SeasonRecord {
        played: read.games_played,
        won: read.wins,
        lost: read.losses,
        scored: read.runs_scored,
        conceded: read.runs_allowed,
        streak: code.as_deref().and_then(streak),
        ..SeasonRecord::default()
    };
    Ok(row(
        rank,
        convert::competitor(&read.team, convert::SEASON)?,
        record,
    ))
}
