//! What readers of archives have in common: files of seasons that are long over.

use bytes::Bytes;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use shared::competitor::{CompetitorKind, Role};
use shared::feed::{CompetitorReport, FeedAnswer, QuoteMark, QuoteReport, Rejected};
use shared::game::{Period, PeriodScore};
use shared::line::Line;
use shared::market::{MarketKind, Side};
use shared::price::Price;

use crate::check::{self, Offer};
use crate::error::Garbled;

/// The price of a line that a file gives without prices: what a bookmaker asks when nothing is
/// said.
const STANDARD: i32 = -110;

/// No game of any of them began earlier in the day: baseball has opened in Sydney at four.
const EARLIEST: NaiveTime = match NaiveTime::from_hms_opt(4, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

/// A row that was left out, and why.
pub(crate) fn rejected(place: String, reason: impl Into<String>) -> Rejected {
    Rejected {
        place,
        reason: reason.into(),
        unknown_code: None,
        game: None,
    }
}

/// An answer, unless there is nothing in it: an archive without a row is no archive.
pub(crate) fn filled(answer: FeedAnswer, body: &Bytes) -> Result<FeedAnswer, Garbled> {
    if answer.games.is_empty() && answer.rejected.is_empty() {
        return Err(Garbled::new("line 1", "no row in it", body.clone()));
    }
    Ok(answer)
}

/// The start of a game of which only the day is known, in US Eastern time.
pub(crate) fn eastern_day(date: NaiveDate) -> Result<DateTime<Utc>, String> {
    let local = chrono_tz::America::New_York.from_local_datetime(&date.and_time(EARLIEST));
    let moment = local.earliest();
    let moment = moment.ok_or_else(|| format!("no {EARLIEST} on {date} in US Eastern time"))?;
    Ok(moment.with_timezone(&Utc))
}

/// A whole number of points, `7.0` being one.
pub(crate) fn points(what: &str, text: &str) -> Result<i32, String> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let points = whole.parse::<u16>().ok();
    let points = points.filter(|_| rest.bytes().all(|it| it == b'0'));
    points
        .map(i32::from)
        .ok_or_else(|| format!("{what} {text:?} is no score"))
}

/// An American price, which files that were floats once write as `-110.0`.
pub(crate) fn american(what: &str, text: &str) -> Result<Price, String> {
    let whole = match text.split_once('.') {
        Some((whole, rest)) if rest.bytes().all(|it| it == b'0') => whole,
        _ => text,
    };
    Price::parse_american(whole).map_err(|it| format!("{what}: {it}"))
}

/// The price at which a line stands that has none.
pub(crate) fn standard() -> Result<Price, String> {
    Price::from_american(STANDARD).map_err(|it| it.to_string())
}

/// Both sides' points in a period.
pub(crate) fn score(period: Period, home: i32, away: i32) -> [PeriodScore; 2] {
    [(Role::Home, home), (Role::Away, away)].map(|(role, points)| PeriodScore {
        period,
        role,
        points,
    })
}

/// A market of one bookmaker on the whole game, or what is wrong with it.
pub(crate) fn market(
    bookmaker: (&str, &str),
    mark: QuoteMark,
    (kind, line): (MarketKind, Option<Line>),
    prices: Vec<(Side, Price)>,
) -> Result<Vec<QuoteReport>, String> {
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

/// An athlete, who is known by no more than a name. `short` is what he is called in a sentence.
pub(crate) fn athlete(name: &str, short: &str) -> CompetitorReport {
    let letters = name.chars().filter(char::is_ascii_alphabetic);
    let mut code: String = short
        .chars()
        .filter(char::is_ascii_alphabetic)
        .chain(letters)
        .take(3)
        .collect();
    code.make_ascii_uppercase();
    while code.len() < 2 {
        code.push('X');
    }
    CompetitorReport {
        reference: name.to_owned(),
        slug: None,
        kind: CompetitorKind::Athlete,
        name: name.to_owned(),
        short_name: short.to_owned(),
        place: short.to_owned(),
        code,
        colors: None,
        logo_url: None,
    }
}
