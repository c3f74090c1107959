//! From a scoreboard's bytes to reports.

use std::collections::HashSet;

use bytes::Bytes;
use chrono::{DateTime, Datelike, NaiveDateTime, Utc};
use shared::competitor::CompetitorKind;
use shared::feed::{CompetitorReport, FeedAnswer, GameReport, Participant, QuoteReport, Rejected};
use shared::game::GameStatus;

use super::ending::{self, EndFields};
use super::forms::Week;
use super::leagues::{self, League};
use super::status::NoStatus;
use super::{odds, scores, status, wire};
use crate::error::Garbled;
use crate::{json, teams};

/// A scoreboard, and what it says beside its games.
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

/// Reads a scoreboard of that league, leaving out what began before `since`.
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
    if let Some(slug) = slug.filter(|it| *it != league.slug) {
        return Err(garbled(format!("{slug:?} is not {:?}", league.slug)));
    }
    let mut answer = FeedAnswer::default();
    let mut seen = HashSet::new();
    let events = board.events.len();
    for (place, raw) in board.events.iter().enumerate() {
        let begins = json::text_part::<wire::Dated>(raw.get()).ok();
        let begins = begins.and_then(|it| moment(&it.date));
        if begins < since && begins.is_some() {
            continue;
        }
        let mut refused = Vec::new();
        match event(league, raw.get(), &mut refused) {
            Ok(game) if seen.insert(game.reference.clone()) => answer.games.push(game),
            Ok(_) => refused.push(refusal("it is in the answer twice")),
            Err(reason) => refused.push(reason),
        }
        let named = json::text_part::<wire::Named>(raw.get()).ok();
        let id = named.map(|it| it.id);
        let place = match &id {
            Some(id) => format!("event {id}"),
            None => format!("events[{place}]"),
        };
        answer
            .rejected
            .extend(refused.into_iter().map(|it| Rejected {
                place: place.clone(),
                game: id.clone(),
                ..it
            }));
    }
    let weeks = first.map(weeks).unwrap_or_default();
    Ok(Board {
        answer,
        events,
        weeks,
    })
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

/// A refusal whose place is filled in later.
fn refusal(reason: impl Into<String>) -> Rejected {
    Rejected {
        place: String::new(),
        reason: reason.into(),
        unknown_code: None,
        game: None,
    }
}

/// Where an event stands. One that is over in a way that we do not know is over all the same: its
/// game is known as final without a score, on which nothing is settled and nobody bets.
fn standing(
    kind: &wire::StatusType,
    refused: &mut Vec<Rejected>,
) -> Result<(GameStatus, bool), Rejected> {
    match status::read(kind) {
        Ok(status) => Ok((status, true)),
        Err(NoStatus::Contradiction(reason)) => Err(refusal(reason)),
        Err(NoStatus::Unknown(name)) => {
            let unknown = Rejected {
                unknown_code: Some(name.clone()),
                ..refusal(format!("unknown status {name}"))
            };
            if kind.state == "post" && kind.completed {
                refused.push(unknown);
                Ok((GameStatus::Final, false))
            } else {
                Err(unknown)
            }
        }
    }
}

fn event(league: &League, text: &str, refused: &mut Vec<Rejected>) -> Result<GameReport, Rejected> {
    let event: wire::Event = json::text_part(text).map_err(refusal)?;
    let [game] = event.competitions.as_slice() else {
        let count = event.competitions.len();
        return Err(refusal(format!("{count} competitions where one is meant")));
    };
    let stands = game.status.as_ref().or(event.status.as_ref());
    let stands = stands.ok_or_else(|| refusal("no status"))?;
    let kind = &stands.kind;
    let (status, is_known) = standing(kind, refused)?;
    let (home, away) = sides(&game.competitors).map_err(refusal)?;
    let scores = match scores::read(league, status, kind, (home, away)) {
        _ if !is_known => Vec::new(),
        Ok(scores) => scores,
        // It is over, and we cannot say how: it must not look as if it were still to end.
        Err(reason) if status == GameStatus::Final => {
            refused.push(refusal(reason));
            Vec::new()
        }
        Err(reason) => return Err(refusal(reason)),
    };
    let told = EndFields {
        detail: &kind.detail,
        period: stands.period,
        scheduled: game
            .format
            .as_ref()
            .and_then(|it| it.regulation.as_ref()?.periods),
    };
    let (facts, missing) = ending::facts(league.sport, status, told, &scores);
    refused.extend(missing.map(refusal));
    let date = game.date.as_ref().unwrap_or(&event.date);
    let starts_at = moment(date).ok_or_else(|| refusal(format!("{date:?} is no time")))?;
    let year = event
        .season
        .map(|it| it.year)
        .ok_or_else(|| refusal("no season"))?;
    let quotes = match status {
        GameStatus::Scheduled => quotes(league, game, (home, away), refused),
        _ => Vec::new(),
    };
    Ok(GameReport {
        reference: event.id,
        league: league.report(),
        season: league.season(year),
        starts_at,
        status,
        participants: Participant::sides(
            competitor(league, home).map_err(refusal)?,
            competitor(league, away).map_err(refusal)?,
        ),
        field: None,
        players: Vec::new(),
        scores,
        facts,
        source_at: None,
        quotes,
        quotes_complete: true,
    })
}

/// With seconds or without.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Some(moment.with_timezone(&Utc));
    }
    let naive = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%MZ").ok()?;
    Some(naive.and_utc())
}

fn sides(
    competitors: &[wire::Competitor],
) -> Result<(&wire::Competitor, &wire::Competitor), String> {
    let of = |role: &str| {
        let mut found = competitors
            .iter()
            .filter(|it| it.home_away.as_deref() == Some(role));
        let first = found.next();
        first.filter(|_| found.next().is_none())
    };
    match (of("home"), of("away")) {
        (Some(home), Some(away)) if competitors.len() == 2 => Ok((home, away)),
        _ => Err(format!(
            "{} competitors, not one at home and one away",
            competitors.len()
        )),
    }
}

fn competitor(league: &League, side: &wire::Competitor) -> Result<CompetitorReport, String> {
    let team = side.team.as_ref().ok_or("a side without a team")?;
    let id = team.id.text();
    // A place in a later round that nobody has reached yet.
    if id.starts_with('-') || team.display_name == "TBD" {
        return Err("a side is not decided yet".to_owned());
    }
    let name = team.display_name.trim();
    if id.is_empty() || name.is_empty() {
        return Err("a side without a name".to_owned());
    }
    let filled = |text: &Option<String>| text.clone().filter(|it| !it.trim().is_empty());
    let short_name = filled(&team.short_display_name).or_else(|| filled(&team.name));
    Ok(CompetitorReport {
        reference: league.reference(&id),
        // What the league's own feed calls a team by, where it has one here.
        slug: teams::slug_of(league.code, name),
        kind: CompetitorKind::Team,
        name: name.to_owned(),
        short_name: short_name.unwrap_or_else(|| name.to_owned()),
        place: filled(&team.location).unwrap_or_else(|| name.to_owned()),
        code: code(team.abbreviation.as_deref().unwrap_or(name)),
        colors: colors(team),
        logo_url: filled(&team.logo),
    })
}

/// Two to four letters or digits: `M-OH` is `MOH`.
fn code(text: &str) -> String {
    let plain = text.chars().filter(char::is_ascii_alphanumeric).take(4);
    let code: String = plain.map(|it| it.to_ascii_uppercase()).collect();
    format!("{code:X<2}")
}

fn colors(team: &wire::Team) -> Option<(String, String)> {
    let read = |text: &Option<String>| {
        let text = text
            .as_deref()?
            .trim_start_matches('#')
            .to_ascii_lowercase();
        let is_color = text.len() == 6 && text.bytes().all(|it| it.is_ascii_hexdigit());
        is_color.then_some(text)
    };
    let second = read(&team.alternate_color).unwrap_or_else(|| "ffffff".to_owned());
    Some((read(&team.color)?, second))
}

/// All that is offered on a game that has not begun.
fn quotes(
    league: &League,
    game: &wire::Competition,
    (home, away): (&wire::Competitor, &wire::Competitor),
    refused: &mut Vec<Rejected>,
) -> Vec<QuoteReport> {
    let code =
        |side: &'_ wire::Competitor| side.team.as_ref().and_then(|it| it.abbreviation.clone());
    let teams = (home.team.as_ref(), away.team.as_ref());
    let (home, away) = (code(home), code(away));
    let codes = (home.as_deref(), away.as_deref());
    let mut quotes = Vec::new();
    let mut bookmakers = HashSet::new();
    for value in game.odds.iter().flatten().flatten() {
        let one = match json::part::<wire::Odds>(value.clone()) {
            Ok(one) => one,
            Err(reason) => {
                refused.push(refusal(format!("odds: {reason}")));
                continue;
            }
        };
        // A bookmaker that is listed twice is taken as it stands first.
        let name = one
            .provider
            .display_name
            .as_ref()
            .unwrap_or(&one.provider.name);
        if !bookmakers.insert(name.clone()) {
            continue;
        }
        if let Err(reason) = odds::names_its_sides(teams, &one) {
            refused.push(refusal(reason));
            continue;
        }
        for market in odds::read(league.sport, codes, &one) {
            match market {
                Ok(mut market) => quotes.append(&mut market),
                Err(reason) => refused.push(refusal(reason)),
            }
        }
    }
    quotes
}
