//! Tables of competitions, as a whole or by group.

use bytes::Bytes;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::value::RawValue;
use shared::feed::{Points, SeasonRecord, StandingRow, Standings};

use super::competition;
use super::convert;
use super::wire::{Competition, Team};
use crate::error::Garbled;
use crate::json;
use crate::leagues::{self, Known};
use crate::lookup::{Table, row};

#[derive(Deserialize)]
struct List {
    competition: Competition,
    season: Season,
    standings: Vec<Part>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Season {
    start_date: NaiveDate,
}

#[derive(Deserialize)]
struct Part {
    /// `TOTAL`; at home and away by themselves are others.
    #[serde(rename = "type")]
    kind: String,
    /// `GROUP_A`, `Group A`.
    group: Option<String>,
    table: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    position: u16,
    team: Team,
    played_games: Option<u16>,
    won: Option<u16>,
    draw: Option<u16>,
    lost: Option<u16>,
    points: Option<i32>,
    goals_for: Option<i32>,
    goals_against: Option<i32>,
}

/// Home and away games together.
const TOTAL: &str = "TOTAL";

/// Reads the table of that league.
///
/// # Errors
/// [`Garbled`] when it is none, or another competition's.
pub fn read_standings(body: &Bytes, league: &str) -> Result<Standings, Garbled> {
    let garbled = |reason| Garbled::new("competition.code", reason, body.clone());
    let known = leagues::known(league).zip(competition(league));
    let (known, competition) =
        known.ok_or_else(|| garbled(format!("league {league:?} is not one of this feed's")))?;
    let list: List = json::read(body)?;
    let code = &list.competition.code;
    if code != competition {
        return Err(garbled(format!("{code:?} is not {competition:?}")));
    }
    let begins = list
        .season
        .start_date
        .and_time(chrono::NaiveTime::MIN)
        .and_utc();
    let mut table = Table::of(known.report(), known.season(begins));
    for part in list.standings.iter().filter(|it| it.kind == TOTAL) {
        let group = part.group.as_deref().unwrap_or_default();
        table.add(&plain(group), &part.table, |text, _| one(known, text));
    }
    Ok(table.done())
}

/// `GROUP_A` is `Group A`.
fn plain(group: &str) -> String {
    match group.strip_prefix("GROUP_") {
        Some(letter) => format!("Group {letter}"),
        None => group.to_owned(),
    }
}

fn one(league: &Known, text: &str) -> Result<StandingRow, String> {
    let read: Row = json::text_part(text)?;
    let record = SeasonRecord {
        played: read.played_games,
        won: read.won,
        lost: read.lost,
        drawn: read.draw,
        points: read.points.and_then(Points::whole),
        scored: read.goals_for,
        conceded: read.goals_against,
        ..SeasonRecord::default()
    };
    Ok(row(
        read.position,
        convert::competitor(league, &read.team)?,
        record,
    ))
}
