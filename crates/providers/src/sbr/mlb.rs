//! MLB's form: a row a game, finals without innings, opening and closing lines with prices.

use std::collections::HashMap;

use bytes::Bytes;
use chrono::{Datelike, NaiveDate};
use shared::facts::Facts;
use shared::feed::{FeedAnswer, GameReport, Participant, QuoteMark, QuoteReport, Rejected};
use shared::game::{GameStatus, Period};
use shared::line::Line;
use shared::market::{MarketKind, Side};

use super::BOOKMAKER;
use super::wire::mlb as wire;
use crate::archive::{american, eastern_day, filled, market, points, rejected, score};
use crate::error::Garbled;
use crate::table::{Row, Shape, Table};
use crate::teams;

/// Totals beyond these are another column's number: the file has some of a hundred runs.
const TOTAL_QUARTERS: std::ops::RangeInclusive<i32> = 4 * 4..=20 * 4;

pub(super) fn read(body: Bytes) -> Result<FeedAnswer, Garbled> {
    let table = Table::read(&body, Shape::Strict, wire::REQUIRED)?;
    let mut answer = FeedAnswer::default();
    let mut games_of_the_day = HashMap::new();
    for row in table.rows() {
        // By our reference: the Dodgers have two names in the file.
        let day = row.get(wire::GAME_DATE);
        let reference = |column| {
            let team = teams::archived("MLB", row.get(column)?, read_date(day?).ok()?.year());
            team.ok().map(|it| it.reference)
        };
        let played = (day, reference(wire::VIS_TEAM), reference(wire::HOME_TEAM));
        let number = games_of_the_day.entry(played).or_insert(0);
        *number += 1;
        let mut refused = Vec::new();
        match game(&row, *number, &mut refused) {
            Ok(game) => {
                answer.games.push(game);
                answer.rejected.append(&mut refused);
            }
            Err(reason) => answer.rejected.push(rejected(place(&row), reason)),
        }
    }
    filled(answer, &body)
}

fn place(row: &Row<'_>) -> String {
    let part = |column| row.get(column).unwrap_or("?");
    let (date, away) = (part(wire::GAME_DATE), part(wire::VIS_TEAM));
    format!(
        "{} ({date} {away} at {})",
        row.place(),
        part(wire::HOME_TEAM)
    )
}

fn read_date(day: &str) -> Result<NaiveDate, String> {
    let date = NaiveDate::parse_from_str(day, "%Y-%m-%d");
    date.map_err(|_| format!("{day:?} is not a date"))
}

/// `number` counts the games of these two on this day: the second is the second of a doubleheader.
fn game(row: &Row<'_>, number: u32, refused: &mut Vec<Rejected>) -> Result<GameReport, String> {
    let (day, away, home) = (
        row.need(wire::GAME_DATE)?,
        row.need(wire::VIS_TEAM)?,
        row.need(wire::HOME_TEAM)?,
    );
    let date = read_date(day)?;
    let side = |column| points(column, row.need(column)?);
    let (away_runs, home_runs) = (side(wire::VIS_FINAL)?, side(wire::HOME_FINAL)?);
    if away_runs == home_runs {
        // Nobody leads, so it was stopped: whether and how it went on the file does not tell.
        return Err(format!(
            "level: {away_runs}-{home_runs} is no end of a baseball game"
        ));
    }
    let (away_team, home_team) = (
        teams::archived("MLB", away, date.year())?,
        teams::archived("MLB", home, date.year())?,
    );
    let mut quotes = Vec::new();
    let mut take = |market: Result<Vec<QuoteReport>, String>| match market {
        Ok(mut market) => quotes.append(&mut market),
        Err(reason) => refused.push(rejected(place(row), reason)),
    };
    let marks = [QuoteMark::Opening, QuoteMark::Closing];
    for (place, mark) in marks.into_iter().enumerate() {
        take(moneyline(row, mark, wire::MONEYLINES[place]));
        take(total(row, mark, wire::TOTALS[place]));
    }
    take(run_line(row));
    Ok(GameReport {
        reference: format!(
            "mlb/{day}/{}/{}/{number}",
            away_team.reference, home_team.reference
        ),
        league: super::mlb(),
        season: row.need(wire::SEASON)?.to_owned(),
        starts_at: eastern_day(date)?,
        status: GameStatus::Final,
        participants: Participant::sides(home_team, away_team),
        field: None,
        players: Vec::new(),
        scores: score(Period::Full, home_runs, away_runs).into(),
        facts: Facts::default(),
        source_at: None,
        quotes,
        quotes_complete: false,
        live: None,
        venue: None,
    })
}

fn moneyline(
    row: &Row<'_>,
    mark: QuoteMark,
    (away, home): (&str, &str),
) -> Result<Vec<QuoteReport>, String> {
    let prices = prices(row, [(Side::Away, away), (Side::Home, home)])?;
    if prices.is_empty() {
        return Ok(Vec::new());
    }
    market(BOOKMAKER, mark, (MarketKind::Moneyline2, None), prices)
}

fn run_line(row: &Row<'_>) -> Result<Vec<QuoteReport>, String> {
    let [(away_line, away), (home_line, home)] = wire::RUN_LINE;
    let prices = prices(row, [(Side::Away, away), (Side::Home, home)])?;
    if prices.is_empty() {
        return Ok(Vec::new());
    }
    let line = |column| {
        let line = row.need(column)?.parse::<Line>();
        line.map_err(|it| format!("run line: {it}"))
    };
    let (away_line, home_line) = (line(away_line)?, line(home_line)?);
    if away_line != -home_line {
        return Err(format!(
            "run line: {away_line} and {home_line} are not opposite"
        ));
    }
    let kind = (MarketKind::Spread, Some(home_line));
    market(BOOKMAKER, QuoteMark::Closing, kind, prices)
}

fn total(
    row: &Row<'_>,
    mark: QuoteMark,
    (line, over, under): (&str, &str, &str),
) -> Result<Vec<QuoteReport>, String> {
    let prices = prices(row, [(Side::Over, over), (Side::Under, under)])?;
    let Some(text) = row.get(line).filter(|_| !prices.is_empty()) else {
        return Ok(Vec::new());
    };
    let line: Line = text.parse().map_err(|it| format!("total: {it}"))?;
    if !TOTAL_QUARTERS.contains(&line.quarters()) {
        return Err(format!("total: {line} is no total of runs"));
    }
    market(BOOKMAKER, mark, (MarketKind::Total, Some(line)), prices)
}

fn prices(
    row: &Row<'_>,
    columns: [(Side, &str); 2],
) -> Result<Vec<(Side, shared::price::Price)>, String> {
    let mut prices = Vec::new();
    for (side, column) in columns {
        if let Some(text) = row.get(column) {
            prices.push((side, american(column, text)?));
        }
    }
    Ok(prices)
}
