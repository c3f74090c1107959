//! Tables: of football by league, of Formula 1 by drivers.

use bytes::Bytes;
use chrono::DateTime;
use serde::Deserialize;
use serde_json::value::RawValue;
use shared::feed::{Points, SeasonRecord, StandingRow, Standings};

use super::convert::{self, Fault};
use super::envelope;
use super::formula_1;
use super::leagues::{Api, League};
use super::wire::Team;
use crate::error::Garbled;
use crate::json::{self, Text};
use crate::lookup::{Table, row};

#[derive(Deserialize)]
struct Answer {
    league: Tables,
}

#[derive(Deserialize)]
struct Tables {
    id: u32,
    season: Text,
    /// One for each part of the league.
    standings: Vec<Vec<Box<RawValue>>>,
}

#[derive(Deserialize)]
struct Grouped {
    group: Option<String>,
}

#[derive(Deserialize)]
struct Row {
    rank: u16,
    team: Team,
    points: Option<i32>,
    all: All,
}

#[derive(Deserialize)]
struct All {
    played: Option<u16>,
    win: Option<u16>,
    draw: Option<u16>,
    lose: Option<u16>,
    goals: Goals,
}

#[derive(Deserialize)]
struct Goals {
    #[serde(rename = "for")]
    scored: Option<i32>,
    against: Option<i32>,
}

#[derive(Deserialize)]
struct Dated {
    season: Text,
}

#[derive(Deserialize)]
struct Driver {
    position: u16,
    points: Option<Text>,
    wins: Option<u16>,
}

/// What a championship of drivers is called.
const DRIVERS: &str = "drivers";

/// Reads the table of that league.
///
/// # Errors
/// [`Garbled`] when it is none, or another league's.
pub(super) fn read(league: &League, body: &Bytes) -> Result<Standings, Garbled> {
    match league.api {
        Api::FormulaOne => drivers(league, body),
        _ => football(league, body),
    }
}

fn football(league: &League, body: &Bytes) -> Result<Standings, Garbled> {
    let garbled = |place: &str, reason: String| Garbled::new(place, reason, body.clone());
    let rows = envelope::open(body)?.rows;
    // Before a season begins there is none.
    let Some(first) = rows.first() else {
        return Ok(Table::of(league.report(), String::new()).done());
    };
    let read: Answer = json::text_part(first.get()).map_err(|it| garbled("response[0]", it))?;
    let tables = read.league;
    if tables.id != league.id {
        let reason = format!("{} is not {}", tables.id, league.id);
        return Err(garbled("response[0].league.id", reason));
    }
    let mut table = Table::of(league.report(), season_of(league, &tables.season));
    let is_alone = tables.standings.len() == 1;
    for part in &tables.standings {
        let named = part
            .iter()
            .find_map(|it| json::text_part::<Grouped>(it.get()).ok());
        let group = named.and_then(|it| it.group).filter(|_| !is_alone);
        table.add(group.as_deref().unwrap_or_default(), part, |text, _| {
            team(league, text)
        });
    }
    Ok(table.done())
}

/// The label says it; no start is known that would.
fn season_of(league: &League, label: &Text) -> String {
    league.season(Some(label), DateTime::UNIX_EPOCH)
}

fn team(league: &League, text: &str) -> Result<StandingRow, String> {
    let read: Row = json::text_part(text)?;
    let record = SeasonRecord {
        played: read.all.played,
        won: read.all.win,
        lost: read.all.lose,
        drawn: read.all.draw,
        points: read.points.and_then(Points::whole),
        scored: read.all.goals.scored,
        conceded: read.all.goals.against,
        ..SeasonRecord::default()
    };
    let team = convert::team(league, &read.team).map_err(Fault::into_reason)?;
    Ok(row(read.rank, team, record))
}

fn drivers(league: &League, body: &Bytes) -> Result<Standings, Garbled> {
    let rows = envelope::open(body)?.rows;
    let season = rows
        .iter()
        .find_map(|it| json::text_part::<Dated>(it.get()).ok());
    let season = season.map(|it| season_of(league, &it.season));
    let mut table = Table::of(league.report(), season.unwrap_or_default());
    table.add(DRIVERS, &rows, |text, _| driver(text));
    Ok(table.done())
}

fn driver(text: &str) -> Result<StandingRow, String> {
    let read: Driver = json::text_part(text)?;
    let points = read.points.map(|it| it.text().parse::<Points>());
    let record = SeasonRecord {
        won: read.wins,
        points: points.transpose().map_err(|it| it.to_string())?,
        ..SeasonRecord::default()
    };
    Ok(row(read.position, formula_1::named(text)?, record))
}
