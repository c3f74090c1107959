//! The NBA's form: a row a game, quarters, one closing line without prices, moneylines.

use bytes::Bytes;
use chrono::{Datelike, NaiveDate};
use shared::facts::Facts;
use shared::feed::{FeedAnswer, GameReport, Participant, QuoteMark, QuoteReport, Rejected};
use shared::game::{GameStatus, Period, PeriodScore};
use shared::line::Line;
use shared::market::{MarketKind, Side};

use super::BOOKMAKER;
use super::wire::nba as wire;
use crate::archive::{american, eastern_day, filled, market, points, rejected, score, standard};
use crate::error::Garbled;
use crate::table::{Row, Shape, Table};
use crate::teams;

pub(super) fn read(body: Bytes) -> Result<FeedAnswer, Garbled> {
    let table = Table::read(&body, Shape::Strict, wire::REQUIRED)?;
    let mut answer = FeedAnswer::default();
    for row in table.rows() {
        let mut refused = Vec::new();
        match game(&row, &mut refused) {
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
    let (date, away, home) = (part(wire::DATE), part(wire::AWAY), part(wire::HOME));
    format!("{} ({date} {away} at {home})", row.place())
}

fn game(row: &Row<'_>, refused: &mut Vec<Rejected>) -> Result<GameReport, String> {
    let (day, away, home) = (
        row.need(wire::DATE)?,
        row.need(wire::AWAY)?,
        row.need(wire::HOME)?,
    );
    let date = NaiveDate::parse_from_str(day, "%Y-%m-%d");
    let date = date.map_err(|_| format!("{day:?} is not a date"))?;
    let scores = scores(row)?;
    let mut quotes = Vec::new();
    for market in [moneyline(row), spread(row), total(row)] {
        match market {
            Ok(mut market) => quotes.append(&mut market),
            Err(reason) => refused.push(rejected(place(row), reason)),
        }
    }
    Ok(GameReport {
        reference: format!("nba/{day}/{away}/{home}"),
        league: super::nba(),
        season: row.need(wire::SEASON)?.to_owned(),
        starts_at: eastern_day(date)?,
        status: GameStatus::Final,
        participants: Participant::sides(
            teams::archived("NBA", home, date.year())?,
            teams::archived("NBA", away, date.year())?,
        ),
        field: None,
        players: Vec::new(),
        scores,
        facts: Facts::default(),
        source_at: None,
        quotes,
        quotes_complete: false,
        live: None,
        venue: None,
    })
}

/// The final, the quarters and the overtime, which must add up.
fn scores(row: &Row<'_>) -> Result<Vec<PeriodScore>, String> {
    let side = |column| points(column, row.need(column)?);
    let full = (side(wire::SCORE_AWAY)?, side(wire::SCORE_HOME)?);
    let mut scores = Vec::from(score(Period::Full, full.1, full.0));
    let mut sum = (0, 0);
    for (quarter, columns) in (1..).zip(wire::QUARTERS) {
        let (away, home) = (side(columns.0)?, side(columns.1)?);
        sum = (sum.0 + away, sum.1 + home);
        scores.extend(score(Period::Quarter(quarter), home, away));
    }
    let overtime = (side(wire::OVERTIME.0)?, side(wire::OVERTIME.1)?);
    if overtime != (0, 0) {
        if sum.0 != sum.1 {
            return Err("an overtime after quarters that decided it".to_owned());
        }
        scores.extend(score(Period::Overtime, overtime.1, overtime.0));
    }
    if (sum.0 + overtime.0, sum.1 + overtime.1) != full {
        return Err("the quarters do not add up to the final".to_owned());
    }
    Ok(scores)
}

fn moneyline(row: &Row<'_>) -> Result<Vec<QuoteReport>, String> {
    let columns = [
        (Side::Away, wire::MONEYLINE_AWAY),
        (Side::Home, wire::MONEYLINE_HOME),
    ];
    let mut prices = Vec::new();
    for (side, column) in columns {
        if let Some(text) = row.get(column) {
            prices.push((side, american(column, text)?));
        }
    }
    if prices.is_empty() {
        return Ok(Vec::new());
    }
    let kind = (MarketKind::Moneyline2, None);
    market(BOOKMAKER, QuoteMark::Closing, kind, prices)
}

/// The file's spread is what the favoured side gives, ours what is added to the home side's score.
fn spread(row: &Row<'_>) -> Result<Vec<QuoteReport>, String> {
    let Some(text) = row.get(wire::SPREAD) else {
        return Err("no spread".to_owned());
    };
    let given: Line = text.parse().map_err(|it| format!("spread: {it}"))?;
    if given < Line::ZERO {
        return Err(format!("spread: {given} is below zero"));
    }
    let line = match row.need(wire::WHOS_FAVORED)? {
        "home" => -given,
        "away" => given,
        other => return Err(format!("favoured: {other:?} is no side")),
    };
    let prices = vec![(Side::Away, standard()?), (Side::Home, standard()?)];
    let kind = (MarketKind::Spread, Some(line));
    market(BOOKMAKER, QuoteMark::Closing, kind, prices)
}

fn total(row: &Row<'_>) -> Result<Vec<QuoteReport>, String> {
    let Some(text) = row.get(wire::TOTAL) else {
        return Err("no total".to_owned());
    };
    let line: Line = text.parse().map_err(|it| format!("total: {it}"))?;
    let prices = vec![(Side::Over, standard()?), (Side::Under, standard()?)];
    let kind = (MarketKind::Total, Some(line));
    market(BOOKMAKER, QuoteMark::Closing, kind, prices)
}
