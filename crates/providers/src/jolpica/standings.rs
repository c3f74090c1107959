//! The championships of drivers and of constructors.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;
use shared::competitor::CompetitorKind;
use shared::feed::{CompetitorReport, Points, SeasonRecord, StandingRow, Standings};

use super::wire::Driver;
use super::{classification, convert};
use crate::archive::athlete;
use crate::error::Garbled;
use crate::json::{self, Text};
use crate::lookup::{Table, row};

#[derive(Deserialize)]
struct Envelope {
    #[serde(rename = "MRData")]
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    #[serde(rename = "StandingsTable")]
    table: Lists,
}

#[derive(Deserialize)]
struct Lists {
    #[serde(rename = "StandingsLists")]
    lists: Vec<List>,
}

/// One of the two is there.
#[derive(Deserialize)]
struct List {
    season: Text,
    #[serde(rename = "DriverStandings", default)]
    drivers: Vec<Box<RawValue>>,
    #[serde(rename = "ConstructorStandings", default)]
    constructors: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Row {
    /// Missing of who has no place yet.
    position: Option<Text>,
    points: Text,
    wins: Option<Text>,
    #[serde(rename = "Driver")]
    driver: Option<Driver>,
    #[serde(rename = "Constructor")]
    constructor: Option<Constructor>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Constructor {
    /// `red_bull`.
    constructor_id: String,
    name: String,
}

/// What the two championships are called.
const DRIVERS: &str = "drivers";
const CONSTRUCTORS: &str = "constructors";

/// Reads a championship, of drivers or of constructors.
///
/// # Errors
/// [`Garbled`] when it is none, or the season has none yet.
pub fn read_standings(body: &Bytes) -> Result<Standings, Garbled> {
    let read: Envelope = json::read(body)?;
    let Some(list) = read.data.table.lists.first() else {
        let (place, reason) = ("MRData.StandingsTable.StandingsLists", "no list");
        return Err(Garbled::new(place, reason, body.clone()));
    };
    let mut table = Table::of(convert::league(), list.season.text());
    table.add(DRIVERS, &list.drivers, one);
    table.add(CONSTRUCTORS, &list.constructors, one);
    Ok(table.done())
}

fn one(text: &str, place: u16) -> Result<StandingRow, String> {
    let read: Row = json::text_part(text)?;
    let count = |it: Option<&Text>| it.and_then(Text::whole).and_then(|it| it.try_into().ok());
    let points: Result<Points, _> = read.points.text().parse();
    let record = SeasonRecord {
        won: count(read.wins.as_ref()),
        points: Some(points.map_err(|it| it.to_string())?),
        ..SeasonRecord::default()
    };
    let competitor = match (&read.driver, &read.constructor) {
        (Some(driver), _) => classification::driver(driver),
        (None, Some(constructor)) => team(constructor)?,
        (None, None) => return Err("neither a driver nor a constructor".to_owned()),
    };
    let rank = count(read.position.as_ref()).unwrap_or(place);
    Ok(row(rank, competitor, record))
}

fn team(constructor: &Constructor) -> Result<CompetitorReport, String> {
    let (id, name) = (constructor.constructor_id.trim(), constructor.name.trim());
    if id.is_empty() || name.is_empty() {
        return Err("a constructor without a name".to_owned());
    }
    Ok(CompetitorReport {
        reference: format!("constructor/{id}"),
        kind: CompetitorKind::Team,
        ..athlete(name, name)
    })
}
