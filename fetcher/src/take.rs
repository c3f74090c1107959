//! One answer of a feed into the tables, with a line in the poll log.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use grading::decide::Policy;
use providers::{Answer, Asked, ProviderError};
use shared::feed::{FeedAnswer, GameReport, Rejected};
use shared::id::GameId;
use sqlx::{PgConnection, PgPool};
use store::ingest::Changes;
use store::leases::Lease;
use store::poll_log::Poll;
use store::{StoreError, ingest, leases, poll_log, wake};

/// How many games one transaction takes, so that none runs long.
const GAMES_A_BATCH: usize = 500;
/// How many prices one transaction takes, beyond those of its first game.
const PRICES_A_BATCH: usize = 5_000;
/// The longest garbled body that is kept, in bytes.
const BODY_KEPT_MAX: usize = 256 * 1024;
/// How many rejected rows of one answer are kept.
const REJECTED_KEPT_MAX: usize = 50;
/// The same of a file: it is read once, and what is wrong with an archive is to be looked at.
const REJECTED_OF_FILE_KEPT_MAX: usize = 5_000;

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
}

/// Who asked what, when.
#[derive(Clone, Debug)]
pub struct Question {
    /// Whom.
    pub provider: String,
    /// What: `NFL/scores`, a file's name.
    pub feed: String,
    /// When.
    pub asked_at: DateTime<Utc>,
}

/// Takes an answer, batch by batch, and calls `after` with the games of each. Results are decided
/// under that policy. Every batch checks the lease, and may be taken again: what stands already is
/// not written twice.
///
/// # Errors
/// [`StoreError::LeaseLost`] when somebody else has taken over; what was taken before stands.
pub async fn answer(
    pool: &PgPool,
    lease: &Lease,
    question: &Question,
    answer: &Answer,
    policy: &Policy,
    mut after: impl FnMut(usize),
) -> Result<Took, StoreError> {
    let mut took = Took {
        rejected: answer.feed.rejected.len(),
        ..Took::default()
    };
    for games in batches(&answer.feed.games) {
        let mut transaction = pool.begin().await?;
        let now = leases::check(&mut transaction, lease).await?;
        let provider = &question.provider;
        let done = ingest::take_under(&mut transaction, provider, games, policy, now).await?;
        if done.changes.on_board() > 0 {
            wake::wake(&mut transaction, wake::BOARD).await?;
        }
        transaction.commit().await?;
        took.games += done.games;
        took.prices += done.prices;
        took.changes += done.changes;
        took.decided.extend(done.decided);
        after(games.len());
    }
    let mut poll = line(question, &answer.asked);
    let changed = took.changes.total();
    poll.outcome = if changed > 0 { "changed" } else { "unchanged" }.to_owned();
    poll.games = count(took.games);
    poll.rows_changed = count(changed);
    poll.rejected = count(took.rejected);
    write(pool, &poll, &answer.feed.rejected, None).await?;
    count_unknown(pool, question, &answer.feed).await?;
    Ok(took)
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
    question: &Question,
    error: &ProviderError,
) -> Result<(), StoreError> {
    let mut poll = line(question, error.asked());
    poll.outcome = error.word().to_owned();
    poll.error = Some(error.to_string());
    poll.place = error.place().map(str::to_owned);
    let body = match error {
        ProviderError::Garbled { garbled, .. } => Some(garbled.body.as_ref()),
        _ => None,
    };
    write(pool, &poll, &[], body).await
}

async fn write(
    pool: &PgPool,
    poll: &Poll,
    rejected: &[Rejected],
    body: Option<&[u8]>,
) -> Result<(), StoreError> {
    let mut transaction = pool.begin().await?;
    let id = poll_log::insert(&mut transaction, poll).await?;
    keep(&mut transaction, id, poll, rejected, body).await?;
    transaction.commit().await?;
    Ok(())
}

async fn keep(
    conn: &mut PgConnection,
    id: i64,
    poll: &Poll,
    rejected: &[Rejected],
    body: Option<&[u8]>,
) -> Result<(), StoreError> {
    if let Some(body) = body {
        let body = &body[..body.len().min(BODY_KEPT_MAX)];
        let place = poll.place.clone().unwrap_or_default();
        let reason = poll.error.clone().unwrap_or_default();
        poll_log::keep(conn, id, &[place], &[reason], Some(body)).await?;
    }
    if !rejected.is_empty() {
        // Only a file on this machine is had without asking anybody.
        let most = match poll.http_status {
            Some(_) => REJECTED_KEPT_MAX,
            None => REJECTED_OF_FILE_KEPT_MAX,
        };
        let (places, reasons): (Vec<_>, Vec<_>) = by_place(rejected).into_iter().take(most).unzip();
        poll_log::keep(conn, id, &places, &reasons, None).await?;
    }
    Ok(())
}

/// What was refused by where it stands, with all that is wrong there.
fn by_place(rejected: &[Rejected]) -> Vec<(String, String)> {
    let mut places = HashMap::new();
    let mut kept: Vec<(String, String)> = Vec::new();
    for Rejected { place, reason, .. } in rejected {
        match places.get(place) {
            Some(&before) => {
                let (_, reasons): &mut (_, String) = &mut kept[before];
                reasons.push_str("; ");
                reasons.push_str(reason);
            }
            None => {
                places.insert(place, kept.len());
                kept.push((place.clone(), reason.clone()));
            }
        }
    }
    kept
}

/// Counts codes that the feed's table does not have, and raises the alarm at new ones.
async fn count_unknown(
    pool: &PgPool,
    question: &Question,
    feed: &FeedAnswer,
) -> Result<(), StoreError> {
    let mut seen = std::collections::BTreeMap::<String, i64>::new();
    for code in feed
        .rejected
        .iter()
        .filter_map(|it| it.unknown_code.as_ref())
    {
        *seen.entry(code.clone()).or_default() += 1;
    }
    if seen.is_empty() {
        return Ok(());
    }
    let (codes, counts): (Vec<_>, Vec<_>) = seen.into_iter().unzip();
    let mut connection = pool.acquire().await?;
    let provider = &question.provider;
    let at = question.asked_at;
    let new = poll_log::count_unknown_codes(&mut connection, provider, &codes, &counts, at).await?;
    for code in new {
        tracing::error!(
            provider.name = provider,
            "{provider} sent the status {code:?}, which its table does not have: its games are \
             left alone until somebody looks"
        );
    }
    Ok(())
}

fn line(question: &Question, asked: &Asked) -> Poll {
    Poll {
        provider: question.provider.clone(),
        feed: question.feed.clone(),
        asked_at: question.asked_at,
        took_ms: count(asked.took.as_millis()),
        url: asked.url.clone(),
        http_status: asked.status.map(i32::from),
        bytes: i64::try_from(asked.bytes).unwrap_or(i64::MAX),
        ..Poll::default()
    }
}

fn count(number: impl TryInto<i32>) -> i32 {
    number.try_into().unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rejected(place: &str, reason: &str) -> Rejected {
        Rejected {
            place: place.to_owned(),
            reason: reason.to_owned(),
            unknown_code: None,
        }
    }

    #[test]
    fn two_things_that_are_wrong_with_a_row_are_both_kept() {
        let rejected = [
            rejected("line 16", "rounds: 5 of 3"),
            rejected("line 2", "overround: 1.484"),
            rejected("line 16", "overround: 0.930"),
        ];
        let kept = [
            ("line 16", "rounds: 5 of 3; overround: 0.930"),
            ("line 2", "overround: 1.484"),
        ];
        let kept = kept.map(|(place, reason)| (place.to_owned(), reason.to_owned()));
        assert_eq!(by_place(&rejected), kept);
    }
}
