//! The NFL's form: JSON, and dirty. Columns are swapped in hundreds of rows, so a row is taken
//! whole or not at all: one that is wrong somewhere is not trusted anywhere.

use bytes::Bytes;
use chrono::NaiveDate;
use serde_json::Value;
use serde_json::value::RawValue;
use shared::competitor::Role;
use shared::facts::Facts;
use shared::feed::{FeedAnswer, GameReport, Participant, QuoteMark, QuoteReport};
use shared::game::{GameStatus, Period, PeriodScore};
use shared::line::Line;
use shared::market::{MarketKind, Side};
use shared::price::Price;

use super::BOOKMAKER;
use super::wire::nfl::Game;
use crate::archive::{american, eastern_day, filled, market, points, rejected, score, standard};
use crate::error::Garbled;
use crate::json::{self, Text};
use crate::teams;

/// No spread is wider, in quarters of a point: beyond it stands a total.
const SPREAD_QUARTERS_MAX: i32 = 25 * 4;
/// No total lies outside of these, in quarters of a point: below them stands a spread.
const TOTAL_QUARTERS: std::ops::RangeInclusive<i32> = 25 * 4..=75 * 4;
/// By how many thousandths the two moneylines may imply different chances where the spread says
/// that both are the same.
const LEVEL_THOUSANDTHS: i64 = 50;
/// By how many where the spread names the other side as the favourite: near evens, both happen.
const OPPOSITE_THOUSANDTHS: i64 = 100;
pub(super) fn read(body: Bytes) -> Result<FeedAnswer, Garbled> {
    let rows: Vec<Box<RawValue>> = json::read(&body)?;
    let mut answer = FeedAnswer::default();
    for (number, raw) in (1..).zip(rows) {
        let row: Value = json::text_part(raw.get()).unwrap_or_default();
        let part = |field: &str| match row.get(field) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => "?".to_owned(),
        };
        let (date, away) = (part("date"), part("away_team"));
        let place = format!("row {number} ({date} {away} at {})", part("home_team"));
        match json::text_part::<Game>(raw.get()).and_then(|it| game(&it)) {
            Ok(game) => answer.games.push(game),
            Err(reason) => answer.rejected.push(rejected(place, reason)),
        }
    }
    filled(answer, &body)
}

fn game(row: &Game) -> Result<GameReport, String> {
    let season = row.season.text();
    let away = team(&row.away_team, &row.season)?;
    let home = team(&row.home_team, &row.season)?;
    let day = row.date.whole().map(|it| it.to_string());
    let day = day.ok_or_else(|| format!("{:?} is not a date", row.date.text()))?;
    let date = NaiveDate::parse_from_str(&day, "%Y%m%d");
    let date = date.map_err(|_| format!("{day:?} is not a date"))?;
    let scores = scores(row)?;
    let line = spread_line(row)?;
    let total_line = total_line(row)?;
    let moneyline = moneyline(row)?;
    agree(line, &moneyline)?;
    let (spread, total) = (MarketKind::Spread, MarketKind::Total);
    let closing = |kind, prices| market(BOOKMAKER, QuoteMark::Closing, kind, prices);
    let mut quotes: Vec<QuoteReport> = closing((MarketKind::Moneyline2, None), moneyline)?;
    quotes.extend(closing(
        (spread, Some(line)),
        vec![(Side::Away, standard()?), (Side::Home, standard()?)],
    )?);
    quotes.extend(closing(
        (total, Some(total_line)),
        vec![(Side::Over, standard()?), (Side::Under, standard()?)],
    )?);
    Ok(GameReport {
        reference: format!("nfl/{date}/{}/{}", away.reference, home.reference),
        league: super::nfl(),
        season,
        starts_at: eastern_day(date)?,
        status: GameStatus::Final,
        participants: Participant::sides(home, away),
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

fn team(name: &Text, season: &Text) -> Result<shared::feed::CompetitorReport, String> {
    let year = season.text().parse();
    let year = year.map_err(|_| format!("season {:?} is no year", season.text()))?;
    match name.text().as_str() {
        "0" => Err("team: 0 stands for one".to_owned()),
        name => teams::archived("NFL", name, year),
    }
}

/// The final and the quarters. What they lack to the final is overtime, where they end level.
fn scores(row: &Game) -> Result<Vec<PeriodScore>, String> {
    let of = |what: &str, text: &Text| {
        points(what, &text.text()).map_err(|reason| format!("scores: {reason}"))
    };
    let full = (
        of("home_final", &row.home_final)?,
        of("away_final", &row.away_final)?,
    );
    let mut scores = Vec::from(score(Period::Full, full.0, full.1));
    let mut sum = (0, 0);
    let quarters = [
        (&row.home_1, &row.away_1),
        (&row.home_2, &row.away_2),
        (&row.home_3, &row.away_3),
        (&row.home_4, &row.away_4),
    ];
    for (number, (home, away)) in (1..).zip(quarters) {
        let (home, away) = (of("home quarter", home)?, of("away quarter", away)?);
        sum = (sum.0 + home, sum.1 + away);
        scores.extend(score(Period::Quarter(number), home, away));
    }
    let more = (full.0 - sum.0, full.1 - sum.1);
    let level = sum.0 == sum.1;
    if more.0 < 0 || more.1 < 0 || (more != (0, 0) && !level) {
        return Err("scores: the quarters do not add up to the final".to_owned());
    }
    if level {
        scores.extend(score(Period::Overtime, more.0, more.1));
    }
    Ok(scores)
}

fn spread_line(row: &Game) -> Result<Line, String> {
    let line = |text: &Text| {
        let line = text.text().parse::<Line>();
        line.map_err(|it| format!("spread: {it}"))
    };
    let (home, away) = (line(&row.home_close_spread)?, line(&row.away_close_spread)?);
    if home != -away {
        return Err(format!("spread: {away} and {home} are not opposite"));
    }
    if home.quarters().abs() > SPREAD_QUARTERS_MAX {
        return Err(format!(
            "spread: {home} is beyond 25 points, a total it seems"
        ));
    }
    Ok(home)
}

fn total_line(row: &Game) -> Result<Line, String> {
    let line = row.close_over_under.text().parse::<Line>();
    let line = line.map_err(|it| format!("total: {it}"))?;
    if !TOTAL_QUARTERS.contains(&line.quarters()) {
        return Err(format!("total: {line} is not between 25 and 75 points"));
    }
    Ok(line)
}

fn moneyline(row: &Game) -> Result<Vec<(Side, Price)>, String> {
    let columns = [
        (Side::Away, "away moneyline", &row.away_close_ml),
        (Side::Home, "home moneyline", &row.home_close_ml),
    ];
    let prices = columns.map(|(side, what, text)| Ok((side, american(what, &text.text())?)));
    prices.into_iter().collect()
}

/// Two columns that name different favourites: one of them is another game's, or another column's.
fn agree(line: Line, moneyline: &[(Side, Price)]) -> Result<(), String> {
    let implied = |side: Side| {
        let found = moneyline.iter().find(|(it, _)| *it == side);
        found.map_or(0, |(_, it)| {
            let thousandths = it.den().saturating_mul(1_000) / it.num();
            i64::try_from(thousandths).unwrap_or(i64::MAX)
        })
    };
    let lead = implied(Side::Home) - implied(Side::Away);
    let (favourite, allowed) = match line.quarters() {
        0 => (None, LEVEL_THOUSANDTHS),
        ..0 => (Some(Role::Home), OPPOSITE_THOUSANDTHS),
        _ => (Some(Role::Away), OPPOSITE_THOUSANDTHS),
    };
    let against = match favourite {
        None => lead.abs(),
        Some(Role::Home) => -lead,
        Some(_) => lead,
    };
    if against > allowed {
        return Err(format!(
            "favourite: the home side's line is {line}, its moneyline says not"
        ));
    }
    Ok(())
}
