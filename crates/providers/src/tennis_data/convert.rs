//! From a season file's bytes to reports.

use std::collections::HashSet;

use bytes::Bytes;
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc};
use shared::competitor::Lead;
use shared::facts::{Ending, Facts, Method};
use shared::feed::{
    CompetitorReport, FeedAnswer, GameReport, LeagueReport, Participant, QuoteMark, QuoteReport,
    Rejected,
};
use shared::game::{GameStatus, Period, PeriodScore};
use shared::league::Sport;
use shared::market::{MarketKind, Side};
use shared::price::Price;

use super::wire;
use crate::archive::{athlete, filled, market, points, rejected, score};
use crate::error::Garbled;
use crate::league;
use crate::sets::is_whole;
use crate::sheet::{Sheet, SheetRow};

/// The day before day 1 of a spreadsheet, as it counts since March 1900.
const DAY_ZERO: Option<NaiveDate> = NaiveDate::from_ymd_opt(1899, 12, 30);

/// Reads a season file. The season is the year of its last match: the first may be played in
/// December.
///
/// The file lists the winner first. Here the two stand in the order of their names, so that who is
/// listed first says nothing of how it ended.
///
/// # Errors
/// [`Garbled`] when it is not such a file.
pub fn read(body: Bytes) -> Result<FeedAnswer, Garbled> {
    let sheet = Sheet::read(&body, wire::REQUIRED)?;
    let tour = match (sheet.has(wire::ATP), sheet.has(wire::WTA)) {
        (true, false) => league("ATP", "ATP Tour", Sport::Tennis),
        (false, true) => league("WTA", "WTA Tour", Sport::Tennis),
        _ => {
            let reason = "neither a column \"ATP\" nor one \"WTA\"";
            return Err(Garbled::new("sheet 1", reason, body));
        }
    };
    let last = sheet.rows().filter_map(|row| date(&row).ok()).max();
    let season = last.map(|it| it.year().to_string()).unwrap_or_default();
    let mut answer = FeedAnswer::default();
    let mut seen = HashSet::new();
    for row in sheet.rows() {
        let mut refused = Vec::new();
        match game(&row, &tour, &season, &mut refused) {
            Ok(game) if seen.insert(game.reference.clone()) => {
                answer.games.push(game);
                answer.rejected.append(&mut refused);
            }
            Ok(game) => {
                let reason = format!("{} is in the file twice", game.reference);
                answer.rejected.push(rejected(place(&row), reason));
            }
            Err(reason) => answer.rejected.push(rejected(place(&row), reason)),
        }
    }
    filled(answer, &body)
}

fn place(row: &SheetRow<'_>) -> String {
    let part = |column| row.get(column).unwrap_or_else(|| "?".to_owned());
    let (winner, loser) = (part(wire::WINNER), part(wire::LOSER));
    format!("{} ({winner} - {loser})", row.place())
}

/// Who won, as the file lists them, and which of the two we list first.
struct Players {
    winner: String,
    loser: String,
    winner_is_home: bool,
}

impl Players {
    fn read(row: &SheetRow<'_>) -> Result<Self, String> {
        let (winner, loser) = (row.need(wire::WINNER)?, row.need(wire::LOSER)?);
        if winner == loser {
            return Err(format!("{winner} against himself"));
        }
        Ok(Self {
            winner_is_home: winner < loser,
            winner,
            loser,
        })
    }

    /// What belongs to the winner and the loser, as home and away.
    fn placed<T>(&self, winner: T, loser: T) -> (T, T) {
        if self.winner_is_home {
            (winner, loser)
        } else {
            (loser, winner)
        }
    }
}

fn game(
    row: &SheetRow<'_>,
    tour: &LeagueReport,
    season: &str,
    refused: &mut Vec<Rejected>,
) -> Result<GameReport, String> {
    let players = Players::read(row)?;
    let (home, away) = players.placed(&players.winner, &players.loser);
    let best_of = points(wire::BEST_OF, &row.need(wire::BEST_OF)?)?;
    let (status, method) = match row.need(wire::COMMENT)?.as_str() {
        "Completed" => (GameStatus::Final, None),
        "Retired" => (GameStatus::Retired, Some(Method::Retirement)),
        "Disqualified" => (GameStatus::Retired, Some(Method::Disqualification)),
        "Walkover" => (GameStatus::Walkover, Some(Method::Walkover)),
        other => return Err(format!("unknown comment {other:?}")),
    };
    let winner = if players.winner_is_home {
        Lead::Home
    } else {
        Lead::Away
    };
    let (tournament, round) = (row.need(wire::TOURNAMENT)?, row.need(wire::ROUND)?);
    let mut quotes = Vec::new();
    for bookmaker in wire::BOOKMAKERS {
        match moneyline(row, &players, bookmaker) {
            Ok(mut market) => quotes.append(&mut market),
            Err(reason) => refused.push(rejected(place(row), reason)),
        }
    }
    Ok(GameReport {
        reference: format!("{}/{season}/{tournament}/{round}/{home}/{away}", tour.code),
        league: tour.clone(),
        season: season.to_owned(),
        starts_at: starts_at(row)?,
        status,
        scores: scores(row, &players, status, best_of)?,
        participants: Participant::sides(player(home), player(away)),
        field: None,
        players: Vec::new(),
        facts: Facts {
            ending: Some(Ending {
                winner: Some(winner),
                method,
                ..Ending::default()
            }),
            best_of: u8::try_from(best_of).ok(),
            ..Facts::default()
        },
        source_at: None,
        quotes,
        quotes_complete: false,
        live: None,
        venue: None,
    })
}

/// `Djokovic N.`: the surname is all but the initials at the end.
fn player(name: &str) -> CompetitorReport {
    let surname = match name.rsplit_once(' ') {
        Some((surname, initials)) if initials.ends_with('.') => surname,
        _ => name,
    };
    athlete(name, surname)
}

fn date(row: &SheetRow<'_>) -> Result<NaiveDate, String> {
    let text = row.need(wire::DATE)?;
    let days = text.split('.').next().and_then(|it| it.parse::<u32>().ok());
    let date = days.and_then(|it| DAY_ZERO?.checked_add_days(Days::new(it.into())));
    let date = date.filter(|it| (1968..2200).contains(&it.year()));
    date.ok_or_else(|| format!("{text:?} is not a date"))
}

/// Of the time only the day is known, and of the place not its zone.
fn starts_at(row: &SheetRow<'_>) -> Result<DateTime<Utc>, String> {
    Ok(date(row)?.and_time(NaiveTime::MIN).and_utc())
}

/// Games by set, and whole sets as the match's score. What contradicts itself is not settled on.
fn scores(
    row: &SheetRow<'_>,
    players: &Players,
    status: GameStatus,
    best_of: i32,
) -> Result<Vec<PeriodScore>, String> {
    let mut sets = Vec::new();
    for (winner, loser) in wire::SETS {
        match (row.get(winner), row.get(loser)) {
            (Some(won), Some(lost)) => sets.push((points(winner, &won)?, points(loser, &lost)?)),
            (None, None) => {}
            _ => {
                return Err(format!(
                    "sets: {winner} without {loser}, or the other way round"
                ));
            }
        }
    }
    if status == GameStatus::Walkover {
        if !sets.is_empty() {
            return Err("sets: some were played in a walkover".to_owned());
        }
        return Ok(Vec::new());
    }
    let whole = |it: &&(i32, i32)| is_whole(**it);
    let won = sets.iter().filter(whole).filter(|it| it.0 > it.1).count();
    let lost = sets.iter().filter(whole).filter(|it| it.0 < it.1).count();
    let partial = sets.len() - won - lost;
    let counted = (won as i32, lost as i32);
    let told = |column, counted| match row.get(column) {
        Some(text) => points(column, &text),
        // A match that was given up early often has no such number: nothing contradicts the sets.
        None if status == GameStatus::Retired => Ok(counted),
        None => Err(format!("no {column}")),
    };
    let stated = (told(wire::WSETS, counted.0)?, told(wire::LSETS, counted.1)?);
    if stated != counted {
        let (won_stated, lost_stated) = stated;
        return Err(format!(
            "sets: {won}-{lost} of them, and {won_stated}-{lost_stated} stated"
        ));
    }
    let needed = best_of / 2 + 1;
    let decided = stated.0 == needed && stated.1 < needed && partial == 0;
    let broken_off = stated.0 < needed
        && stated.1 < needed
        && partial <= 1
        && sets.iter().rev().skip(1).all(|it| is_whole(*it));
    match status {
        GameStatus::Final if !decided => {
            return Err(format!(
                "sets: {won}-{lost} is no end of a best of {best_of}"
            ));
        }
        GameStatus::Retired if !broken_off => {
            return Err(format!("sets: nothing left to give up at {won}-{lost}"));
        }
        _ => {}
    }
    let (home, away) = players.placed(stated.0, stated.1);
    let mut scores = Vec::from(score(Period::Full, home, away));
    for (number, (won, lost)) in (1..).zip(sets) {
        let (home, away) = players.placed(won, lost);
        scores.extend(score(Period::Set(number), home, away));
    }
    Ok(scores)
}

/// No price at all: no market.
fn moneyline(
    row: &SheetRow<'_>,
    players: &Players,
    (code, name, prefix): &(&str, &str, &str),
) -> Result<Vec<QuoteReport>, String> {
    let price = |end: &str| {
        let column = format!("{prefix}{end}");
        let price = row.get(&column).map(|it| Price::parse_decimal(&it));
        price.transpose().map_err(|it| format!("{column}: {it}"))
    };
    let (home, away) = players.placed(price("W")?, price("L")?);
    let prices = [(Side::Home, home), (Side::Away, away)];
    let prices: Vec<_> = prices
        .into_iter()
        .filter_map(|(side, price)| Some((side, price?)))
        .collect();
    if prices.is_empty() {
        return Ok(Vec::new());
    }
    let kind = (MarketKind::Moneyline2, None);
    market((code, name), QuoteMark::Closing, kind, prices)
}
