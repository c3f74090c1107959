//! From the file's bytes to reports.

use bytes::Bytes;
use chrono::{Datelike, NaiveDate};
use shared::competitor::Lead;
use shared::facts::{Ending, Facts, Method};
use shared::feed::{FeedAnswer, GameReport, Participant, QuoteMark, QuoteReport, Rejected};
use shared::game::GameStatus;
use shared::league::Sport;
use shared::market::{MarketKind, Side};

use super::wire;
use crate::archive::{american, athlete, eastern_day, filled, market, points, rejected};
use crate::error::Garbled;
use crate::league;
use crate::table::{Row, Shape, Table};

/// The one bookmaker of the file.
const BOOKMAKER: (&str, &str) = ("ufc_archive", "UFC archive");

/// A round of mixed martial arts, in seconds.
const ROUND_SECONDS: u16 = 300;

/// Reads the file.
///
/// # Errors
/// [`Garbled`] when it is not that file, or is cut off in the middle of a row.
pub fn read(body: Bytes) -> Result<FeedAnswer, Garbled> {
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
    let (date, red) = (part(wire::DATE), part(wire::RED));
    format!("{} ({date} {red} - {})", row.place(), part(wire::BLUE))
}

fn game(row: &Row<'_>, refused: &mut Vec<Rejected>) -> Result<GameReport, String> {
    let (red, blue, day) = (
        row.need(wire::RED)?,
        row.need(wire::BLUE)?,
        row.need(wire::DATE)?,
    );
    if red == blue {
        return Err(format!("{red} against himself"));
    }
    let date = NaiveDate::parse_from_str(day, "%Y-%m-%d");
    let date = date.map_err(|_| format!("{day:?} is not a date"))?;
    let rounds = points(wire::ROUNDS, row.need(wire::ROUNDS)?)?;
    let (status, mut ending) = ending(row)?;
    let mut scheduled_rounds = u8::try_from(rounds).ok();
    if ending.round > scheduled_rounds {
        // One of the two columns is wrong, and which is not told. Who won is not in doubt.
        let reason = format!(
            "rounds: ended in {} of {rounds}, so neither is taken",
            ending.round.unwrap_or_default()
        );
        refused.push(rejected(place(row), reason));
        scheduled_rounds = None;
        (ending.round, ending.second) = (None, None);
    }
    let mut quotes = Vec::new();
    match moneyline(row) {
        Ok(mut market) => quotes.append(&mut market),
        Err(reason) => refused.push(rejected(place(row), reason)),
    }
    Ok(GameReport {
        reference: format!("{day}/{red}/{blue}"),
        league: league(
            "UFC",
            "Ultimate Fighting Championship",
            Sport::MixedMartialArts,
        ),
        season: date.year().to_string(),
        starts_at: eastern_day(date)?,
        status,
        participants: Participant::sides(athlete(red, surname(red)), athlete(blue, surname(blue))),
        field: None,
        players: Vec::new(),
        scores: Vec::new(),
        facts: Facts {
            ending: Some(ending),
            scheduled_rounds,
            ..Facts::default()
        },
        source_at: None,
        quotes,
        quotes_complete: false,
        live: None,
        venue: None,
    })
}

/// What stands last in a name, but for `Jr.` and numbers.
fn surname(name: &str) -> &str {
    let words = name.split_whitespace().rev();
    let mut names =
        words.filter(|it| !matches!(it.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III"));
    names.next().unwrap_or(name)
}

/// How and where it ended. A way that is not noted, or was overturned later, is left out: whoever
/// was declared the winner that night stays it, and how is not guessed.
fn ending(row: &Row<'_>) -> Result<(GameStatus, Ending), String> {
    let (status, winner) = match row.need(wire::WINNER)? {
        "Red" => (GameStatus::Final, Some(Lead::Home)),
        "Blue" => (GameStatus::Final, Some(Lead::Away)),
        "Draw" => (GameStatus::Final, Some(Lead::Draw)),
        "NC" | "No Contest" => (GameStatus::NoContest, None),
        other => return Err(format!("unknown winner {other:?}")),
    };
    let method = match row.get(wire::FINISH) {
        _ if status == GameStatus::NoContest => Some(Method::NoContest),
        // The file does not tell a knockout from a stoppage; no market does either.
        Some("KO/TKO") => Some(Method::Knockout),
        Some("SUB") => Some(Method::Submission),
        Some("U-DEC" | "S-DEC" | "M-DEC") => Some(Method::Decision),
        Some("DQ") => Some(Method::Disqualification),
        Some("Overturned") | None => None,
        Some(other) => return Err(format!("unknown finish {other:?}")),
    };
    let round = row.get(wire::FINISH_ROUND);
    let round = round.map(|it| points(wire::FINISH_ROUND, it)).transpose()?;
    let round = round.filter(|it| *it > 0);
    let second = row.get(wire::FINISH_TIME).map(seconds).transpose()?;
    let ending = Ending {
        winner,
        method,
        round: round.and_then(|it| u8::try_from(it).ok()),
        second: second.filter(|_| round.is_some()),
        ..Ending::default()
    };
    Ok((status, ending))
}

/// `4:42` is 282.
fn seconds(text: &str) -> Result<u16, String> {
    let parts = text.split_once(':').and_then(|(minutes, seconds)| {
        let (minutes, seconds) = (minutes.parse::<u16>().ok()?, seconds.parse::<u16>().ok()?);
        (seconds < 60 && minutes <= 5).then_some(minutes * 60 + seconds)
    });
    let within = parts.filter(|it| *it <= ROUND_SECONDS);
    within.ok_or_else(|| format!("{text:?} is no time of a round"))
}

fn moneyline(row: &Row<'_>) -> Result<Vec<QuoteReport>, String> {
    let columns = [(Side::Home, wire::RED_ODDS), (Side::Away, wire::BLUE_ODDS)];
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
