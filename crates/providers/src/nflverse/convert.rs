//! From the file's bytes to reports.

use bytes::Bytes;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use shared::facts::Facts;
use shared::feed::{
    CompetitorReport, FeedAnswer, GameReport, LeagueReport, Participant, QuoteMark, QuoteReport,
    Rejected,
};
use shared::game::{GameStatus, Period, PeriodScore};
use shared::league::Sport;
use shared::line::Line;
use shared::market::{MarketKind, Side};
use shared::price::Price;

use super::wire;
use crate::archive::score;
use crate::check::{self, Offer};
use crate::error::Garbled;
use crate::league;
use crate::table::{Row, Shape, Table};
use crate::teams;

/// The one bookmaker of the file.
const BOOKMAKER: (&str, &str) = ("nflverse", "nflverse closing line");

/// The price of a line that the file gives without prices, as it does for most of the seasons
/// before 2006 and for one game since: what a bookmaker asks when nothing is said.
const STANDARD: i32 = -110;

/// No game kicks off earlier in the day, so nobody bets on a running game for want of a time.
const EARLIEST: NaiveTime = match NaiveTime::from_hms_opt(9, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

/// The file's only league.
pub(super) fn nfl() -> LeagueReport {
    league("NFL", "National Football League", Sport::AmericanFootball)
}

/// Reads the file, wherever it came from.
///
/// A row with a score is a final game with closing quotes. A row without is a scheduled one, and
/// has no quotes: before the game its lines are neither closing nor on offer.
///
/// # Errors
/// [`Garbled`] when it is not that file, or is cut off in the middle of a row.
pub fn read(body: Bytes) -> Result<FeedAnswer, Garbled> {
    let table = Table::read(&body, Shape::Strict, wire::REQUIRED)?;
    let mut answer = FeedAnswer::default();
    for row in table.rows() {
        match game(&row) {
            Ok((game, mut rejected)) => {
                answer.games.push(game);
                answer.rejected.append(&mut rejected);
            }
            Err(reason) => answer.rejected.push(rejected(&row, reason)),
        }
    }
    Ok(answer)
}

fn rejected(row: &Row<'_>, reason: String) -> Rejected {
    let id = row.get(wire::GAME_ID).unwrap_or("no id");
    Rejected {
        place: format!("{} ({id})", row.place()),
        reason,
        unknown_code: None,
        game: None,
    }
}

fn game(row: &Row<'_>) -> Result<(GameReport, Vec<Rejected>), String> {
    let scores = scores(row)?;
    let (mut quotes, mut refused) = (Vec::new(), Vec::new());
    if !scores.is_empty() {
        for market in [moneyline(row), spread(row), total(row)] {
            match market {
                Ok(mut market) => quotes.append(&mut market),
                Err(reason) => refused.push(rejected(row, reason)),
            }
        }
    }
    let season = row.need(wire::SEASON)?;
    let game = GameReport {
        reference: row.need(wire::GAME_ID)?.to_owned(),
        league: nfl(),
        season: season.to_owned(),
        starts_at: starts_at(row)?,
        status: if scores.is_empty() {
            GameStatus::Scheduled
        } else {
            GameStatus::Final
        },
        participants: Participant::sides(
            competitor(row.need(wire::HOME_TEAM)?, season)?,
            competitor(row.need(wire::AWAY_TEAM)?, season)?,
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
    };
    Ok((game, refused))
}

/// Teams that moved have a code for each place, so the file's code is the reference.
fn competitor(code: &str, season: &str) -> Result<CompetitorReport, String> {
    let year = season.parse();
    let year = year.map_err(|_| format!("season {season:?} is no year"))?;
    Ok(CompetitorReport {
        reference: code.to_owned(),
        ..teams::archived("NFL", code, year)?
    })
}

fn starts_at(row: &Row<'_>) -> Result<DateTime<Utc>, String> {
    let day = row.need(wire::GAMEDAY)?;
    let date = NaiveDate::parse_from_str(day, "%Y-%m-%d");
    let date = date.map_err(|_| format!("gameday {day:?} is not a date"))?;
    let time = match row.get(wire::GAMETIME) {
        Some(text) => NaiveTime::parse_from_str(text, "%H:%M")
            .map_err(|_| format!("gametime {text:?} is not a time"))?,
        None => EARLIEST,
    };
    let eastern = chrono_tz::America::New_York.from_local_datetime(&date.and_time(time));
    let moment = eastern.earliest();
    let moment = moment.ok_or_else(|| format!("no {time} on {day} in US Eastern time"))?;
    Ok(moment.with_timezone(&Utc))
}

/// Both scores, or none. The file has finals only.
fn scores(row: &Row<'_>) -> Result<Vec<PeriodScore>, String> {
    let points = |column: &str| {
        let text = row.get(column);
        text.map(|it| {
            it.parse::<u16>()
                .map_err(|_| format!("{column} {it:?} is no score"))
        })
        .transpose()
    };
    let (home, away) = match (points(wire::HOME_SCORE)?, points(wire::AWAY_SCORE)?) {
        (Some(home), Some(away)) => (i32::from(home), i32::from(away)),
        (None, None) => return Ok(Vec::new()),
        _ => return Err("a score for one side only".to_owned()),
    };
    let stated = row.get(wire::RESULT).map(str::parse::<i32>);
    if stated.is_some_and(|it| it != Ok(home - away)) {
        return Err(format!("result is not {home} less {away}"));
    }
    let mut scores = score(Period::Full, home, away).to_vec();
    match row.get(wire::OVERTIME) {
        // Without an overtime the final is the score of the regular time as well.
        Some("0") if home != away => scores.extend(score(Period::Regulation, home, away)),
        Some("0") => return Err("level, and no overtime was played".to_owned()),
        Some("1") | None => {}
        Some(other) => return Err(format!("overtime {other:?} is neither 0 nor 1")),
    }
    Ok(scores)
}

fn moneyline(row: &Row<'_>) -> Result<Vec<QuoteReport>, String> {
    let prices = [
        (Side::Away, wire::AWAY_MONEYLINE),
        (Side::Home, wire::HOME_MONEYLINE),
    ];
    market(row, MarketKind::Moneyline2, None, prices)
}

/// The file's spread is how much the home side gives, ours what is added to its score.
fn spread(row: &Row<'_>) -> Result<Vec<QuoteReport>, String> {
    let line = line(row, wire::SPREAD_LINE)?.map(|it| -it);
    let prices = [
        (Side::Away, wire::AWAY_SPREAD_ODDS),
        (Side::Home, wire::HOME_SPREAD_ODDS),
    ];
    market(row, MarketKind::Spread, line, prices)
}

fn total(row: &Row<'_>) -> Result<Vec<QuoteReport>, String> {
    let line = line(row, wire::TOTAL_LINE)?;
    let prices = [
        (Side::Over, wire::OVER_ODDS),
        (Side::Under, wire::UNDER_ODDS),
    ];
    market(row, MarketKind::Total, line, prices)
}

fn line(row: &Row<'_>, column: &str) -> Result<Option<Line>, String> {
    let line = row.get(column).map(str::parse::<Line>).transpose();
    line.map_err(|error| format!("{column}: {error}"))
}

/// A line without any price stands at the standard one; neither line nor price is no market.
fn market(
    row: &Row<'_>,
    kind: MarketKind,
    line: Option<Line>,
    columns: [(Side, &str); 2],
) -> Result<Vec<QuoteReport>, String> {
    let mut prices = Vec::with_capacity(columns.len());
    for (side, column) in columns {
        if let Some(text) = row.get(column) {
            let price = Price::parse_american(text).map_err(|it| format!("{column}: {it}"))?;
            prices.push((side, price));
        }
    }
    if prices.is_empty() {
        if line.is_none() {
            return Ok(Vec::new());
        }
        let standard = Price::from_american(STANDARD).map_err(|it| it.to_string())?;
        prices.extend(columns.map(|(side, _)| (side, standard)));
    }
    check::whole(&Offer {
        bookmaker: BOOKMAKER,
        kind,
        period: Period::Full,
        line,
        mark: QuoteMark::Closing,
        source_at: None,
        prices,
    })
}
