//! Tables of leagues: a list of teams with figures by name, in parts or as a whole.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;
use shared::feed::{Points, SeasonRecord, StandingRow, Standings, streak};
use shared::league::Sport;

use super::game;
use super::leagues::{self, League};
use super::wire::Team;
use crate::error::Garbled;
use crate::json::{self, Text};
use crate::lookup::{Table, row};

/// A part of a table, which may have parts itself.
#[derive(Deserialize)]
struct Part {
    #[serde(default)]
    name: String,
    standings: Option<List>,
    #[serde(default)]
    children: Vec<Part>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct List {
    season: Option<i32>,
    /// `2025`, `2025-26`.
    season_display_name: Option<Text>,
    #[serde(default)]
    entries: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Entry {
    team: Team,
    #[serde(default)]
    stats: Vec<Figure>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Figure {
    #[serde(default)]
    name: String,
    value: Option<Text>,
    display_value: Option<Text>,
}

/// Sports in whose tables `points` are what a team has been given. Football has half a game in
/// front or behind under that name.
const GIVES_POINTS: &[Sport] = &[
    Sport::Soccer,
    Sport::IceHockey,
    Sport::RugbyUnion,
    Sport::AustralianRules,
];

/// How deep parts are within each other: a league, its conferences, their divisions.
const DEPTH_MAX: u8 = 4;

/// Reads the table of that league.
///
/// # Errors
/// [`Garbled`] when it is none, or the league has none here.
pub fn read_standings(body: &Bytes, league: &str) -> Result<Standings, Garbled> {
    let garbled = |reason: &str| Garbled::new("children", reason, body.clone());
    let league = leagues::find(league).ok_or_else(|| garbled("no league of ours"))?;
    let whole: Part = json::read(body)?;
    let season = season(&whole, 0).ok_or_else(|| garbled("no list of teams"))?;
    let mut table = Table::of(league.report(), league.season(season));
    let is_alone = whole.standings.is_none() && whole.children.len() == 1;
    match whole.children.first().filter(|_| is_alone) {
        // A table for all is called after the season.
        Some(only) if only.children.is_empty() => add(&mut table, league, "", only, 0),
        _ => add(&mut table, league, "", &whole, 0),
    }
    Ok(table.done())
}

fn season(part: &Part, depth: u8) -> Option<i32> {
    let list = part.standings.as_ref();
    let shown = list.and_then(|it| it.season_display_name.as_ref());
    // Two years at once do not say which of them the feed counts by.
    let own = list.and_then(|it| it.season).or_else(|| shown?.whole());
    let mut parts = part.children.iter().filter(|_| depth < DEPTH_MAX);
    own.or_else(|| parts.find_map(|it| season(it, depth + 1)))
}

fn add(table: &mut Table, league: &League, group: &str, part: &Part, depth: u8) {
    if let Some(list) = &part.standings {
        table.add(group, &list.entries, |text, place| one(league, text, place));
    }
    for child in part.children.iter().filter(|_| depth < DEPTH_MAX) {
        add(table, league, &child.name, child, depth + 1);
    }
}

fn one(league: &League, text: &str, place: u16) -> Result<StandingRow, String> {
    let read: Entry = json::text_part(text)?;
    let figure = |name: &str| read.stats.iter().find(|it| it.name == name);
    let whole = |name| {
        figure(name)
            .and_then(|it| it.value.as_ref())
            .and_then(Text::whole)
    };
    let count = |name| whole(name).and_then(|it| u16::try_from(it).ok());
    let points = figure("points").and_then(|it| it.value.as_ref());
    let points = points.and_then(|it| it.text().parse::<Points>().ok());
    let is_told = GIVES_POINTS.contains(&league.sport);
    let run = figure("streak").and_then(|it| it.display_value.as_ref());
    let record = SeasonRecord {
        played: count("gamesPlayed"),
        won: count("wins"),
        lost: count("losses"),
        drawn: count("ties"),
        lost_late: count("otLosses").filter(|_| league.sport == Sport::IceHockey),
        points: points.filter(|_| is_told),
        scored: whole("pointsFor"),
        conceded: whole("pointsAgainst"),
        streak: run.and_then(|it| streak(&it.text())),
    };
    let rank = count("rank").or_else(|| count("playoffSeed"));
    let rank = rank.filter(|it| *it > 0).unwrap_or(place);
    Ok(row(rank, game::team(league, &read.team)?, record))
}
