//! The table, which the feed works out from the results that its readers typed in. It has no
//! places: the order is theirs.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;
use shared::feed::{Points, SeasonRecord, StandingRow, Standings};

use super::wire::Team;
use super::{LEAGUE, convert};
use crate::error::Garbled;
use crate::json::{self, Text};
use crate::leagues;
use crate::lookup::{Table, row};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    team_info_id: Text,
    team_name: String,
    short_name: Option<String>,
    points: Option<i32>,
    opponent_goals: Option<i32>,
    goals: Option<i32>,
    matches: Option<u16>,
    won: Option<u16>,
    lost: Option<u16>,
    draw: Option<u16>,
}

/// Reads the table of the season that began in that year.
///
/// # Errors
/// [`Garbled`] when it is none.
pub fn read_standings(body: &Bytes, year: i32) -> Result<Standings, Garbled> {
    let rows: Vec<Box<RawValue>> = json::read(body)?;
    let known = leagues::known(LEAGUE);
    let known = known.ok_or_else(|| Garbled::new("", "no league of ours", body.clone()))?;
    let mut table = Table::of(known.report(), known.called(year));
    table.add("", &rows, one);
    Ok(table.done())
}

fn one(text: &str, place: u16) -> Result<StandingRow, String> {
    let read: Row = json::text_part(text)?;
    let team = Team {
        team_id: read.team_info_id,
        team_name: read.team_name,
        short_name: read.short_name,
    };
    let record = SeasonRecord {
        played: read.matches,
        won: read.won,
        lost: read.lost,
        drawn: read.draw,
        points: read.points.and_then(Points::whole),
        scored: read.goals,
        conceded: read.opponent_goals,
        ..SeasonRecord::default()
    };
    Ok(row(place, convert::competitor(&team)?, record))
}
