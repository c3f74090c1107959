//! From a season file's bytes to reports.

use std::collections::HashSet;

use bytes::Bytes;
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeZone, Utc};
use shared::competitor::Role;
use shared::facts::Facts;
use shared::feed::{
    FeedAnswer, GameReport, LeagueReport, Participant, QuoteMark, QuoteReport, Rejected,
};
use shared::game::{GameStatus, Period, PeriodScore};
use shared::league::Sport;
use shared::line::Line;
use shared::market::{MarketKind, Side};
use shared::price::Price;

use super::wire;
use crate::check::{self, Offer};
use crate::error::Garbled;
use crate::league;
use crate::table::{Row, Shape, Table};
use crate::teams;

/// A division of the feed, and the league that it is.
pub(super) struct Division {
    /// As the feed has it.
    pub(super) division: &'static str,
    /// Our code.
    pub(super) code: &'static str,
    name: &'static str,
}

impl Division {
    pub(super) fn league(&self) -> LeagueReport {
        league(self.code, self.name, Sport::Soccer)
    }
}

/// Leagues in which each side is at home to each other one once a season.
pub(super) const DIVISIONS: &[Division] = &[
    division("E0", "EPL", "Premier League"),
    division("E1", "ELC", "EFL Championship"),
    division("SP1", "LALIGA", "La Liga"),
    division("D1", "BUNDESLIGA", "Bundesliga"),
    division("I1", "SERIEA", "Serie A"),
    division("F1", "LIGUE1", "Ligue 1"),
    division("N1", "EREDIVISIE", "Eredivisie"),
    division("P1", "PRIMEIRA", "Primeira Liga"),
];

const fn division(division: &'static str, code: &'static str, name: &'static str) -> Division {
    Division {
        division,
        code,
        name,
    }
}

/// The one line of the feed's totals: two and a half goals.
const TOTAL: &str = "2.5";

/// No game kicks off earlier in the day, so nobody bets on a running game for want of a time.
const EARLIEST: NaiveTime = match NaiveTime::from_hms_opt(11, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

/// How a season is written that begins in that year: `2021/22`.
pub(super) fn season_label(year: i32) -> String {
    format!("{year}/{:02}", (year + 1).rem_euclid(100))
}

/// Reads a season file, wherever it came from. The season is that of its earliest game: one was
/// finished at the end of July.
///
/// # Errors
/// [`Garbled`] when it is not such a file, or is cut off in the middle of a row.
pub fn read(body: Bytes) -> Result<FeedAnswer, Garbled> {
    let table = Table::read(&body, Shape::Ragged, wire::REQUIRED)?;
    let dates = table.rows().filter_map(|row| date(&row).ok());
    let season = dates.min().map(|first| {
        let begins = first.month() >= 7;
        season_label(first.year() - i32::from(!begins))
    });
    let season = season.unwrap_or_default();
    let mut answer = FeedAnswer::default();
    let mut seen = HashSet::new();
    for row in table.rows() {
        let mut refused = Vec::new();
        match game(&row, &season, &mut refused) {
            Ok(game) if seen.insert(game.reference.clone()) => {
                answer.games.push(game);
                answer.rejected.append(&mut refused);
            }
            Ok(game) => {
                let reason = format!("{} is in the file twice", game.reference);
                answer.rejected.push(rejected(&row, reason));
            }
            Err(reason) => answer.rejected.push(rejected(&row, reason)),
        }
    }
    Ok(answer)
}

fn rejected(row: &Row<'_>, reason: String) -> Rejected {
    let home = row.get(wire::HOME_TEAM).unwrap_or("?");
    let away = row.get(wire::AWAY_TEAM).unwrap_or("?");
    Rejected {
        place: format!("{} ({home} - {away})", row.place()),
        reason,
        unknown_code: None,
        game: None,
    }
}

fn game(row: &Row<'_>, season: &str, refused: &mut Vec<Rejected>) -> Result<GameReport, String> {
    let code = row.need(wire::DIV)?;
    let division = DIVISIONS.iter().find(|it| it.division == code);
    let division = division.ok_or_else(|| format!("unknown division {code:?}"))?;
    let (home, away) = (row.need(wire::HOME_TEAM)?, row.need(wire::AWAY_TEAM)?);
    if home == away {
        return Err(format!("{home} against itself"));
    }
    let scores = scores(row)?;
    let mut quotes = Vec::new();
    let mut take = |market: Result<Vec<QuoteReport>, String>| match market {
        Ok(mut market) => quotes.append(&mut market),
        Err(reason) => refused.push(rejected(row, reason)),
    };
    markets(row, QuoteMark::Opening, &mut take);
    if !scores.is_empty() {
        markets(row, QuoteMark::Closing, &mut take);
    }
    Ok(GameReport {
        reference: format!("{code}/{season}/{home}/{away}"),
        league: division.league(),
        season: season.to_owned(),
        starts_at: starts_at(row)?,
        status: if scores.is_empty() {
            GameStatus::Scheduled
        } else {
            GameStatus::Final
        },
        participants: Participant::sides(
            teams::named(division.code, home.to_owned(), home),
            teams::named(division.code, away.to_owned(), away),
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

/// Two digits or four for the year.
fn date(row: &Row<'_>) -> Result<NaiveDate, String> {
    let text = row.need(wire::DATE)?;
    let year = text.rsplit('/').next().map_or(0, str::len);
    let format = if year == 4 { "%d/%m/%Y" } else { "%d/%m/%y" };
    NaiveDate::parse_from_str(text, format).map_err(|_| format!("{text:?} is not a date"))
}

fn starts_at(row: &Row<'_>) -> Result<DateTime<Utc>, String> {
    let date = date(row)?;
    let time = match row.get(wire::TIME) {
        Some(text) => NaiveTime::parse_from_str(text, "%H:%M")
            .map_err(|_| format!("{text:?} is not a time"))?,
        None => EARLIEST,
    };
    let local = chrono_tz::Europe::London.from_local_datetime(&date.and_time(time));
    let moment = local.earliest();
    let moment = moment.ok_or_else(|| format!("no {time} on {date} in London"))?;
    Ok(moment.with_timezone(&Utc))
}

/// Both halves and the whole, the whole alone, or nothing before the game is over.
fn scores(row: &Row<'_>) -> Result<Vec<PeriodScore>, String> {
    let full = pair(row, wire::FTHG, wire::FTAG)?;
    let Some((home, away)) = full else {
        return Ok(Vec::new());
    };
    let winner = match home.cmp(&away) {
        std::cmp::Ordering::Greater => "H",
        std::cmp::Ordering::Equal => "D",
        std::cmp::Ordering::Less => "A",
    };
    if row.need(wire::FTR)? != winner {
        return Err(format!("{home}-{away} is not the result that FTR says"));
    }
    let mut scores = Vec::new();
    let mut add = |period, (home, away)| {
        for (role, points) in [(Role::Home, home), (Role::Away, away)] {
            scores.push(PeriodScore {
                period,
                role,
                points,
            });
        }
    };
    add(Period::Full, (home, away));
    if let Some((home_first, away_first)) = pair(row, wire::HTHG, wire::HTAG)? {
        if home_first > home || away_first > away {
            return Err("more goals at half time than at the end".to_owned());
        }
        add(Period::Half(1), (home_first, away_first));
        add(Period::Half(2), (home - home_first, away - away_first));
    }
    Ok(scores)
}

fn pair(row: &Row<'_>, home: &str, away: &str) -> Result<Option<(i32, i32)>, String> {
    let goals = |column: &str| {
        let text = row.get(column);
        let read = |it: &str| {
            it.parse::<u8>()
                .map_err(|_| format!("{column} {it:?} is no score"))
        };
        text.map(read).transpose()
    };
    match (goals(home)?, goals(away)?) {
        (Some(home), Some(away)) => Ok(Some((i32::from(home), i32::from(away)))),
        (None, None) => Ok(None),
        _ => Err(format!("{home} without {away}, or the other way round")),
    }
}

/// Every market of every bookmaker at one moment of its life.
fn markets(
    row: &Row<'_>,
    mark: QuoteMark,
    take: &mut impl FnMut(Result<Vec<QuoteReport>, String>),
) {
    let (closing, handicap) = match mark {
        QuoteMark::Closing => ("C", wire::HANDICAP_CLOSING),
        _ => ("", wire::HANDICAP),
    };
    let handicap = handicap.iter().find_map(|it| row.get(it));
    let handicap = handicap.map(str::parse::<Line>).transpose();
    let handicap = match handicap {
        Ok(handicap) => handicap,
        Err(error) => {
            take(Err(format!("handicap: {error}")));
            None
        }
    };
    for columns in wire::BOOKMAKERS {
        let bookmaker = (columns.code, columns.name);
        let mut offer = |kind, line, prefix: &str, ends: &[(Side, &str)]| {
            let names = ends.iter().map(|(side, end)| {
                let column = format!("{prefix}{closing}{end}");
                (*side, column)
            });
            take(market(row, (bookmaker, kind, line, mark), names));
        };
        let winner = [(Side::Home, "H"), (Side::Draw, "D"), (Side::Away, "A")];
        offer(MarketKind::Moneyline3, None, columns.winner, &winner);
        let goals = [(Side::Over, ">2.5"), (Side::Under, "<2.5")];
        offer(MarketKind::Total, TOTAL.parse().ok(), columns.other, &goals);
        if handicap.is_some() {
            let sides = [(Side::Home, "AHH"), (Side::Away, "AHA")];
            offer(MarketKind::Spread, handicap, columns.other, &sides);
        }
    }
}

/// No price at all: no market.
fn market(
    row: &Row<'_>,
    (bookmaker, kind, line, mark): ((&str, &str), MarketKind, Option<Line>, QuoteMark),
    columns: impl Iterator<Item = (Side, String)>,
) -> Result<Vec<QuoteReport>, String> {
    let mut prices = Vec::new();
    for (side, column) in columns {
        if let Some(text) = row.get(&column) {
            let price = Price::parse_decimal(text).map_err(|it| format!("{column}: {it}"))?;
            prices.push((side, price));
        }
    }
    if prices.is_empty() {
        return Ok(Vec::new());
    }
    check::whole(&Offer {
        bookmaker,
        kind,
        period: Period::Full,
        line,
        mark,
        source_at: None,
        prices,
    })
}
