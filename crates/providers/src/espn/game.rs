//! A game of two teams, with the prices of its bookmaker.

use std::collections::HashSet;

use shared::competitor::{CompetitorKind, Role};
use shared::feed::{CompetitorReport, GameReport, Participant, QuoteReport, Rejected, VenueReport};
use shared::game::GameStatus;

use super::ending::{self, EndFields};
use super::leagues::League;
use super::one::{One, moment, standing};
use super::{live, odds, scores, wire};
use crate::listed::refusal;
use crate::{days, json, teams};

/// Reads an event, which is one game.
pub(super) fn read(league: &League, text: &str) -> Result<Vec<One>, Rejected> {
    let named = json::text_part::<wire::Named>(text).map_err(refusal)?;
    let mut refused = Vec::new();
    let game = game(league, text, &mut refused);
    Ok(vec![One {
        id: named.id,
        game,
        refused,
    }])
}

fn game(league: &League, text: &str, refused: &mut Vec<Rejected>) -> Result<GameReport, Rejected> {
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
    let (mut facts, missing) = ending::facts(league.sport, status, told, &scores);
    refused.extend(missing.map(refusal));
    facts.advanced = advanced(status, home, away);
    let date = game.date.as_ref().unwrap_or(&event.date);
    let starts_at = moment(date).ok_or_else(|| refusal(format!("{date:?} is no time")))?;
    let starts_at = match game.time_valid {
        Some(false) => days::unset(league.code, starts_at),
        Some(true) | None => starts_at,
    };
    let year = event
        .season
        .map(|it| it.year)
        .ok_or_else(|| refusal("no season"))?;
    let quotes = match status {
        GameStatus::Scheduled => quotes(league, game, (home, away), |_| true, refused),
        // What is shown of a game in play without being called so is what was offered before it.
        GameStatus::Live => quotes(league, game, (home, away), odds::are_live, refused),
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
        live: live::of_game(league, status, stands, game),
        venue: game.venue.as_ref().and_then(|it| venue(it.get())),
    })
}

/// Where it is played. What cannot be read spoils no game.
fn venue(text: &str) -> Option<VenueReport> {
    let read: wire::Venue = json::text_part(text).ok()?;
    let place = read.address.and_then(|it| {
        let behind = it.state.or(it.country);
        let parts = it.city.into_iter().chain(behind);
        let parts: Vec<String> = parts.filter(|it| !it.is_empty()).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    });
    VenueReport::of(&read.full_name, place, read.indoor)
}

/// Who goes on to the next round, where the feed says so of one of the two.
fn advanced(status: GameStatus, home: &wire::Competitor, away: &wire::Competitor) -> Option<Role> {
    match (home.advance, away.advance) {
        _ if status != GameStatus::Final => None,
        (Some(true), Some(false) | None) => Some(Role::Home),
        (Some(false) | None, Some(true)) => Some(Role::Away),
        _ => None,
    }
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
    team(league, side.team.as_ref().ok_or("a side without a team")?)
}

/// A team of that league.
pub(super) fn team(league: &League, team: &wire::Team) -> Result<CompetitorReport, String> {
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

/// All that is offered on a game by those whose prices are wanted.
fn quotes(
    league: &League,
    game: &wire::Competition,
    (home, away): (&wire::Competitor, &wire::Competitor),
    is_wanted: fn(&wire::Odds) -> bool,
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
        if !is_wanted(&one) {
            continue;
        }
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
