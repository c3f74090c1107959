//! What each request was last answered with, so that an answer that says nothing new costs one
//! dated row, and one that says something new about a few games is stored for those alone.
//!
//! Only digests are kept, and only what this process has stored itself since it began to lead: a
//! process that led in between may have stored something else.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};
use shared::feed::{FeedAnswer, GameReport};
use store::feed_requests::{FeedRequest, Held};
use store::leases::Lease;

/// How long an answer may go on being the same before it is compared with the tables again.
const COMPARED_EVERY: TimeDelta = TimeDelta::minutes(15);
/// How many requests are remembered at most.
const REQUESTS_MAX: usize = 2_000;

type Digests = HashMap<String, [u8; 32]>;

/// What is remembered of one request.
struct Kept {
    epoch: i64,
    /// When an answer was last stored as a whole.
    stored_at: DateTime<Utc>,
    /// What could not be read of the answer.
    rejected: [u8; 32],
    games: Digests,
    /// Where its games stand.
    live: [u8; 32],
    held: Held,
}

/// What each request was last answered with.
#[derive(Default)]
pub struct Memory(Mutex<HashMap<FeedRequestKey, Kept>>);

type FeedRequestKey = (String, String);

/// How an answer differs from the one before.
pub(super) enum News {
    /// Not at all.
    None(Held),
    /// In these games, which are those of the answer at these places.
    Some(Vec<usize>, Held),
    /// It has to be stored as a whole.
    All,
}

/// The digests of an answer.
pub(super) struct Digested {
    rejected: [u8; 32],
    games: Digests,
    live: [u8; 32],
}

impl Digested {
    /// The digests of an answer.
    pub(super) fn of(answer: &FeedAnswer) -> Self {
        let rejected = format!("{:?}", answer.rejected);
        let games = answer.games.iter();
        Self {
            rejected: Sha256::digest(rejected).into(),
            games: games.map(|it| (it.reference.clone(), digest(it))).collect(),
            live: live(&answer.games),
        }
    }
}

/// Everything of a report that decides what is stored. When a bookmaker last looked at a price that
/// stays as it is does not, nor where the game stands, which is stored by itself.
fn digest(game: &GameReport) -> [u8; 32] {
    let mut game = game.clone();
    game.live = None;
    for quote in &mut game.quotes {
        quote.source_at = quote.source_at.filter(|at| *at >= game.starts_at);
    }
    // Reports have only string keys and no floats, so they are always valid JSON.
    Sha256::digest(serde_json::to_vec(&game).unwrap_or_default()).into()
}

/// Where the games of an answer stand.
fn live(games: &[GameReport]) -> [u8; 32] {
    let told = games.iter();
    let told: Vec<_> = told.map(|it| (&it.reference, &it.live)).collect();
    Sha256::digest(serde_json::to_vec(&told).unwrap_or_default()).into()
}

impl Memory {
    /// Whether an answer may say otherwise where its games stand than the one before.
    pub(super) fn has_live_news(
        &self,
        lease: &Lease,
        request: &FeedRequest,
        digested: &Digested,
    ) -> bool {
        let kept = self.lock();
        let kept = kept.get(&key(request));
        kept.is_none_or(|it| it.epoch != lease.epoch || it.live != digested.live)
    }

    /// Where the games of an otherwise unchanged answer stand is stored.
    pub(super) fn keep_live(&self, request: &FeedRequest, digested: &Digested) {
        if let Some(kept) = self.lock().get_mut(&key(request)) {
            kept.live = digested.live;
        }
    }

    /// How an answer differs from the one before.
    pub(super) fn news(
        &self,
        lease: &Lease,
        request: &FeedRequest,
        answer: &FeedAnswer,
        digested: &Digested,
    ) -> News {
        let kept = self.lock();
        let Some(kept) = kept.get(&key(request)) else {
            return News::All;
        };
        let since = request.asked_at - kept.stored_at;
        let is_old = since < TimeDelta::zero() || since >= COMPARED_EVERY;
        let has_gone = kept.games.keys().any(|it| !digested.games.contains_key(it));
        // A game that is there twice is for whoever stores it to choose from.
        let is_double = digested.games.len() < answer.games.len();
        if kept.epoch != lease.epoch || is_old || is_double || has_gone {
            return News::All;
        }
        let is_new = |game: &GameReport| {
            kept.games.get(&game.reference) != digested.games.get(&game.reference)
        };
        let new = answer.games.iter().enumerate().filter(|it| is_new(it.1));
        let new: Vec<_> = new.map(|it| it.0).collect();
        let held = kept.held.clone();
        if new.is_empty() && kept.rejected == digested.rejected {
            News::None(held)
        } else {
            News::Some(new, held)
        }
    }

    /// The answer is stored, as a whole or in part.
    pub(super) fn keep(
        &self,
        lease: &Lease,
        request: &FeedRequest,
        digested: Digested,
        held: Held,
        is_whole: bool,
    ) {
        let mut all = self.lock();
        let key = key(request);
        let before = all.get(&key).map(|it| it.stored_at).filter(|_| !is_whole);
        if all.len() >= REQUESTS_MAX {
            all.clear();
        }
        let Digested {
            rejected,
            games,
            live,
        } = digested;
        let kept = Kept {
            epoch: lease.epoch,
            stored_at: before.unwrap_or(request.asked_at),
            rejected,
            games,
            live,
            held,
        };
        all.insert(key, kept);
    }

    /// Nothing is known of this request any more.
    pub(super) fn forget(&self, request: &FeedRequest) {
        self.lock().remove(&key(request));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<FeedRequestKey, Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key(request: &FeedRequest) -> FeedRequestKey {
    (request.provider.clone(), request.feed.clone())
}
