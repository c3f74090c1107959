//! The tables of the conferences.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;
use shared::feed::{SeasonRecord, StandingRow, Standings};

use super::convert;
use super::wire::Team;
use crate::error::Garbled;
use crate::json::{self, Text};
use crate::leagues::{self, Known};
use crate::lookup::{Table, row};

#[derive(Deserialize)]
struct List {
    data: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Placed {
    season: Text,
    conference: Option<String>,
}

#[derive(Deserialize)]
struct Row {
    team: Team,
    playoff_seed: Option<u16>,
    wins: Option<u16>,
    losses: Option<u16>,
}

/// Reads the table of that league.
///
/// # Errors
/// [`Garbled`] when it is none.
pub fn read_standings(body: &Bytes, league: &str) -> Result<Standings, Garbled> {
    let known = leagues::known(league);
    let known = known.ok_or_else(|| Garbled::new("data", "no league of ours", body.clone()))?;
    let list: List = json::read(body)?;
    let placed = |raw: &RawValue| json::text_part::<Placed>(raw.get()).ok();
    let year = list.data.iter().find_map(|it| placed(it)?.season.whole());
    // Before a season begins there may be no row.
    let season = year.map(|it| known.called(it)).unwrap_or_default();
    let mut table = Table::of(known.report(), season);
    // Its list has one conference after another or both mixed: places are counted in each.
    let mut conferences: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for raw in &list.data {
        let group = placed(raw).and_then(|it| it.conference).unwrap_or_default();
        conferences.entry(group).or_default().push(raw);
    }
    for (group, rows) in conferences {
        table.add(&group, rows, |text, place| one(known, text, place));
    }
    Ok(table.done())
}

fn one(league: &Known, text: &str, place: u16) -> Result<StandingRow, String> {
    let read: Row = json::text_part(text)?;
    let record = SeasonRecord {
        played: read
            .wins
            .zip(read.losses)
            .map(|(won, lost)| won.saturating_add(lost)),
        won: read.wins,
        lost: read.losses,
        ..SeasonRecord::default()
    };
    let team = convert::team(league, &read.team);
    Ok(row(read.playoff_seed.unwrap_or(place), team, record))
}
