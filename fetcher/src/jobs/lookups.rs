//! Asks the feeds about more than the games of a league: tables a few times a day, and who may miss
//! a game each hour before one. Each thing is asked of one feed, the first of those that tell it,
//! and what a key has left is spent on it only where no poll of games goes short.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use providers::lookup::{About, Looked, Lookup, Told};
use providers::{Provider, ProviderError};
use sha2::{Digest, Sha256};
use sqlx::{PgConnection, PgPool};
use store::feed_requests::{self, CarriedPrices, FeedRequest};
use store::leases::Lease;
use store::{StoreError, games, leases};

use super::Job;
use super::asking::{self, Polled};
use super::feeds::Feed;
use crate::ingest::{self, lookups};
use crate::plan::lookups::{LookupState, due_at};
use crate::plan::{ABANDONED_AFTER, Moment};
use crate::uptime::Uptime;

/// How far back it is looked up when a question was last asked.
const LOOK_BACK: chrono::TimeDelta = chrono::TimeDelta::days(2);
/// How long before its start who may miss a game is news.
const NEAR: chrono::TimeDelta = chrono::TimeDelta::hours(24);

/// A question, and the feed that is asked.
struct Question {
    provider: Arc<dyn Provider>,
    ask: Lookup,
    /// What the feed polls, for what it has to spare.
    polled: Polled,
    state: LookupState,
    /// What it was last answered with while this process led, and since when.
    stored: Option<(i64, [u8; 32])>,
}

/// Asks about more than the games of leagues.
pub struct Lookups {
    pool: PgPool,
    questions: Vec<Question>,
    uptime: Uptime,
    has_recalled: bool,
}

impl Lookups {
    /// Asks these feeds about the leagues that they are polled for. `unproven`: also what was never
    /// compared with an answer of the real feed.
    pub fn new(pool: PgPool, feeds: &[Feed], unproven: bool) -> Self {
        Self {
            pool,
            questions: questions(feeds, unproven),
            uptime: Uptime::start(),
            has_recalled: false,
        }
    }

    /// The same with another source of uptime, for tests.
    #[must_use]
    pub fn with_uptime(self, uptime: Uptime) -> Self {
        Self { uptime, ..self }
    }

    /// Asks the question that has been due for longest, if one is. Returns it, with how many rows
    /// changed.
    ///
    /// # Errors
    /// [`StoreError`] when the database refuses, or another process leads. A feed that fails is not
    /// an error.
    pub async fn tick(&mut self, lease: &Lease) -> Result<Option<(Lookup, u64)>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let now = leases::now(&mut connection).await?;
        let up = self.uptime.now();
        let at = Moment { up, now };
        if !self.has_recalled {
            self.recall(&mut connection, at).await?;
            self.has_recalled = true;
        }
        let near = leagues_near(&mut connection, &self.questions, at).await?;
        let due = |it: &Question| {
            let is_near = near.contains(&it.ask.league);
            due_at(up, (it.ask.about, is_near), &it.state)
        };
        let next = self.questions.iter_mut().filter(|it| due(it) <= up);
        let Some(question) = next.min_by_key(|it| due(it)) else {
            return Ok(None);
        };
        let cost = question.provider.lookup_cost(&question.ask);
        let asked = (&*question.provider, &question.polled);
        if !asking::has_to_spare(&mut connection, asked, cost, at).await? {
            question.state.not_before = Some(up + asking::SPARE_AFTER);
            return Ok(None);
        }
        drop(connection);
        let request = FeedRequest {
            provider: question.provider.name().to_owned(),
            feed: name(&question.ask),
            asked_at: now,
        };
        let answer = question.provider.look_up(&question.ask).await;
        question.remember(up, self.uptime.now(), answer.as_ref().err());
        match answer {
            Ok(looked) => {
                let rows = question.store(&self.pool, lease, &request, &looked).await?;
                Ok(Some((question.ask.clone(), rows)))
            }
            Err(error) => {
                let (provider, feed) = (&request.provider, &request.feed);
                tracing::warn!(
                    provider.name = provider,
                    "{provider} gave no answer about {feed}: {error}; nothing changed"
                );
                ingest::record_failure(&self.pool, &request, &error).await?;
                Ok(None)
            }
        }
    }

    /// Recalls when each question was asked by an earlier process: a restart asks nothing again.
    async fn recall(&mut self, conn: &mut PgConnection, at: Moment) -> Result<(), StoreError> {
        let answered = feed_requests::answered_since(conn, at.now - LOOK_BACK).await?;
        let answered = answered.into_iter();
        let answered: HashMap<_, _> = answered
            .map(|it| ((it.provider, it.feed), it.answered_at))
            .collect();
        for question in &mut self.questions {
            let key = (question.provider.name().to_owned(), name(&question.ask));
            let asked_at = answered.get(&key).map(|asked_at| {
                let ago = (at.now - *asked_at).to_std().unwrap_or_default();
                at.up.saturating_sub(ago)
            });
            question.state.asked_at = asked_at;
        }
        Ok(())
    }
}

impl Question {
    fn remember(
        &mut self,
        asked_at: std::time::Duration,
        answered_at: std::time::Duration,
        error: Option<&ProviderError>,
    ) {
        let wait = error.and_then(ProviderError::wait);
        self.state = LookupState {
            asked_at: Some(asked_at),
            failures: match error {
                Some(_) => self.state.failures.saturating_add(1),
                None => 0,
            },
            not_before: wait.map(|it| answered_at + it),
        };
    }

    async fn store(
        &mut self,
        pool: &PgPool,
        lease: &Lease,
        request: &FeedRequest,
        looked: &Looked,
    ) -> Result<u64, StoreError> {
        let stored = Some((lease.epoch, digest(looked)));
        if self.stored == stored {
            let mut transaction = pool.begin().await?;
            leases::check(&mut transaction, lease).await?;
            let carried = CarriedPrices::default();
            let told = feed_requests::Told::All;
            feed_requests::answered(&mut transaction, request, &carried, told).await?;
            transaction.commit().await?;
            return Ok(0);
        }
        self.stored = None;
        let rows = lookups::store(pool, lease, request, looked).await?;
        self.stored = stored;
        Ok(rows)
    }
}

fn digest(looked: &Looked) -> [u8; 32] {
    let text = match &looked.told {
        // Only string keys, and no floats.
        Told::Standings(table) => serde_json::to_vec(table).unwrap_or_default(),
        Told::Injuries(told) => serde_json::to_vec(told).unwrap_or_default(),
    };
    Sha256::digest(text).into()
}

/// The question's name in the poll log.
fn name(ask: &Lookup) -> String {
    feed_requests::about_league(&ask.league, ask.about.word())
}

/// The leagues of which a game is played or begins soon.
async fn leagues_near(
    conn: &mut PgConnection,
    questions: &[Question],
    at: Moment,
) -> Result<BTreeSet<String>, StoreError> {
    let codes: BTreeSet<_> = questions.iter().map(|it| it.ask.league.clone()).collect();
    let codes: Vec<_> = codes.into_iter().collect();
    let since = at.now - ABANDONED_AFTER;
    let games = games::by_league(conn, None, &codes, (since, since)).await?;
    let is_near = |it: &games::LeagueGames| {
        it.in_play > 0 || it.next_start.is_some_and(|start| start <= at.now + NEAR)
    };
    let near = games.into_iter().filter(is_near);
    Ok(near.map(|it| it.league).collect())
}

/// What is asked of which feed: of those that tell it the first, one that costs nothing before one
/// that does.
fn questions(feeds: &[Feed], unproven: bool) -> Vec<Question> {
    let mut questions: Vec<Question> = Vec::new();
    for feed in asking::in_order(feeds) {
        for (league, about) in feed
            .leagues
            .iter()
            .flat_map(|league| About::ALL.iter().map(move |about| (league, *about)))
        {
            let ask = Lookup {
                league: league.clone(),
                about,
            };
            let is_asked = questions.iter().any(|it| it.ask == ask);
            let topic = (league.as_str(), about.topic());
            if is_asked || !asking::may_ask(feed, topic, unproven) || !feed.provider.looks_up(&ask)
            {
                continue;
            }
            questions.push(Question {
                provider: Arc::clone(&feed.provider),
                ask,
                polled: feed.into(),
                state: LookupState::default(),
                stored: None,
            });
        }
    }
    questions
}

impl Job for Lookups {
    const NAME: &'static str = "asking about leagues";

    async fn tick(&mut self, lease: &Lease) -> Result<(), StoreError> {
        Self::tick(self, lease).await.map(|_| ())
    }
}
