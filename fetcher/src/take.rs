//! One answer of a feed into the tables, with a line in the poll log.

use std::borrow::Cow;

use grading::decide::Policy;
use providers::{Answer, ProviderError};
use shared::feed::{GameReport, Rejected};
use shared::id::GameId;
use sqlx::PgPool;
use store::feed_questions::{self, Carried, FeedQuestion};
use store::ingest::{Changes, Ingested};
use store::leases::Lease;
use store::{StoreError, leases, wake};

use self::log::{count_unknown, legible, line, write};

mod log;
mod screen;

/// How many games one transaction takes, so that none runs long.
const GAMES_A_BATCH: usize = 500;
/// How many prices one transaction takes, beyond those of its first game.
const PRICES_A_BATCH: usize = 5_000;

/// What taking an answer did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Took {
    /// How many games it spoke of.
    pub games: usize,
    /// How many prices it had.
    pub prices: usize,
    /// Rows that changed.
    pub changes: Changes,
    /// Games whose result is new.
    pub decided: Vec<(GameId, i32)>,
    /// What could not be read.
    pub rejected: usize,
}

impl Took {
    /// Adds what another answer did.
    pub fn add(&mut self, other: Self) {
        self.games += other.games;
        self.prices += other.prices;
        self.changes += other.changes;
        self.decided.extend(other.decided);
        self.rejected += other.rejected;
    }

    /// Adds what a part of an answer did, and gives back the prices that it carried.
    fn add_batch(&mut self, done: Ingested) -> Carried {
        self.games += done.games;
        self.prices += done.prices;
        self.changes += done.changes;
        self.decided.extend(done.decided);
        done.carried
    }
}

/// Takes an answer, batch by batch, and calls `after` with the games of each. Results are decided
/// under that policy. Every batch checks the lease, and may be taken again: what stands already is
/// not written twice. A game that cannot be stored is refused by itself, with the reason.
///
/// # Errors
/// [`StoreError::LeaseLost`] when somebody else has taken over; what was taken before stands.
pub async fn answer(
    pool: &PgPool,
    lease: &Lease,
    question: &FeedQuestion,
    answer: &Answer,
    policy: &Policy,
    mut after: impl FnMut(usize),
) -> Result<Took, StoreError> {
    let (mut took, mut carried) = (Took::default(), Carried::default());
    let mut rejected = Cow::Borrowed(&answer.feed.rejected);
    let (games, screened) = screen::screened(&question.provider, &answer.feed.games);
    if !screened.is_empty() {
        rejected.to_mut().extend(screened);
    }
    // The next one to take is the last one here.
    let mut waiting: Vec<&[GameReport]> = batches(&games).collect();
    waiting.reverse();
    while let Some(games) = waiting.pop() {
        match batch(pool, lease, question, games, policy).await {
            Ok(done) => carried.add(took.add_batch(done)),
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
    date_prices(pool, lease, question, &carried).await?;
    took.rejected = rejected.len();
    let mut poll = line(question, &answer.asked);
    let changed = took.changes.total();
    poll.outcome = if changed > 0 { "changed" } else { "unchanged" }.to_owned();
    poll.games = count(took.games);
    poll.rows_changed = count(changed);
    poll.rejected = count(took.rejected);
    write(pool, &poll, &rejected, None).await?;
    count_unknown(pool, question, &answer.feed).await?;
    Ok(took)
}

/// One transaction.
async fn batch(
    pool: &PgPool,
    lease: &Lease,
    question: &FeedQuestion,
    games: &[GameReport],
    policy: &Policy,
) -> Result<Ingested, StoreError> {
    let mut transaction = pool.begin().await?;
    let now = leases::check(&mut transaction, lease).await?;
    let done =
        services::results::ingest_part(&mut transaction, question, games, policy, now).await?;
    if done.changes.on_board() > 0 {
        wake::wake(&mut transaction, wake::BOARD).await?;
    }
    transaction.commit().await?;
    Ok(done)
}

/// Says that all of the answer is taken: its prices hold from now on.
async fn date_prices(
    pool: &PgPool,
    lease: &Lease,
    question: &FeedQuestion,
    carried: &Carried,
) -> Result<(), StoreError> {
    let mut transaction = pool.begin().await?;
    leases::check(&mut transaction, lease).await?;
    feed_questions::answered(&mut transaction, question, carried).await?;
    transaction.commit().await?;
    Ok(())
}

/// Whether one game is to blame: its own rows cannot be read, or the database refuses what it was
/// given, by the class of its code: a value that it cannot hold, or one that breaks a rule of the
/// schema. Anything else would go wrong with every game.
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

/// Cuts an answer into parts that one transaction takes.
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

/// Writes down that a feed gave no answer. Nothing else changes.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn failure(
    pool: &PgPool,
    question: &FeedQuestion,
    error: &ProviderError,
) -> Result<(), StoreError> {
    let mut poll = line(question, error.asked());
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
