//! From lists of races, with results or without, to reports.

use bytes::Bytes;
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::value::RawValue;
use shared::feed::{FeedAnswer, FieldReport, GameReport, LeagueReport, Participant, Rejected};
use shared::game::GameStatus;
use shared::league::Sport;

use super::LEAGUE;
use super::classification::{self, Doubt};
use super::wire::{Envelope, Named, Outcome, Race, Session};
use crate::archive::rejected;
use crate::error::Garbled;
use crate::json;
use crate::slug::slug;

/// The league.
pub(super) fn league() -> LeagueReport {
    crate::league(LEAGUE, "Formula 1", Sport::Motorsport)
}

/// A race that was read, with its number in the season.
pub(super) struct Listed {
    /// Its number, by which the feed is asked for its results.
    pub(super) round: String,
    /// The report.
    pub(super) game: GameReport,
}

/// Reads a list of races, or of their results.
///
/// # Errors
/// [`Garbled`] when it is none.
pub fn read(body: &Bytes) -> Result<FeedAnswer, Garbled> {
    let (races, rejected) = list(body)?;
    Ok(FeedAnswer {
        games: races.into_iter().map(|it| it.game).collect(),
        rejected,
    })
}

/// The same, with the number of each race.
pub(super) fn list(body: &Bytes) -> Result<(Vec<Listed>, Vec<Rejected>), Garbled> {
    let data = json::read::<Envelope>(body)?.data;
    let number = |text: &json::Text, place: &str| {
        let number = text.whole().and_then(|it| usize::try_from(it).ok());
        number.ok_or_else(|| Garbled::new(place, "is no number", body.clone()))
    };
    let offset = number(&data.offset, "MRData.offset")?;
    let total = number(&data.total, "MRData.total")?;
    let read: Vec<_> = data.table.races.iter().map(|it| race(it)).collect();
    let results = read.iter().flatten().filter_map(|it| it.results.as_ref());
    let listed = offset + results.map(Vec::len).sum::<usize>();
    let last = read.len().saturating_sub(1);
    let mut races: Vec<Listed> = Vec::new();
    let mut refused = Vec::new();
    for (place, (read, raw)) in read.into_iter().zip(&data.table.races).enumerate() {
        // A page of results begins and ends anywhere in a race.
        let is_cut = (place == 0 && offset > 0) || (place == last && listed < total);
        let mut doubts = Vec::new();
        match read.and_then(|it| report(&it, is_cut, &mut doubts)) {
            Ok(race)
                if races
                    .iter()
                    .any(|it| it.game.reference == race.game.reference) =>
            {
                let reason = "it is in the answer twice".to_owned();
                doubts.push(Doubt::Wrong(reason));
            }
            Ok(race) => races.push(race),
            Err(reason) => doubts.push(Doubt::Wrong(reason)),
        }
        let named = json::text_part::<Named>(raw.get()).ok();
        let named = named.map(|it| reference(&it.season.text(), &it.race_name));
        refused.extend(
            doubts
                .into_iter()
                .map(|it| refusal(it, place, named.clone())),
        );
    }
    Ok((races, refused))
}

fn refusal(doubt: Doubt, place: usize, named: Option<String>) -> Rejected {
    let place = match &named {
        Some(race) => format!("race {race}"),
        None => format!("Races[{place}]"),
    };
    let (reason, unknown_code) = match doubt {
        Doubt::Wrong(reason) => (reason, None),
        Doubt::Unknown(word) => (format!("unknown position {word:?}"), Some(word)),
    };
    Rejected {
        unknown_code,
        game: named,
        ..rejected(place, reason)
    }
}

fn race(raw: &RawValue) -> Result<Race, String> {
    json::text_part(raw.get())
}

/// A race keeps its name through a season. Its number changes with the calendar.
fn reference(season: &str, name: &str) -> String {
    format!("{season}/{}", slug(name))
}

fn report(race: &Race, is_cut: bool, doubts: &mut Vec<Doubt>) -> Result<Listed, String> {
    let season = race.season.text();
    let name = race.race_name.trim();
    let field = FieldReport {
        slug: slug(name),
        name: name.to_owned(),
    };
    if field.slug.is_empty() {
        return Err("a race without a name".to_owned());
    }
    let mut game = GameReport {
        reference: reference(&season, name),
        league: league(),
        season,
        starts_at: start(race)?,
        status: GameStatus::Scheduled,
        field: Some(field),
        participants: Vec::new(),
        players: Vec::new(),
        scores: Vec::new(),
        facts: shared::facts::Facts::default(),
        source_at: None,
        quotes: Vec::new(),
        quotes_complete: false,
        live: None,
        venue: None,
    };
    match race.results.as_deref() {
        None | Some([]) => {}
        Some(_) if is_cut => {
            let reason = "its results are cut off by the end of the page";
            doubts.push(Doubt::Wrong(reason.to_owned()));
        }
        Some(outcomes) => finish(&mut game, outcomes, doubts),
    }
    let round = race.round.text();
    Ok(Listed { round, game })
}

/// Puts the classification into the report. A race that is over in a way that cannot be read is
/// over all the same.
fn finish(game: &mut GameReport, outcomes: &[Outcome], doubts: &mut Vec<Doubt>) {
    game.status = GameStatus::Final;
    match classification::read(outcomes) {
        Ok(read) => {
            game.participants = Participant::field(read.drivers);
            game.facts.entrants = read.lines;
        }
        Err(doubt) => doubts.push(doubt),
    }
}

fn start(race: &Race) -> Result<DateTime<Utc>, String> {
    let day = |text: &str| {
        text.parse::<NaiveDate>()
            .map_err(|_| format!("{text:?} is no date"))
    };
    let date = day(&race.date)?;
    let before = [&race.first_practice, &race.qualifying, &race.sprint];
    for Session { date: told } in before.into_iter().flatten() {
        if day(told)? > date {
            return Err(format!(
                "contradiction: the race is on {date}, and a session before it on {told}"
            ));
        }
    }
    let time = race
        .time
        .as_deref()
        .ok_or("the hour of its start is not set")?;
    let text = format!("{date}T{time}");
    text.parse::<DateTime<Utc>>()
        .map_err(|_| format!("{text:?} is no time"))
}
