//! From lists of events to reports, with prices where they are there.

use std::collections::BTreeSet;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use serde_json::value::RawValue;
use shared::feed::{FeedAnswer, FieldReport, GameReport, Participant, Rejected};
use shared::game::GameStatus;
use shared::price::OddsFormat;

use super::leagues::{self, League, team};
use super::odds::{self, Taken};
use super::wire;
use crate::archive::rejected;
use crate::error::Garbled;
use crate::json;
use crate::slug::slug;

/// A sport of the feed's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The feed's key: `icehockey_nhl`.
    pub key: String,
    /// Its name: `NHL`.
    pub title: String,
    /// Whether it is in season.
    pub active: bool,
    /// Whether it is the winner of a league or tournament that is priced.
    pub has_outrights: bool,
}

/// Prices as they were at a moment that has passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The moment, at or before the one that was asked for.
    pub at: DateTime<Utc>,
    /// The moment of the snapshot before, if there is one.
    pub previous: Option<DateTime<Utc>>,
    /// The moment of the next, if there is one.
    pub next: Option<DateTime<Utc>>,
    /// What it holds.
    pub answer: FeedAnswer,
}

/// Reads the list of sports.
///
/// # Errors
/// [`Garbled`] when it is none.
pub fn read_sports(body: &Bytes) -> Result<Vec<Listed>, Garbled> {
    let sports: Vec<wire::Sport> = json::read(body)?;
    let listed = sports.into_iter().map(|it| Listed {
        key: it.key,
        title: it.title,
        active: it.active,
        has_outrights: it.has_outrights,
    });
    Ok(listed.collect())
}

/// Reads a league's events without prices. An empty list is an answer: nothing is on.
///
/// # Errors
/// [`Garbled`] when it is no list, or the league is none of ours.
pub fn read_events(body: &Bytes, league: &str) -> Result<FeedAnswer, Garbled> {
    let mut answer = read_odds(body, league, OddsFormat::Decimal)?;
    answer
        .games
        .iter_mut()
        .for_each(|it| it.quotes_complete = false);
    Ok(answer)
}

/// Reads a league's events with prices in that format, or the contest for its title. What a
/// bookmaker does not list there it offers no more.
///
/// # Errors
/// [`Garbled`] when it is no list, or the league is none of ours.
pub fn read_odds(body: &Bytes, league: &str, format: OddsFormat) -> Result<FeedAnswer, Garbled> {
    let league = find(league, body)?;
    let events: Vec<Box<RawValue>> = json::read(body)?;
    Ok(list(league, format, &events, true))
}

/// Reads one event with whichever markets were asked for.
///
/// # Errors
/// [`Garbled`] when it is no event, or the league is none of ours.
pub fn read_event(body: &Bytes, league: &str, format: OddsFormat) -> Result<FeedAnswer, Garbled> {
    let league = find(league, body)?;
    let _: wire::Event = json::read(body)?;
    let event: Box<RawValue> = json::read(body)?;
    Ok(list(league, format, &[event], false))
}

/// Reads an answer about a moment that has passed: events or one event, with prices or without.
///
/// # Errors
/// [`Garbled`] when it is none, or the league is none of ours.
pub fn read_historical(
    body: &Bytes,
    league: &str,
    format: OddsFormat,
) -> Result<Snapshot, Garbled> {
    let league = find(league, body)?;
    let read: wire::Historical = json::read(body)?;
    let wrong =
        |text: &str| Garbled::new("timestamp", format!("{text:?} is no time"), body.clone());
    let moment = |text: &str| text.parse::<DateTime<Utc>>().map_err(|_| wrong(text));
    let some = |text: &Option<String>| text.as_deref().map(moment).transpose();
    let (at, previous, next) = (
        moment(&read.timestamp)?,
        some(&read.previous_timestamp)?,
        some(&read.next_timestamp)?,
    );
    let data = read.data.get();
    let events = if data.starts_with('[') {
        json::text_part::<Vec<Box<RawValue>>>(data)
    } else {
        let known = json::text_part::<wire::Event>(data);
        known.and_then(|_| json::text_part::<Box<RawValue>>(data).map(|it| vec![it]))
    };
    let events = events.map_err(|reason| Garbled::new("data", reason, body.clone()))?;
    Ok(Snapshot {
        at,
        previous,
        next,
        answer: list(league, format, &events, false),
    })
}

/// The league, without which no name in the body means anything.
pub(super) fn find(league: &str, body: &Bytes) -> Result<&'static League, Garbled> {
    leagues::find(league).ok_or_else(|| {
        let reason = format!("league {league:?} is not one of ours");
        Garbled::new("sport_key", reason, body.clone())
    })
}

fn list(
    league: &'static League,
    format: OddsFormat,
    events: &[Box<RawValue>],
    complete: bool,
) -> FeedAnswer {
    each(events, |text, refused| {
        let event: wire::Event = json::text_part(text)?;
        let mut game = game(league, &event)?;
        let sides = names(&event)?;
        let reports: Vec<_> = game.participants.iter().map(|it| &it.competitor).collect();
        let sides = match (sides, reports.as_slice()) {
            (Some([home, away]), [home_report, away_report]) => {
                Some([(home, *home_report), (away, *away_report)])
            }
            _ => None,
        };
        let known = odds::Event {
            id: &event.id,
            league,
            format,
            sides,
        };
        let taken = odds::read(&known, &event.bookmakers);
        let is_match = sides.is_some();
        let Taken {
            quotes,
            named,
            refused: reasons,
        } = taken;
        refused.extend(reasons);
        game.quotes = quotes;
        game.quotes_complete = complete;
        if is_match {
            game.players = named.into_values().collect();
        } else {
            game.participants = Participant::field(named.into_values());
        }
        Ok(game)
    })
}

/// Reads the events one by one, so that a bad one spoils no other.
pub(super) fn each(
    events: &[Box<RawValue>],
    mut read: impl FnMut(&str, &mut Vec<String>) -> Result<GameReport, String>,
) -> FeedAnswer {
    let mut answer = FeedAnswer::default();
    let mut seen = BTreeSet::new();
    for (place, raw) in events.iter().enumerate() {
        let mut refused = Vec::new();
        match read(raw.get(), &mut refused) {
            Ok(game) if seen.insert(game.reference.clone()) => answer.games.push(game),
            Ok(_) => refused.push("it is in the answer twice".to_owned()),
            Err(reason) => refused.push(reason),
        }
        let id = json::text_part::<wire::Named>(raw.get())
            .ok()
            .map(|it| it.id);
        let place = match &id {
            Some(id) => format!("event {id}"),
            None => format!("[{place}]"),
        };
        answer
            .rejected
            .extend(refused.into_iter().map(|reason| Rejected {
                game: id.clone(),
                ..rejected(place.clone(), reason)
            }));
    }
    answer
}

/// The event as it is listed: not begun, as far as is told.
pub(super) fn game(league: &League, event: &wire::Event) -> Result<GameReport, String> {
    let key = &event.sport_key;
    if !league.is_called(key) {
        return Err(format!("{key:?} is not {:?}", league.key));
    }
    if event.id.trim().is_empty() {
        return Err("an event without an id".to_owned());
    }
    let start = &event.commence_time;
    let starts_at = start.parse::<DateTime<Utc>>();
    let starts_at = starts_at.map_err(|_| format!("{start:?} is no time"))?;
    let (field, participants) = match names(event)? {
        Some([home, away]) => {
            let sides = Participant::sides(team(league, home), team(league, away));
            (None, sides)
        }
        None => {
            let field = FieldReport {
                slug: slug(key),
                name: event.sport_title.clone().unwrap_or_else(|| key.clone()),
            };
            (Some(field), Vec::new())
        }
    };
    Ok(GameReport {
        reference: event.id.clone(),
        league: league.report(),
        season: league.season(starts_at),
        starts_at,
        status: GameStatus::Scheduled,
        field,
        participants,
        players: Vec::new(),
        scores: Vec::new(),
        facts: shared::facts::Facts::default(),
        source_at: None,
        quotes: Vec::new(),
        quotes_complete: false,
        live: None,
        venue: None,
    })
}

/// The two sides, home first. `None`: the event is a contest of many.
pub(super) fn names(event: &wire::Event) -> Result<Option<[&str; 2]>, String> {
    let name = |it: &'_ Option<String>| it.as_deref().map_or(0, |it| it.trim().len());
    match (&event.home_team, &event.away_team) {
        (None, None) => Ok(None),
        (Some(home), Some(away)) if name(&event.home_team).min(name(&event.away_team)) > 0 => {
            let (home, away) = (home.trim(), away.trim());
            if slug(home) == slug(away) {
                return Err("one team on both sides".to_owned());
            }
            if [home, away].iter().any(|it| it.eq_ignore_ascii_case("tbd")) {
                return Err("a side is not decided yet".to_owned());
            }
            Ok(Some([home, away]))
        }
        _ => Err("a side without a name".to_owned()),
    }
}
