//! Stores markets, selections, quotes, and opening, closing and in-play prices.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use shared::feed::{GameReport, QuoteMark, QuoteReport};
use shared::game::GameStatus;
use shared::id::{BookmakerId, GameId};
use shared::market::{MarketKey, Selection};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Changes;
use crate::feed_requests::{CarriedPrices, FeedRequest};
use crate::quotes::{MarketRows, PriceRows, SelectionRows};
use crate::{StoreError, feed_requests, leagues, quotes};

/// A price without a date is dated this long before the start of its game.
const UNSTATED_BEFORE_START: TimeDelta = TimeDelta::seconds(1);

/// What storing the prices of a batch left.
pub(super) struct PricesStored {
    /// Those that are current.
    pub(super) carried: CarriedPrices,
    /// Games whose offers changed.
    pub(super) moved: BTreeSet<GameId>,
}

/// Stores the prices of a batch.
pub(super) async fn store(
    conn: &mut PgConnection,
    request: &FeedRequest,
    games: &BTreeMap<GameId, Cow<'_, GameReport>>,
    now: DateTime<Utc>,
    changes: &mut Changes,
) -> Result<PricesStored, StoreError> {
    let mut moved = BTreeSet::new();
    let prices = Prices::of(games, now);
    let (ids, codes, names) = prices.bookmakers();
    changes.leagues += leagues::insert_bookmakers(conn, &ids, &codes, &names).await?;
    changes.markets += quotes::insert_markets(conn, &prices.markets).await?;
    changes.markets += quotes::insert_selections(conn, &prices.selections).await?;
    changes.marks += quotes::upsert_marks(conn, &prices.marks, now).await?;
    let begun: Vec<_> = games
        .iter()
        .filter(|(_, it)| !is_open(it, now))
        .map(|(id, _)| id.as_uuid())
        .collect();
    if !begun.is_empty() {
        let closed = quotes::close(conn, &begun, now).await?;
        changes.quotes += closed;
        moved.extend(all_if(closed > 0, &begun));
        changes.marks += quotes::remark_moved(conn, &begun, now).await?;
    }
    if !prices.begun.selections.is_empty() {
        changes.marks += quotes::mark_last_before_start(conn, &prices.begun, now).await?;
        changes.marks += quotes::upsert_in_play(conn, &prices.begun, now).await?;
    }
    if !prices.current.selections.is_empty() {
        feed_requests::ensure(conn, request).await?;
        let taken = quotes::upsert(conn, request.id(), &prices.current, now).await?;
        changes.quotes += taken.quotes;
        changes.marks += taken.marks;
        moved.extend(taken.games);
    }
    let complete: Vec<_> = games
        .iter()
        .filter(|(_, it)| it.quotes_complete)
        .map(|(id, _)| id.as_uuid())
        .collect();
    if !complete.is_empty() {
        let gone = quotes::withdraw(conn, request, &complete, &prices.current, now).await?;
        changes.quotes += gone;
        moved.extend(all_if(gone > 0, &complete));
    }
    let PriceRows {
        selections,
        bookmakers,
        source_ats,
        ..
    } = prices.current;
    Ok(PricesStored {
        carried: CarriedPrices::new(selections, bookmakers, source_ats),
        moved,
    })
}

/// Any of these games may have changed, if anything did.
fn all_if(any: bool, games: &[Uuid]) -> impl Iterator<Item = GameId> {
    let games = games.iter().filter(move |_| any);
    games.map(|it| GameId::from_uuid(*it))
}

/// Whether prices of this game can still be current.
fn is_open(report: &GameReport, now: DateTime<Utc>) -> bool {
    let waits = matches!(report.status, GameStatus::Scheduled | GameStatus::Postponed);
    waits && now < report.starts_at
}

#[derive(Default)]
struct Prices<'a> {
    markets: MarketRows,
    selections: SelectionRows,
    bookmakers: BTreeMap<BookmakerId, &'a QuoteReport>,
    current: PriceRows,
    /// Of games that have begun.
    begun: PriceRows,
    /// Opening and closing prices that the feed reports as such.
    marks: PriceRows,
}

impl<'a> Prices<'a> {
    fn of(games: &'a BTreeMap<GameId, Cow<'a, GameReport>>, now: DateTime<Utc>) -> Self {
        let mut prices = Self::default();
        for (game, report) in games {
            let mut markets = BTreeMap::new();
            let mut wanted = BTreeMap::new();
            for quote in &report.quotes {
                let Some((use_as, source_at, stated)) = dated(report, quote, now) else {
                    continue;
                };
                let key = question(*game, quote);
                let market = key.id();
                let (market, sides) = markets
                    .entry(key)
                    .or_insert_with(|| (market, BTreeMap::new()));
                let selection = *sides
                    .entry(quote.side)
                    .or_insert_with(|| shared::market::selection_id(*market, quote.side));
                let bookmaker = BookmakerId::derive(&quote.bookmaker);
                prices.bookmakers.entry(bookmaker).or_insert(quote);
                wanted.insert(
                    (selection, bookmaker, use_as, quote.mark),
                    (quote, source_at, stated),
                );
            }
            for (key, (market, sides)) in markets {
                let asked = sides.keys().next();
                let asked = asked.and_then(|side| Selection::of(&key, *side));
                if let Some(asked) = asked {
                    prices.markets.push(&asked);
                }
                for (side, selection) in sides {
                    prices.selections.ids.push(selection.as_uuid());
                    prices.selections.markets.push(market.as_uuid());
                    prices.selections.sides.push(side.to_string());
                }
            }
            for ((selection, bookmaker, use_as, _), (quote, source_at, stated)) in wanted {
                let rows = match use_as {
                    Use::Current => &mut prices.current,
                    Use::Begun => &mut prices.begun,
                    Use::Mark => &mut prices.marks,
                };
                let ids = [game.as_uuid(), selection.as_uuid(), bookmaker.as_uuid()];
                rows.push(ids, quote, (source_at, stated), report.starts_at);
            }
        }
        prices
    }

    fn bookmakers(&self) -> (Vec<Uuid>, Vec<String>, Vec<String>) {
        let ids = self.bookmakers.keys().map(|it| it.as_uuid()).collect();
        let codes = self.bookmakers.values().map(|it| it.bookmaker.clone());
        let names = self.bookmakers.values().map(|it| it.bookmaker_name.clone());
        (ids, codes.collect(), names.collect())
    }
}

/// The key of the market that a price belongs to.
fn question(game: GameId, quote: &QuoteReport) -> MarketKey {
    MarketKey {
        subject: quote.subject,
        statistic: quote.statistic.clone(),
        group: quote.group.clone(),
        ..MarketKey::of_game(game, quote.kind, quote.period, quote.line)
    }
}

impl PriceRows {
    fn push(
        &mut self,
        [game, selection, bookmaker]: [Uuid; 3],
        quote: &QuoteReport,
        (source_at, stated): (DateTime<Utc>, bool),
        start: DateTime<Utc>,
    ) {
        // Numerator and denominator fit: prices are at most 100,000 to 1.
        self.nums.push(quote.price.num().cast_signed());
        self.dens.push(quote.price.den().cast_signed());
        self.games.push(game);
        self.selections.push(selection);
        self.bookmakers.push(bookmaker);
        self.marks.push(quote.mark.word().to_owned());
        self.formats.push(quote.price.format().word().to_owned());
        self.numbers.push(quote.price.number());
        self.source_ats.push(source_at);
        self.stated.push(stated);
        self.starts.push(start);
    }
}

/// What a price is stored as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Use {
    /// It is on offer.
    Current,
    /// The game has begun, or the feed says so: closing or in play, as the game's start decides.
    Begun,
    /// Opening or closing, by the feed's own word.
    Mark,
}

/// What a price is stored as, when it held, and whether the feed stated that. `None` for a price
/// that cannot be what it is said to be: an opening or closing price of after the start, or one
/// that is dated after a start which lies ahead. An undated price of a game that has begun tells
/// nothing either: feeds go on showing the last ones.
fn dated(
    report: &GameReport,
    quote: &QuoteReport,
    now: DateTime<Utc>,
) -> Option<(Use, DateTime<Utc>, bool)> {
    let start = report.starts_at;
    match (quote.mark, quote.source_at) {
        (QuoteMark::InPlay, source_at) => {
            Some((Use::Begun, source_at.unwrap_or(now), source_at.is_some()))
        }
        (QuoteMark::Current, source_at) if is_open(report, now) => {
            let source_at = source_at.unwrap_or(now);
            (source_at < start).then_some((Use::Current, source_at, true))
        }
        (QuoteMark::Current, Some(source_at)) if start <= now => {
            Some((Use::Begun, source_at, true))
        }
        (QuoteMark::Current, _) => None,
        (QuoteMark::Opening | QuoteMark::Closing, Some(source_at)) => {
            (source_at < start).then_some((Use::Mark, source_at, true))
        }
        (QuoteMark::Opening | QuoteMark::Closing, None) => {
            Some((Use::Mark, start - UNSTATED_BEFORE_START, false))
        }
    }
}
