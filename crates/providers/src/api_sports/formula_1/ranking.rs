//! Who drives, from a starting grid, and who finished where.

use std::collections::BTreeSet;

use bytes::Bytes;
use shared::facts::{EntrantLine, Finish};
use shared::feed::{CompetitorReport, GameReport, Participant};
use shared::league::Sport;

use super::wire::{Driver, Drives, Rank};
use crate::api_sports::NAME;
use crate::api_sports::envelope;
use crate::archive::athlete;
use crate::error::Garbled;
use crate::json;

/// The field of a race, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranking {
    /// The feed's id of the race. Nothing when nobody is listed.
    pub race: Option<String>,
    drivers: Vec<CompetitorReport>,
    /// In order of id. Nothing on a starting grid.
    lines: Vec<EntrantLine>,
}

/// Reads the result of a race, or its starting grid.
///
/// # Errors
/// [`Garbled`] when a row of it cannot be read: a field of which a driver is missing is none.
pub fn read_ranking(body: &Bytes) -> Result<Ranking, Garbled> {
    let rows = envelope::open(body)?.rows;
    let mut ranking = Ranking::default();
    let mut seen = BTreeSet::new();
    for (place, raw) in rows.iter().enumerate() {
        let wrong = |it: String| Garbled::new(format!("response[{place}]"), it, body.clone());
        let row: Rank = json::text_part(raw.get()).map_err(wrong)?;
        let race = row.race.id.text();
        if ranking.race.get_or_insert_with(|| race.clone()) != &race {
            return Err(wrong(format!("of race {race}, among others")));
        }
        let driver = driver(&row.driver).map_err(wrong)?;
        if !seen.insert(driver.reference.clone()) {
            return Err(wrong(format!("{} is there twice", driver.reference)));
        }
        if row.laps.is_some() {
            ranking.lines.push(line(&row, &driver).map_err(wrong)?);
        }
        ranking.drivers.push(driver);
    }
    if !ranking.lines.is_empty() && ranking.lines.len() != ranking.drivers.len() {
        let reason = "some have driven laps, and of others none are told";
        return Err(Garbled::new("response", reason, body.clone()));
    }
    ranking.lines.sort_unstable_by_key(|it| it.id);
    Ok(ranking)
}

/// Whom a row names.
pub(in crate::api_sports) fn named(text: &str) -> Result<CompetitorReport, String> {
    driver(&json::text_part::<Drives>(text)?.driver)
}

fn driver(driver: &Driver) -> Result<CompetitorReport, String> {
    let name = driver.name.trim();
    let id = driver.id.text();
    if name.is_empty() || id.is_empty() || id == "0" {
        return Err(format!("a driver without an id or a name: {id:?} {name:?}"));
    }
    let short = name.split_once(' ').map_or(name, |it| it.1);
    let mut report = CompetitorReport {
        reference: format!("driver/{id}"),
        ..athlete(name, short)
    };
    let abbr = driver.abbr.as_deref().map_or("", str::trim);
    if (2..=4).contains(&abbr.len()) && abbr.bytes().all(|it| it.is_ascii_alphanumeric()) {
        abbr.clone_into(&mut report.code);
    }
    Ok(report)
}

fn line(row: &Rank, driver: &CompetitorReport) -> Result<EntrantLine, String> {
    let finish = finish(row.time.as_deref().map_or("", str::trim))?;
    let is_placed = finish == Finish::Finished;
    if is_placed && row.position.is_none_or(|it| it == 0) {
        return Err("one who finished has no place".to_owned());
    }
    let laps = row.laps.filter(|_| finish.started());
    Ok(EntrantLine {
        id: driver.first_id(NAME, Sport::Motorsport),
        finish,
        // The feed goes on counting through those who stopped, classified or not.
        position: row.position.filter(|_| is_placed),
        holes: None,
        laps,
        scores: Vec::new(),
        withdrawal: None,
    })
}

/// How a driver finished, from what stands in place of the time.
fn finish(time: &str) -> Result<Finish, String> {
    let is_time = |it: &str| {
        let known = |byte: u8| byte.is_ascii_digit() || matches!(byte, b':' | b'.');
        !it.is_empty() && it.bytes().all(known)
    };
    let is_behind = |it: &str| {
        let rest = it.trim_start_matches(|it: char| it.is_ascii_digit()).trim();
        rest.len() < it.len() && matches!(rest.to_ascii_lowercase().as_str(), "lap" | "laps")
    };
    match time {
        "DNF" => Ok(Finish::Retired),
        "DNS" => Ok(Finish::DidNotStart),
        "DSQ" | "DQ" => Ok(Finish::Disqualified),
        time if is_time(time) => Ok(Finish::Finished),
        time => match time.strip_prefix('+') {
            Some(gap) if is_time(gap) || is_behind(gap) => Ok(Finish::Finished),
            _ => Err(format!(
                "{time:?} is no time, and no known way to end a race"
            )),
        },
    }
}

impl Ranking {
    /// How many drivers there are.
    pub fn count(&self) -> usize {
        self.drivers.len()
    }

    /// Whether it says who finished where.
    pub fn is_result(&self) -> bool {
        !self.lines.is_empty()
    }

    /// Puts it into the report of its race. Returns what is wrong with it.
    pub fn put(&self, game: &mut GameReport) -> Vec<String> {
        if self.race.as_ref().is_some_and(|it| *it != game.reference) {
            return vec![format!("contradiction: a ranking of race {:?}", self.race)];
        }
        game.participants = Participant::field(self.drivers.iter().cloned());
        game.facts.entrants.clone_from(&self.lines);
        Vec::new()
    }
}
