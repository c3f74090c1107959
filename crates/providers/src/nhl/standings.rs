//! The table of the league. Its teams have no ids there: they are known by their names.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;
use shared::competitor::CompetitorKind;
use shared::feed::{CompetitorReport, Points, SeasonRecord, StandingRow, Standings};

use super::wire::Name;
use super::{LEAGUE, convert};
use crate::archive::athlete;
use crate::error::Garbled;
use crate::json::{self, Text};
use crate::lookup::{Table, row};
use crate::teams;

#[derive(Deserialize)]
struct List {
    standings: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    division_sequence: u16,
    team_name: Name,
    team_abbrev: Name,
    games_played: Option<u16>,
    wins: Option<u16>,
    losses: Option<u16>,
    ot_losses: Option<u16>,
    points: Option<i32>,
    goal_for: Option<i32>,
    goal_against: Option<i32>,
    streak_code: Option<String>,
    streak_count: Option<u16>,
}

/// What of a row says where it belongs.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Placed {
    season_id: Text,
    conference_name: Option<String>,
    division_name: String,
}

/// Reads the table, by conference and division.
///
/// # Errors
/// [`Garbled`] when it is none.
pub fn read_standings(body: &Bytes) -> Result<Standings, Garbled> {
    let list: List = json::read(body)?;
    let placed = |raw: &RawValue| json::text_part::<Placed>(raw.get()).ok();
    // Before a season begins there may be no row.
    let first = list.standings.iter().find_map(|it| placed(it));
    let season = first
        .map(|it| convert::season(&it.season_id.text()))
        .transpose();
    let season = season.map_err(|it| Garbled::new("standings[0].seasonId", it, body.clone()))?;
    let season = season.unwrap_or_default();
    let mut table = Table::of(convert::league(), season);
    for raw in &list.standings {
        let group = placed(raw).map(|it| match &it.conference_name {
            Some(conference) => format!("{conference} Conference, {}", it.division_name),
            None => it.division_name,
        });
        table.add(&group.unwrap_or_default(), [raw], |text, _| one(text));
    }
    Ok(table.done())
}

fn one(text: &str) -> Result<StandingRow, String> {
    let read: Row = json::text_part(text)?;
    let streak = match read.streak_code.as_deref().zip(read.streak_count) {
        Some((code, count)) => shared::feed::streak(&format!("{code}{count}")),
        None => None,
    };
    let record = SeasonRecord {
        played: read.games_played,
        won: read.wins,
        lost: read.losses,
        drawn: None,
        lost_late: read.ot_losses,
        points: read.points.and_then(Points::whole),
        scored: read.goal_for,
        conceded: read.goal_against,
        streak,
    };
    let team = team(
        read.team_name.default.trim(),
        read.team_abbrev.default.trim(),
    )?;
    Ok(row(read.division_sequence, team, record))
}

fn team(name: &str, code: &str) -> Result<CompetitorReport, String> {
    if name.is_empty() || code.is_empty() {
        return Err("a team without a name".to_owned());
    }
    let reference = teams::reference(&format!("code/{code}"));
    if let Some(known) = teams::known(LEAGUE, name) {
        return Ok(known.report(reference));
    }
    Ok(CompetitorReport {
        reference,
        kind: CompetitorKind::Team,
        code: code.to_owned(),
        ..athlete(name, name)
    })
}
