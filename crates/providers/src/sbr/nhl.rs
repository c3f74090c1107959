//! The NHL's form: a spreadsheet with two rows a game, the visitor's and the home side's.

use bytes::Bytes;
use chrono::{Datelike, NaiveDate};
use shared::competitor::Role;
use shared::facts::Facts;
use shared::feed::{FeedAnswer, GameReport, Participant, QuoteMark, QuoteReport, Rejected};
use shared::game::{GameStatus, Period, PeriodScore};
use shared::line::Line;
use shared::market::{MarketKind, Side};

use super::BOOKMAKER;
use super::wire::nhl as wire;
use crate::archive::{american, eastern_day, filled, market, points, rejected, score};
use crate::error::Garbled;
use crate::sheet::{Sheet, SheetRow};
use crate::teams;

/// A season begins after this month, of which none ever has a game.
const MONTH_OFF: u32 = 7;

pub(super) fn read(body: Bytes, name: &str) -> Result<FeedAnswer, Garbled> {
    let sheet = Sheet::read(&body, wire::REQUIRED)?;
    let season = season(name).ok_or_else(|| {
        let reason = "the dates have no year, and the file's name no season such as 2017-18";
        Garbled::new(wire::DATE, reason, body.clone())
    })?;
    let mut answer = FeedAnswer::default();
    let mut rows = sheet.rows().peekable();
    while let Some(row) = rows.next() {
        let is = |row: &SheetRow<'_>, letter: &str| row.get(wire::VH).as_deref() == Some(letter);
        let home = rows.next_if(|next| is(&row, "V") && is(next, "H"));
        let Some(home) = home else {
            answer.rejected.push(rejected(place(&row), "half a game"));
            continue;
        };
        let game_rows = GameRows { away: row, home };
        let mut refused = Vec::new();
        match game(&game_rows, season, &mut refused) {
            Ok(game) => {
                answer.games.push(game);
                answer.rejected.append(&mut refused);
            }
            Err(reason) => answer.rejected.push(rejected(place(&row), reason)),
        }
    }
    filled(answer, &body)
}

/// The year in which the season begins that a file's name speaks of: 2017 of `2017-18`.
fn season(name: &str) -> Option<i32> {
    let begins = |(place, _): (usize, &str)| {
        let year = name
            .get(place.checked_sub(4)?..place)?
            .parse::<i32>()
            .ok()?;
        let next = name.get(place + 1..place + 3)?.parse::<i32>().ok()?;
        (year >= 1917 && (year + 1) % 100 == next).then_some(year)
    };
    name.match_indices(['-', '_']).find_map(begins)
}

/// The two rows of a game.
struct GameRows<'a> {
    away: SheetRow<'a>,
    home: SheetRow<'a>,
}

fn place(row: &SheetRow<'_>) -> String {
    let part = |column| row.get(column).unwrap_or_else(|| "?".to_owned());
    format!(
        "{} ({} {})",
        row.place(),
        part(wire::DATE),
        part(wire::TEAM)
    )
}

fn game(
    rows: &GameRows<'_>,
    season: i32,
    refused: &mut Vec<Rejected>,
) -> Result<GameReport, String> {
    let day = rows.away.need(wire::DATE)?;
    if rows.home.need(wire::DATE)? != day {
        return Err("two rows of two days".to_owned());
    }
    let date = date(&day, season)?;
    let away = teams::archived("NHL", &rows.away.need(wire::TEAM)?, season)?;
    let home = teams::archived("NHL", &rows.home.need(wire::TEAM)?, season)?;
    let mut quotes = Vec::new();
    let mut take = |market: Result<Vec<QuoteReport>, String>| match market {
        Ok(mut market) => quotes.append(&mut market),
        Err(reason) => refused.push(rejected(place(&rows.away), reason)),
    };
    for (mark, prices, total_line) in [
        (QuoteMark::Opening, wire::OPEN, wire::OPEN_OU),
        (QuoteMark::Closing, wire::CLOSE, wire::CLOSE_OU),
    ] {
        take(moneyline(rows, mark, prices));
        take(total(rows, mark, total_line));
    }
    take(puck_line(rows));
    Ok(GameReport {
        reference: format!("nhl/{date}/{}/{}", away.reference, home.reference),
        league: super::nhl(),
        season: season.to_string(),
        starts_at: eastern_day(date)?,
        status: GameStatus::Final,
        scores: scores(rows)?,
        participants: Participant::sides(home, away),
        field: None,
        players: Vec::new(),
        facts: Facts::default(),
        source_at: None,
        quotes,
        quotes_complete: false,
        live: None,
        venue: None,
    })
}

/// `1004` of the season that began in 2017 is the fourth of October 2017.
fn date(day: &str, season: i32) -> Result<NaiveDate, String> {
    let number: u32 = day.parse().map_err(|_| format!("{day:?} is not a date"))?;
    let (month, day_of_month) = (number / 100, number % 100);
    let year = season + i32::from(month <= MONTH_OFF);
    let date = NaiveDate::from_ymd_opt(year, month, day_of_month);
    let date = date.ok_or_else(|| format!("{day:?} is not a date"))?;
    if date.month() == MONTH_OFF {
        return Err(format!("{day:?} lies between two seasons"));
    }
    Ok(date)
}

/// The three periods and the final. Whoever is level after the periods is one apart in the end,
/// by a goal in overtime or by the one that a shoot-out is worth.
fn scores(rows: &GameRows<'_>) -> Result<Vec<PeriodScore>, String> {
    let of = |row: &SheetRow<'_>, column| points(column, &row.need(column)?);
    let full = (of(&rows.home, wire::FINAL)?, of(&rows.away, wire::FINAL)?);
    let mut scores = Vec::from(score(Period::Full, full.0, full.1));
    let mut sum = (0, 0);
    for (number, column) in (1..).zip(wire::PERIODS) {
        let (home, away) = (of(&rows.home, column)?, of(&rows.away, column)?);
        sum = (sum.0 + home, sum.1 + away);
        scores.extend(score(Period::Third(number), home, away));
    }
    let more = (full.0 - sum.0, full.1 - sum.1);
    let decided = match more {
        (0, 0) => sum.0 != sum.1,
        (0, 1) | (1, 0) => sum.0 == sum.1,
        _ => false,
    };
    if !decided {
        return Err("the periods do not lead to the final".to_owned());
    }
    Ok(scores)
}

fn moneyline(
    rows: &GameRows<'_>,
    mark: QuoteMark,
    column: &str,
) -> Result<Vec<QuoteReport>, String> {
    let mut prices = Vec::new();
    for (side, row) in [(Side::Away, &rows.away), (Side::Home, &rows.home)] {
        if let Some(text) = row.get(column) {
            prices.push((side, american(column, &text)?));
        }
    }
    if prices.is_empty() {
        return Ok(Vec::new());
    }
    market(BOOKMAKER, mark, (MarketKind::Moneyline2, None), prices)
}

fn puck_line(rows: &GameRows<'_>) -> Result<Vec<QuoteReport>, String> {
    let (Some((home_line, home)), Some((away_line, away))) = (
        lined(&rows.home, wire::PUCK_LINE, Role::Home)?,
        lined(&rows.away, wire::PUCK_LINE, Role::Away)?,
    ) else {
        return Ok(Vec::new());
    };
    if home_line != -away_line {
        return Err(format!(
            "puck line: {away_line} and {home_line} are not opposite"
        ));
    }
    let kind = (MarketKind::Spread, Some(home_line));
    let prices = vec![(Side::Away, away), (Side::Home, home)];
    market(BOOKMAKER, QuoteMark::Closing, kind, prices)
}

/// The price of over stands in the visitor's row, that of under in the home side's.
fn total(rows: &GameRows<'_>, mark: QuoteMark, column: &str) -> Result<Vec<QuoteReport>, String> {
    let (Some((line, over)), Some((other, under))) = (
        lined(&rows.away, column, Role::Away)?,
        lined(&rows.home, column, Role::Home)?,
    ) else {
        return Ok(Vec::new());
    };
    if line != other {
        return Err(format!("total: {line} and {other} are not the same"));
    }
    let prices = vec![(Side::Over, over), (Side::Under, under)];
    market(BOOKMAKER, mark, (MarketKind::Total, Some(line)), prices)
}

/// A line, and the price in the column after it.
fn lined(
    row: &SheetRow<'_>,
    column: &str,
    role: Role,
) -> Result<Option<(Line, shared::price::Price)>, String> {
    let Some(text) = row.get(column) else {
        return Ok(None);
    };
    let line = text.parse().map_err(|it| format!("{column}: {it}"))?;
    let price = row.after(column);
    let price = price.ok_or_else(|| format!("{column}: no price of the {role} row"))?;
    Ok(Some((line, american(column, &price)?)))
}
