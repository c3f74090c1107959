//! From events and their markets to reports with prices.

use std::collections::BTreeMap;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::value::RawValue;
use shared::feed::QuoteReport;
use shared::feed::{CompetitorReport, FeedAnswer, GameReport, Participant, QuoteMark, Rejected};
use shared::game::{GameStatus, Period};
use shared::market::{MarketKind, Side};
use shared::price::Price;

use super::ticker::Ticker;
use super::wire::{Event, Market, Milestone, Named, Page};
use super::{NAME, price, series};
use crate::archive::rejected;
use crate::check::{self, Offer};
use crate::error::Garbled;
use crate::leagues::{self, Known};
use crate::{days, json, teams};

/// The exchange as a bookmaker: its code and name.
const EXCHANGE: (&str, &str) = (NAME, "Kalshi");

/// How long after the start the exchange closes a game's markets at the latest, and when it expects
/// the outcome. Where nothing else tells the start, it is known if both come to the same moment.
const CLOSES_AFTER: TimeDelta = TimeDelta::days(14);
const EXPIRES_AFTER: TimeDelta = TimeDelta::hours(3);

/// Every status of a market. Only one that is active is sold.
const STATUSES: &[&str] = &[
    "initialized",
    "inactive",
    "active",
    "closed",
    "determined",
    "disputed",
    "amended",
    "finalized",
];

/// When the games begin that milestones tell of, by event.
type Starts = BTreeMap<String, DateTime<Utc>>;

/// One page, read.
pub(super) struct Read {
    /// What it holds.
    pub(super) answer: FeedAnswer,
    /// Where the next page begins.
    pub(super) next: Option<String>,
}

/// Reads a list of events with their markets, or of markets, all about games of that league.
///
/// # Errors
/// [`Garbled`] when it is none, or the league is none of ours.
pub fn read(body: &Bytes, league: &str) -> Result<FeedAnswer, Garbled> {
    page(body, league).map(|it| it.answer)
}

/// The same, with the place of the next page.
pub(super) fn page(body: &Bytes, league: &str) -> Result<Read, Garbled> {
    let known = leagues::known(league).zip(series(league));
    let (known, series) = known.ok_or_else(|| {
        let reason = format!("league {league:?} is not one of this feed's");
        Garbled::new("event_ticker", reason, body.clone())
    })?;
    let read: Page = json::read(body)?;
    let mut answer = FeedAnswer::default();
    let starts = starts(&read.milestones);
    let events = match (&read.events, &read.markets) {
        (Some(events), _) => events.iter().map(|it| event(it)).collect(),
        (None, Some(markets)) => by_event(markets),
        (None, None) => {
            let reason = "no list of events or markets";
            return Err(Garbled::new("events", reason, body.clone()));
        }
    };
    for read in events {
        let (ticker, game) = match read {
            Ok(event) => {
                let mut reasons = Vec::new();
                let game = game(known, series, &event, &starts, &mut reasons);
                let refused = reasons
                    .into_iter()
                    .map(|it| refusal(&event.event_ticker, it));
                answer.rejected.extend(refused);
                (event.event_ticker, game)
            }
            Err((ticker, reason)) => (ticker, Err(reason.into())),
        };
        match game {
            Ok(game) if answer.games.iter().any(|it| it.reference == game.reference) => {
                let reason = "it is in the answer twice".to_owned();
                answer.rejected.push(refusal(&ticker, reason.into()));
            }
            Ok(game) => answer.games.push(game),
            Err(reason) => answer.rejected.push(refusal(&ticker, reason)),
        }
    }
    let next = read.cursor.filter(|it| !it.is_empty());
    Ok(Read { answer, next })
}

/// Why something is left out, with a code that our table does not have.
struct Refused {
    reason: String,
    unknown_code: Option<String>,
}

impl From<String> for Refused {
    fn from(reason: String) -> Self {
        Self {
            reason,
            unknown_code: None,
        }
    }
}

fn refusal(event: &str, refused: Refused) -> Rejected {
    Rejected {
        unknown_code: refused.unknown_code,
        game: Some(event.to_owned()),
        ..rejected(format!("event {event}"), refused.reason)
    }
}

/// An event, or the ticker of one that cannot be read and why.
type Listed = Result<Event, (String, String)>;

fn event(raw: &RawValue) -> Listed {
    json::text_part::<Event>(raw.get()).map_err(|reason| {
        let named = json::text_part::<Named>(raw.get());
        let ticker = named.map_or_else(|_| "without a ticker".to_owned(), |it| it.event_ticker);
        (ticker, reason)
    })
}

/// A list of markets by the events that they belong to, in the order of the list.
fn by_event(markets: &[Box<RawValue>]) -> Vec<Listed> {
    let mut events: Vec<Listed> = Vec::new();
    for raw in markets {
        let market = match json::text_part::<Market>(raw.get()) {
            Ok(market) => market,
            Err(reason) => {
                let named = json::text_part::<Named>(raw.get());
                let ticker = named.map_or_else(|_| "unnamed".to_owned(), |it| it.event_ticker);
                events.push(Err((ticker, reason)));
                continue;
            }
        };
        let known = events.iter_mut().flatten();
        match known
            .into_iter()
            .find(|it| it.event_ticker == market.event_ticker)
        {
            Some(event) => event.markets.push(market),
            None => events.push(Ok(Event {
                event_ticker: market.event_ticker.clone(),
                title: market.title.clone(),
                markets: vec![market],
            })),
        }
    }
    events
}

/// The start of each event that exactly one moment is told for.
fn starts(milestones: &[Box<RawValue>]) -> Starts {
    let mut told: BTreeMap<String, Option<DateTime<Utc>>> = BTreeMap::new();
    for raw in milestones {
        let Ok(milestone) = json::text_part::<Milestone>(raw.get()) else {
            continue;
        };
        let start = milestone.start_date.parse::<DateTime<Utc>>().ok();
        let tickers = milestone.related_event_tickers.into_iter();
        for ticker in tickers.chain(milestone.primary_event_tickers) {
            let known = told.entry(ticker).or_insert(start);
            if *known != start {
                *known = None;
            }
        }
    }
    told.into_iter()
        .filter_map(|(ticker, at)| Some((ticker, at?)))
        .collect()
}

fn game(
    league: &Known,
    series: &str,
    event: &Event,
    starts: &Starts,
    reasons: &mut Vec<Refused>,
) -> Result<GameReport, Refused> {
    let reference = &event.event_ticker;
    if reference.split('-').next() != Some(series) {
        return Err(format!("{reference:?} is none of {series}").into());
    }
    let ticker = Ticker::read(reference)?;
    let starts_at = start(league, event, &ticker, starts.get(reference).copied())?;
    let sides = sides(league, event, &ticker, starts_at)?;
    let quotes = match quotes(event, &sides) {
        Ok(quotes) => quotes,
        Err(refused) => {
            reasons.push(refused);
            Vec::new()
        }
    };
    let [home, away] = sides.map(|it| it.team);
    Ok(GameReport {
        reference: reference.clone(),
        league: league.report(),
        season: league.season(starts_at),
        starts_at,
        status: GameStatus::Scheduled,
        field: None,
        participants: Participant::sides(home, away),
        players: Vec::new(),
        scores: Vec::new(),
        facts: shared::facts::Facts::default(),
        source_at: None,
        quotes,
        quotes_complete: true,
        live: None,
        venue: None,
    })
}

/// When the game begins: by its milestone, by the hour in its ticker, or by when its markets close
/// and expire. What a market calls its occurrence is none of them: the start in some leagues, three
/// hours later in others.
fn start(
    league: &Known,
    event: &Event,
    ticker: &Ticker<'_>,
    milestone: Option<DateTime<Utc>>,
) -> Result<DateTime<Utc>, String> {
    let moment = |text: &Option<String>| text.as_deref()?.parse::<DateTime<Utc>>().ok();
    let derived = event.markets.first().and_then(|it| {
        let closes = moment(&it.close_time)?.checked_sub_signed(CLOSES_AFTER)?;
        let expires = moment(&it.expected_expiration_time)?.checked_sub_signed(EXPIRES_AFTER)?;
        (closes == expires).then_some(closes)
    });
    let start = milestone.or_else(|| ticker.start()).or(derived);
    let start = start.ok_or("when it begins is not told")?;
    // A game that was put off keeps the day of its ticker.
    let day = days::day(league.code, start);
    if day < ticker.day {
        return Err(format!(
            "contradiction: it begins on {day}, and was set for {}",
            ticker.day
        ));
    }
    Ok(start)
}

/// A side of a game.
struct Contestant {
    code: String,
    team: CompetitorReport,
}

/// The home and the away side.
fn sides(
    league: &Known,
    event: &Event,
    ticker: &Ticker<'_>,
    starts_at: DateTime<Utc>,
) -> Result<[Contestant; 2], String> {
    let mut named: Vec<(String, String)> = Vec::new();
    for market in &event.markets {
        let code = code(market)?;
        if named.iter().any(|it| it.0 == code) {
            return Err(format!("{code} has two markets"));
        }
        named.push((code.to_owned(), market.yes_sub_title.trim().to_owned()));
    }
    if let [(code, name)] = named.as_slice() {
        // The other side has no market of its own. It is named in the title alone.
        let other = ticker.other(code).map(str::to_owned);
        let title = event.title.as_deref().or(event.markets[0].title.as_deref());
        let opponent = title.and_then(|it| opponent(it, name));
        let (code, name) = other
            .zip(opponent)
            .ok_or("who the other side is is not told")?;
        named.push((code, name));
    }
    let [one, other] =
        <[_; 2]>::try_from(named).map_err(|it| format!("{} sides where two play", it.len()))?;
    let year = league.first_year(starts_at);
    let team = |(code, name): &(String, String)| {
        let known = teams::in_short(league.code, name, year);
        let known = known.ok_or_else(|| format!("team: {name:?} is none of {}", league.code))?;
        Ok::<_, String>(Contestant {
            code: code.clone(),
            team: known.report(format!("{}/team/{code}", league.code)),
        })
    };
    let (first, second) = (team(&one)?, team(&other)?);
    if first.team.slug == second.team.slug {
        return Err("one team on both sides".to_owned());
    }
    let (home, away) = ticker.in_order((&one.0, first), (&other.0, second))?;
    Ok([home, away])
}

/// The side that a market is about, by its ticker.
fn code(market: &Market) -> Result<&str, String> {
    let code = market.ticker.strip_prefix(market.event_ticker.as_str());
    let code = code.and_then(|it| it.strip_prefix('-'));
    code.filter(|it| !it.is_empty())
        .ok_or_else(|| format!("{:?} is no market of its event", market.ticker))
}

/// Who else is named in a title such as `Las Vegas vs Portland winner?`.
fn opponent(title: &str, side: &str) -> Option<String> {
    let lower = title.to_ascii_lowercase();
    let end = lower.rfind(" winner").unwrap_or(title.len());
    let both = title.get(..end)?;
    let (one, other) = [" vs. ", " vs ", " at ", " @ "]
        .iter()
        .find_map(|it| both.split_once(it))?;
    let (one, other) = (one.trim(), other.trim());
    match (one == side, other == side) {
        (true, false) => Some(other.to_owned()),
        (false, true) => Some(one.to_owned()),
        _ => None,
    }
}

/// The price of each side: what its own market asks for it, or what the other's asks for its
/// opposite where there is no other.
fn quotes(event: &Event, sides: &[Contestant; 2]) -> Result<Vec<QuoteReport>, Refused> {
    for market in &event.markets {
        let status = market.status.as_str();
        if !STATUSES.contains(&status) {
            return Err(Refused {
                reason: format!("unknown status {status}"),
                unknown_code: Some(status.to_owned()),
            });
        }
    }
    let mut prices = Vec::new();
    for (contestant, side) in sides.iter().zip([Side::Home, Side::Away]) {
        if let Some(price) = asked(event, contestant)? {
            prices.push((side, price));
        }
    }
    if prices.is_empty() {
        return Ok(Vec::new());
    }
    let quotes = check::whole(&Offer {
        bookmaker: EXCHANGE,
        kind: MarketKind::Moneyline2,
        period: Period::Full,
        line: None,
        mark: QuoteMark::Current,
        // When a market was updated is when its description was.
        source_at: None,
        prices,
    });
    Ok(quotes?)
}

/// What one must pay for that side now. `None`: it is not sold.
fn asked(event: &Event, side: &Contestant) -> Result<Option<Price>, String> {
    let of = |market: &&Market| code(market) == Ok(side.code.as_str());
    let (market, ask) = match (event.markets.iter().find(of), event.markets.as_slice()) {
        (Some(own), _) => (own, &own.yes_ask_dollars),
        (None, [other]) => (other, &other.no_ask_dollars),
        (None, _) => return Ok(None),
    };
    if market.status != "active" {
        return Ok(None);
    }
    price::sold(ask.as_deref())
}
