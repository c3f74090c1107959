//! Stores one answer of a feed in the database and writes its line to the poll log.

use std::borrow::Cow;

use grading::decide::Policy;
use providers::{Answer, ProviderError};
use shared::feed::{GameReport, Rejected};
use shared::id::GameId;
use sqlx::PgPool;
use store::feed_requests::{self, CarriedPrices, FeedRequest};
use store::ingest::{Changes, Ingested};
use store::leases::Lease;
use store::{StoreError, leases, notify};

use self::log::{count_unknown, legible, line, write};

mod log;
mod screen;

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
}

impl IngestSummary {
    /// Adds what another answer changed.
    pub fn add(&mut self, other: Self) {
        self.games += other.games;
        self.prices += other.prices;
        self.changes += other.changes;
        self.decided.extend(other.decided);
        self.rejected += other.rejected;
    }

    /// Adds what one batch of the answer changed, and returns the prices that the batch carried.
    fn add_batch(&mut self, done: Ingested) -> CarriedPrices {
        self.games += done.games;
        self.prices += done.prices;
        self.changes += done.changes;
        self.decided.extend(done.decided);
        done.carried
    }
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
    mut after: impl FnMut(usize),
) -> Result<IngestSummary, StoreError> {
    let (mut summary, mut carried) = (IngestSummary::default(), CarriedPrices::default());
    let mut rejected = Cow::Borrowed(&answer.feed.rejected);
    let (games, screened) = screen::screened(&request.provider, &answer.feed.games);
    if !screened.is_empty() {
        rejected.to_mut().extend(screened);
    }
    // `pop` takes from the end, so the first batch has to be the last element.
    let mut waiting: Vec<&[GameReport]> = batches(&games).collect();
    waiting.reverse();
    while let Some(games) = waiting.pop() {
        match batch(pool, lease, request, games, policy).await {
            Ok(done) => carried.add(summary.add_batch(done)),
            Err(error) if is_about_data(&error) => match games {
                [game] => rejected.to_mut().push(unstorable(game, &error)),
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
    date_prices(pool, lease, request, &carried).await?;
    summary.rejected = rejected.len();
    let mut poll = line(request, &answer.stats);
    let changed = summary.changes.total();
    poll.outcome = if changed > 0 { "changed" } else { "unchanged" }.to_owned();
    poll.games = count(summary.games);
    poll.rows_changed = count(changed);
    poll.rejected = count(summary.rejected);
    write(pool, &poll, &rejected, None).await?;
    count_unknown(pool, request, &answer.feed).await?;
    Ok(summary)
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
    if done.changes.on_board() > 0 {
        notify::notify(&mut transaction, notify::BOARD).await?;
    }
    transaction.commit().await?;
    Ok(done)
}

/// Records that the whole answer is stored, so that the prices that it carried hold from now on.
async fn date_prices(
    pool: &PgPool,
    lease: &Lease,
    request: &FeedRequest,
    carried: &CarriedPrices,
) -> Result<(), StoreError> {
    let mut transaction = pool.begin().await?;
    leases::check(&mut transaction, lease).await?;
    feed_requests::answered(&mut transaction, request, carried).await?;
    transaction.commit().await?;
    Ok(())
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
