//! From a scoreboard's bytes to reports.

use std::collections::HashSet;

use bytes::Bytes;
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use shared::feed::{FeedAnswer, GameReport, Rejected};

use super::forms::Week;
use super::leagues::{self, League, Shape};
use super::one::{One, moment};
use super::{fights, game, golf, racing, tennis, wire};
use crate::error::Garbled;
use crate::json;
use crate::listed::refusal;

/// How long a contest of many lasts at most: four days, and two more for weather.
const FIELD_LASTS: TimeDelta = TimeDelta::days(6);

/// A scoreboard, and what it says besides its games.
#[derive(Debug)]
pub(super) struct Board {
    /// What could be read, and what could not.
    pub(super) answer: FeedAnswer,
    /// How many events it lists.
    pub(super) events: usize,
    /// The calendar of football; empty elsewhere.
    pub(super) weeks: Vec<Week>,
}

/// Reads a scoreboard of that league.
///
/// # Errors
/// [`Garbled`] when it is no scoreboard, or another league's.
pub fn read(body: Bytes, league: &str) -> Result<FeedAnswer, Garbled> {
    board(&body, league, None).map(|it| it.answer)
}

/// Reads a scoreboard of that league, leaving out what began before `since` and is over.
///
/// # Errors
/// [`Garbled`] when it is no scoreboard, or another league's.
pub(super) fn board(
    body: &Bytes,
    league: &str,
    since: Option<DateTime<Utc>>,
) -> Result<Board, Garbled> {
    let board: wire::Scoreboard = json::read(body)?;
    let garbled = |reason| Garbled::new("leagues[0].slug", reason, body.clone());
    let Some(league) = leagues::find(league) else {
        return Err(garbled(format!("league {league:?} is not one of ours")));
    };
    let first = board.leagues.first();
    let slug = first.and_then(|it| it.slug.as_deref());
    if let Some(slug) = slug.filter(|it| *it != league.slug()) {
        return Err(garbled(format!("{slug:?} is not {:?}", league.slug())));
    }
    let mut games = Games {
        since,
        seen: HashSet::new(),
        answer: FeedAnswer::default(),
    };
    for (place, raw) in board.events.iter().enumerate() {
        match event(league, raw.get(), since) {
            Ok(found) => found.into_iter().for_each(|it| games.add(it)),
            Err(reason) => {
                let named = json::text_part::<wire::Named>(raw.get()).ok();
                let id = named.map(|it| it.id);
                let place = match &id {
                    Some(id) => format!("event {id}"),
                    None => format!("events[{place}]"),
                };
                games.refuse(&place, id.as_ref(), [reason]);
            }
        }
    }
    Ok(Board {
        answer: games.answer,
        events: board.events.len(),
        weeks: first.map(weeks).unwrap_or_default(),
    })
}

/// The games of an event, each read by itself. None when it is over for long.
fn event(league: &League, text: &str, since: Option<DateTime<Utc>>) -> Result<Vec<One>, Rejected> {
    match league.shape {
        Shape::Teams => {
            // The rest of it is not looked at: most events of a month are over.
            let begins = json::text_part::<wire::Dated>(text).ok();
            let begins = begins.and_then(|it| moment(&it.date));
            if begins < since && begins.is_some() {
                return Ok(Vec::new());
            }
            game::read(league, text)
        }
        Shape::Draw(draw) => tennis::read(league, draw, text),
        Shape::Card => fights::read(league, text),
        Shape::Tournament => golf::read(league, text),
        Shape::Race => racing::read(league, text),
    }
}

/// The games so far, each once.
struct Games {
    since: Option<DateTime<Utc>>,
    seen: HashSet<String>,
    answer: FeedAnswer,
}

impl Games {
    fn add(&mut self, one: One) {
        let One {
            id,
            game,
            mut refused,
        } = one;
        match game {
            Ok(game) if self.is_over_for_long(&game) => return,
            Ok(game) if self.seen.insert(game.reference.clone()) => self.answer.games.push(game),
            Ok(_) => refused.push(refusal("it is in the answer twice")),
            Err(reason) => refused.push(reason),
        }
        self.refuse(&format!("event {id}"), Some(&id), refused);
    }

    /// A tournament of golf began days before its end.
    fn is_over_for_long(&self, game: &GameReport) -> bool {
        let lasts = match game.field {
            Some(_) => FIELD_LASTS,
            None => TimeDelta::zero(),
        };
        let ended = game.starts_at + lasts;
        game.status.is_over() && self.since.is_some_and(|it| ended < it)
    }

    fn refuse(
        &mut self,
        place: &str,
        game: Option<&String>,
        reasons: impl IntoIterator<Item = Rejected>,
    ) {
        let reasons = reasons.into_iter().map(|it| Rejected {
            place: place.to_owned(),
            game: game.cloned(),
            ..it
        });
        self.answer.rejected.extend(reasons);
    }
}

/// The weeks of football's calendar. `None` where it is another sport's, or cannot be read.
fn weeks(league: &wire::League) -> Vec<Week> {
    let calendar = league.calendar.clone().unwrap_or_default();
    let sections =
        serde_json::from_value::<Vec<wire::CalendarSection>>(calendar).unwrap_or_default();
    // Stretches of one season may begin in two years; its own is that in which the first begins.
    let year = sections
        .iter()
        .filter_map(|it| moment(&it.start_date))
        .min()
        .map(|it| it.year());
    let mut weeks = Vec::new();
    for stretch in &sections {
        for entry in &stretch.entries {
            if let (Some(year), Some(begins), Some(ends)) =
                (year, moment(&entry.start_date), moment(&entry.end_date))
            {
                weeks.push(Week {
                    year,
                    season_type: stretch.value.clone(),
                    number: entry.value.clone(),
                    lasts: begins..=ends,
                });
            }
        }
    }
    weeks
}
