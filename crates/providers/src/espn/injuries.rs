//! Who may miss games, team by team. A player has no id there but in the address of his page.

use bytes::Bytes;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::value::RawValue;
use shared::competitor::CompetitorKind;
use shared::feed::{Availability, CompetitorReport, Injuries, InjuryReport, note};

use super::leagues::{self, League};
use super::one::moment;
use crate::archive::athlete;
use crate::error::Garbled;
use crate::json::{self, Text};
use crate::lookup::{Unfit, unfit};
use crate::teams;

#[derive(Deserialize)]
struct List {
    injuries: Vec<Team>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Team {
    id: Text,
    display_name: String,
    /// Read one by one.
    injuries: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Injury {
    status: String,
    short_comment: Option<String>,
    date: Option<String>,
    athlete: Athlete,
    details: Option<Details>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Athlete {
    id: Option<Text>,
    display_name: String,
    short_name: Option<String>,
    position: Option<Position>,
    #[serde(default)]
    links: Vec<Link>,
}

#[derive(Deserialize)]
struct Position {
    abbreviation: Option<String>,
}

#[derive(Deserialize)]
struct Link {
    #[serde(default)]
    href: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Details {
    return_date: Option<String>,
}

/// What the feed's words mean. One that is not here is never guessed.
const WORDS: &[(&str, Availability)] = &[
    ("out", Availability::Out),
    ("doubtful", Availability::Doubtful),
    ("questionable", Availability::Questionable),
    ("probable", Availability::Probable),
    ("day-to-day", Availability::DayToDay),
    ("injured reserve", Availability::InjuredList),
    ("7-day-il", Availability::InjuredList),
    ("10-day-il", Availability::InjuredList),
    ("15-day-il", Availability::InjuredList),
    ("60-day-il", Availability::InjuredList),
    ("suspension", Availability::Suspended),
];

/// What stands before the id in the address of a player's page.
const BEFORE_ID: &str = "/id/";

/// Reads who of that league may miss games.
///
/// # Errors
/// [`Garbled`] when it is no such list.
pub fn read_injuries(body: &Bytes, league: &str) -> Result<Injuries, Garbled> {
    let known = leagues::find(league);
    let known = known.ok_or_else(|| Garbled::new("injuries", "no league of ours", body.clone()))?;
    let list: List = json::read(body)?;
    let mut found = Injuries {
        league: known.report(),
        players: Vec::new(),
        rejected: Vec::new(),
    };
    for team in &list.injuries {
        let named = of_team(known, team);
        for raw in &team.injuries {
            let read = named.clone().map_err(Unfit::from);
            match read.and_then(|team| one(known, team, raw.get())) {
                Ok(player) => found.players.push(player),
                Err(reason) => found.rejected.push(unfit(&team.display_name, reason)),
            }
        }
    }
    Ok(found)
}

fn of_team(league: &League, team: &Team) -> Result<CompetitorReport, String> {
    let (id, name) = (team.id.text(), team.display_name.trim());
    if id.is_empty() || name.is_empty() {
        return Err("a team without a name".to_owned());
    }
    Ok(CompetitorReport {
        reference: league.reference(&id),
        slug: teams::slug_of(league.code, name),
        kind: CompetitorKind::Team,
        ..athlete(name, name)
    })
}

fn one(league: &League, team: CompetitorReport, text: &str) -> Result<InjuryReport, Unfit> {
    let read: Injury = json::text_part(text)?;
    let word = read.status.trim().to_ascii_lowercase();
    let known = WORDS.iter().find(|it| it.0 == word);
    let status = known.ok_or_else(|| Unfit::unknown(read.status.trim()))?.1;
    let name = read.athlete.display_name.trim();
    let id = id(&read.athlete).filter(|_| !name.is_empty());
    let id = id.ok_or_else(|| format!("{name:?} has no id"))?;
    let back = read.details.and_then(|it| it.return_date);
    let back = back.and_then(|it| it.parse::<NaiveDate>().ok());
    let position = read.athlete.position.and_then(|it| it.abbreviation);
    Ok(InjuryReport {
        team,
        player: CompetitorReport {
            reference: league.player(&id),
            ..athlete(name, read.athlete.short_name.as_deref().unwrap_or(name))
        },
        position: position.filter(|it| it.len() <= 8),
        status,
        note: read.short_comment.as_deref().and_then(note),
        said_at: read.date.as_deref().and_then(moment),
        returns_on: back,
    })
}

/// The player's id, or what of an address is one: `…/player/_/id/4597509/…`.
fn id(athlete: &Athlete) -> Option<String> {
    let told = athlete.id.as_ref().map(Text::text);
    let linked = athlete.links.iter().find_map(|it| {
        let (_, rest) = it.href.split_once(BEFORE_ID)?;
        let end = rest.find(|it: char| !it.is_ascii_digit());
        Some(rest[..end.unwrap_or(rest.len())].to_owned())
    });
    told.or(linked).filter(|it| !it.is_empty())
}
