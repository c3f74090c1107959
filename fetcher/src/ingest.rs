//! Stores one answer of a feed in the database and writes its line to the poll log.

use std::borrow::Cow;

use grading::decide::Policy;
use providers::{Answer, ProviderError};
use shared::feed::{GameReport, Rejected};
use shared::id::GameId;
use sqlx::PgPool;
use store::feed_requests::{self, CarriedPrices, FeedRequest, Held, Told};
use store::ingest::{Changes, Ingested};
use store::leases::Lease;
use store::{StoreError, leases, live, notify};
use uuid::Uuid;

use self::log::{count_unknown, legible, line, write};
use self::memory::{Digested, News};

mod grounds;
mod log;
pub mod lookups;
mod memory;
mod screen;

pub use self::memory::Memory;

/// How many games one transaction stores at most, so that none runs long.
const GAMES_A_BATCH: usize = 500;
/// How many prices one transaction stores at most, not counting those of its first game.
const PRICES_A_BATCH: usize = 5_000;

/// What storing an answer changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IngestSummary {
    /// Games that the answer mentioned.
    pub games: usize,
    /// Prices that the answer carried.
    pub prices: usize,
    /// Rows that changed, by table.
    pub changes: Changes,
    /// Games with a new result, each with the version of that result.
    pub decided: Vec<(GameId, i32)>,
    /// Games and prices that could not be read or stored.
    pub rejected: usize,
    /// Prices about players whom nobody here knows by that name, or of whom two have it.
    pub unmatched: usize,
}

impl IngestSummary {
    /// Adds what another answer changed.
    pub fn add(&mut self, other: Self) {
        self.games += other.games;
        self.prices += other.prices;
        self.changes += other.changes;
        self.decided.extend(other.decided);
        self.rejected += other.rejected;
        self.unmatched += other.unmatched;
    }

    /// Adds what one batch of the answer changed, and returns the prices that the batch carried.
    fn add_batch(&mut self, done: Ingested) -> CarriedPrices {
        self.games += done.games;
        self.prices += done.prices;
        self.changes += done.changes;
        self.decided.extend(done.decided);
        self.unmatched += done.unmatched;
        done.carried
    }
}

/// Stores what is new about an answer to a request that is sent again and again. An answer that is
/// like the one before costs its request's date and nothing else, not even a line in the poll log.
///
/// # Errors
/// As [`store_answer`].
pub async fn take(
    pool: &PgPool,
    lease: &Lease,
    request: &FeedRequest,
    answer: &Answer,
    policy: &Policy,
    memory: &Memory,
) -> Result<IngestSummary, StoreError> {
    let feed = &answer.feed;
    let digested = Digested::of(feed);
    let is_live_news = memory.has_live_news(lease, request, &digested);
    let (part, before) = match memory.news(lease, request, feed, &digested) {
        News::None(held) if date(pool, lease, request, &held).await? => {
            if is_live_news {
                keep_live(pool, lease, request, &feed.games).await?;
                memory.keep_live(request, &digested);
            }
            return Ok(IngestSummary {
                games: feed.games.len(),
                prices: feed.games.iter().map(|it| it.quotes.len()).sum(),
                ..IngestSummary::default()
            });
        }
        News::None(_) | News::All => (None, None),
        News::Some(places, held) => {
            let games = places.iter().filter_map(|it| feed.games.get(*it));
            (Some(games.cloned().collect::<Vec<_>>()), Some(held))
        }
    };
    // Until all of it is stored, nothing is known of it.
    memory.forget(request);
    let games = part.as_deref().unwrap_or(&feed.games);
    let stored = store(pool, lease, request, games, policy, |_| {}).await?;
    let told = match part {
        Some(_) => Told::Only(&stored.ids),
        None => Told::All,
    };
    let held = date_prices(pool, lease, request, &stored.carried, told).await?;
    if is_live_news || part.is_none() {
        keep_live(pool, lease, request, &feed.games).await?;
    }
    grounds::keep(pool, lease, request, games).await?;
    let is_clean = stored.rejected.is_empty();
    let summary = finish(pool, request, answer, stored, Lines::OfNews).await?;
    if is_clean {
        let held = before.as_ref().map_or(held.clone(), |it| held.with(it));
        memory.keep(lease, request, digested, held, part.is_none());
    }
    Ok(summary)
}

/// Stores an answer in batches, deciding results under `policy`, and calls `after` with the number
/// of games in each batch. Every batch checks the lease. Storing an answer again writes nothing
/// twice. A game that cannot be stored is rejected on its own, with the reason, and does not hold
/// up the rest.
///
/// # Errors
/// [`StoreError::LeaseLost`] when another process has taken over; batches that committed earlier
/// stay.
pub async fn store_answer(
    pool: &PgPool,
    lease: &Lease,
    request: &FeedRequest,
    answer: &Answer,
    policy: &Policy,
    after: impl FnMut(usize),
) -> Result<IngestSummary, StoreError> {
    let stored = store(pool, lease, request, &answer.feed.games, policy, after).await?;
    date_prices(pool, lease, request, &stored.carried, Told::All).await?;
    finish(pool, request, answer, stored, Lines::OfAll).await
}

/// What storing games did.
#[derive(Default)]
struct Stored {
    summary: IngestSummary,
    carried: CarriedPrices,
    ids: Vec<Uuid>,
    /// Games that could not be stored.
    rejected: Vec<Rejected>,
}

async fn store(
    pool: &PgPool,
    lease: &Lease,
    request: &FeedRequest,
    games: &[GameReport],
    policy: &Policy,
    mut after: impl FnMut(usize),
) -> Result<Stored, StoreError> {
    let mut stored = Stored::default();
    let (games, screened) = screen::screened(&request.provider, games);
    stored.rejected.extend(screened);
    // `pop` takes from the end, so the first batch has to be the last element.
    let mut waiting: Vec<&[GameReport]> = batches(&games).collect();
    waiting.reverse();
    while let Some(games) = waiting.pop() {
        match batch(pool, lease, request, games, policy).await {
            Ok(mut done) => {
                stored.ids.append(&mut done.ids);
                stored.carried.add(stored.summary.add_batch(done));
            }
            Err(error) if is_about_data(&error) => match games {
                [game] => stored.rejected.push(unstorable(game, &error)),
                games => {
                    let (first, second) = games.split_at(games.len() / 2);
                    waiting.extend([second, first]);
                    continue;
                }
            },
            Err(error) => return Err(error),
        }
        after(games.len());
    }
    Ok(stored)
}

/// Which answers have a line in the poll log.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    /// Each.
    OfAll,
    /// Those that changed something, or could not be read in part.
    OfNews,
}

/// Writes the poll log's line of an answer that is stored.
async fn finish(
    pool: &PgPool,
    request: &FeedRequest,
    answer: &Answer,
    stored: Stored,
    lines: Lines,
) -> Result<IngestSummary, StoreError> {
    let mut summary = stored.summary;
    let mut rejected = Cow::Borrowed(&answer.feed.rejected);
    if !stored.rejected.is_empty() {
        rejected.to_mut().extend(stored.rejected);
    }
    if summary.unmatched > 0 {
        rejected.to_mut().push(unmatched(summary.unmatched));
    }
    summary.rejected = rejected.len();
    let changed = summary.changes.total();
    if lines == Lines::OfNews && changed == 0 && rejected.is_empty() {
        return Ok(summary);
    }
    let mut poll = line(request, &answer.stats);
    poll.outcome = if changed > 0 { "changed" } else { "unchanged" }.to_owned();
    poll.games = count(summary.games);
    poll.rows_changed = count(changed);
    poll.rejected = count(summary.rejected);
    write(pool, &poll, &rejected, None).await?;
    count_unknown(pool, request, &answer.feed).await?;
    Ok(summary)
}

/// What the poll log says of prices about nobody.
fn unmatched(count: usize) -> Rejected {
    Rejected {
        place: "players".to_owned(),
        reason: format!(
            "{count} prices are about players whom no box score of the two teams names, or of whom \
             two have that name"
        ),
        unknown_code: None,
        game: None,
    }
}

/// Stores one batch in a transaction of its own.
async fn batch(
    pool: &PgPool,
    lease: &Lease,
    request: &FeedRequest,
    games: &[GameReport],
    policy: &Policy,
) -> Result<Ingested, StoreError> {
    let mut transaction = pool.begin().await?;
    let now = leases::check(&mut transaction, lease).await?;
    let done =
        services::results::ingest_part(&mut transaction, request, games, policy, now).await?;
    notify::board(&mut transaction, &done.on_board).await?;
    transaction.commit().await?;
    Ok(done)
}

/// Records that the whole answer is stored, so that the prices that it carried hold from now on.
/// Returns what they hang on.
async fn date_prices(
    pool: &PgPool,
    lease: &Lease,
    request: &FeedRequest,
    carried: &CarriedPrices,
    told: Told<'_>,
) -> Result<Held, StoreError> {
    let mut transaction = pool.begin().await?;
    leases::check(&mut transaction, lease).await?;
    feed_requests::answered(&mut transaction, request, carried, told).await?;
    let held = feed_requests::held(&mut transaction, request, carried).await?;
    transaction.commit().await?;
    Ok(held)
}

/// Keeps where the games of an answer stand, apart from what is decided on: a clock that runs is no
/// news to anybody but readers.
async fn keep_live(
    pool: &PgPool,
    lease: &Lease,
    request: &FeedRequest,
    games: &[GameReport],
) -> Result<(), StoreError> {
    let mut transaction = pool.begin().await?;
    leases::check(&mut transaction, lease).await?;
    live::keep(&mut transaction, &request.provider, games, request.asked_at).await?;
    transaction.commit().await?;
    Ok(())
}

/// Records that a request was answered as before. `false` when the answer has to be stored again.
async fn date(
    pool: &PgPool,
    lease: &Lease,
    request: &FeedRequest,
    held: &Held,
) -> Result<bool, StoreError> {
    let mut transaction = pool.begin().await?;
    leases::check(&mut transaction, lease).await?;
    let is_dated = feed_requests::repeated(&mut transaction, request, held).await?;
    transaction.commit().await?;
    Ok(is_dated)
}

/// Whether the data of a single game caused the error: a stored row of it cannot be read, or the
/// database rejected a value (SQLSTATE class 22) or a constraint (class 23). Any other error would
/// hit every game alike.
fn is_about_data(error: &StoreError) -> bool {
    let error = match error {
        StoreError::Inconsistent(_) => return true,
        StoreError::Database(error) => error,
        _ => return false,
    };
    if matches!(error, sqlx::Error::Encode(_)) {
        return true;
    }
    let code = error.as_database_error().and_then(|it| it.code());
    code.is_some_and(|it| it.starts_with("22") || it.starts_with("23"))
}

fn unstorable(game: &GameReport, error: &StoreError) -> Rejected {
    Rejected {
        place: format!("game {}", legible(&game.reference)),
        reason: format!("cannot be stored: {error}"),
        unknown_code: None,
        game: Some(game.reference.clone()),
    }
}

/// Splits an answer into batches, one for each transaction.
fn batches(mut games: &[GameReport]) -> impl Iterator<Item = &[GameReport]> {
    std::iter::from_fn(move || {
        let mut prices = 0;
        let fits = games.iter().take(GAMES_A_BATCH).take_while(|game| {
            let fits = prices == 0 || prices + game.quotes.len() <= PRICES_A_BATCH;
            prices += game.quotes.len();
            fits
        });
        let (batch, rest) = games.split_at(fits.count());
        games = rest;
        (!batch.is_empty()).then_some(batch)
    })
}

/// Records in the poll log that a feed gave no answer. Nothing else changes.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn record_failure(
    pool: &PgPool,
    request: &FeedRequest,
    error: &ProviderError,
) -> Result<(), StoreError> {
    let mut poll = line(request, error.stats());
    poll.outcome = error.word().to_owned();
    poll.error = Some(legible(&error.to_string()));
    poll.place = error.place().map(legible);
    let body = match error {
        ProviderError::Garbled { garbled, .. } => Some(garbled.body.as_ref()),
        _ => None,
    };
    write(pool, &poll, &[], body).await
}

fn count(number: impl TryInto<i32>) -> i32 {
    number.try_into().unwrap_or(i32::MAX)
}
