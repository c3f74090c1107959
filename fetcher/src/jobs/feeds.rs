//! Asking the feeds: who is due is asked, one at a time, and the answer goes into the tables.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use grading::decide::Policy;
use providers::{Ask, AskKind, Provider, ProviderError};
use sqlx::PgPool;
use store::leases::Lease;
use store::{StoreError, games, leases};
use tokio::sync::Notify;

use crate::jobs::Job;
use crate::plan::{self, GIVEN_UP_AFTER, LeagueState, Pace};
use crate::take::{self, Question, Took};

/// A feed, its pace, and which of its leagues are asked about.
#[derive(Clone)]
pub struct Feed {
    /// The feed.
    pub provider: Arc<dyn Provider>,
    /// How often.
    pub pace: Pace,
    /// By code.
    pub leagues: Vec<String>,
}

/// Asks one feed's leagues in turn.
pub struct Asker {
    pool: PgPool,
    feed: Feed,
    leagues: BTreeMap<String, LeagueState>,
    policy: Policy,
    decided: Arc<Notify>,
}

/// What a tick did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The league that was asked about. Nothing when none was due.
    pub league: Option<String>,
    /// What the answers did.
    pub took: Took,
}

impl Asker {
    /// Nothing was asked yet. `decided` is told when a result is new, so that it is settled at
    /// once.
    pub fn new(pool: PgPool, feed: Feed, decided: Arc<Notify>) -> Self {
        let state = |code: &String| {
            let games = games::LeagueGames {
                league: code.clone(),
                ..games::LeagueGames::default()
            };
            let state = LeagueState {
                games,
                asked_at: None,
                failures: 0,
                not_before: None,
            };
            (code.clone(), state)
        };
        let leagues = feed.leagues.iter().map(state).collect();
        Self {
            pool,
            feed,
            leagues,
            policy: Policy::default(),
            decided,
        }
    }

    /// The same, deciding results under that policy.
    #[must_use]
    pub fn with_policy(self, policy: Policy) -> Self {
        Self { policy, ..self }
    }

    /// One look: asks about the league that has been due for longest, if one is due.
    ///
    /// # Errors
    /// [`StoreError`] when the database refuses, or somebody else leads. A feed that fails is no
    /// error: it is written down and asked again later.
    pub async fn tick(&mut self, lease: &Lease) -> Result<Asked, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let now = leases::now(&mut connection).await?;
        let codes: Vec<_> = self.leagues.keys().cloned().collect();
        let since = now - GIVEN_UP_AFTER;
        for games in games::by_league(&mut connection, &codes, since).await? {
            if let Some(league) = self.leagues.get_mut(&games.league) {
                league.games = games;
            }
        }
        drop(connection);
        let pace = self.feed.pace;
        let leagues = self.leagues.iter();
        let due = plan::next(
            now,
            leagues.map(|(code, league)| (code.clone(), league, pace)),
        );
        let Some(code) = due else {
            return Ok(Asked::default());
        };
        let took = self.ask(lease, &code, now).await?;
        if !took.decided.is_empty() {
            self.decided.notify_one();
        }
        Ok(Asked {
            league: Some(code),
            took,
        })
    }

    async fn ask(
        &mut self,
        lease: &Lease,
        code: &str,
        now: DateTime<Utc>,
    ) -> Result<Took, StoreError> {
        let mut took = Took::default();
        for kind in plan::kinds(|kind| self.feed.provider.covers(kind)) {
            let question = Question {
                provider: self.feed.provider.name().to_owned(),
                feed: format!("{code}/{}", kind.word()),
                asked_at: now,
            };
            let answer = self.feed.provider.ask(&ask(code, kind, now)).await;
            self.remember(code, now, answer.as_ref().err());
            match answer {
                Ok(answer) => {
                    took.add(
                        take::answer(&self.pool, lease, &question, &answer, &self.policy, |_| {})
                            .await?,
                    );
                }
                Err(error) => {
                    warn(&question, &error);
                    take::failure(&self.pool, &question, &error).await?;
                    return Ok(took);
                }
            }
        }
        Ok(took)
    }

    fn remember(&mut self, code: &str, now: DateTime<Utc>, error: Option<&ProviderError>) {
        let Some(league) = self.leagues.get_mut(code) else {
            return;
        };
        league.asked_at = Some(now);
        league.not_before = match error {
            Some(ProviderError::Throttled { until, .. }) => Some(*until),
            _ => None,
        };
        league.failures = match error {
            Some(_) => league.failures.saturating_add(1),
            None => 0,
        };
    }
}

fn ask(code: &str, kind: AskKind, now: DateTime<Utc>) -> Ask {
    let (from, to) = plan::window(now);
    Ask {
        league: code.to_owned(),
        kind,
        from,
        to,
    }
}

fn warn(question: &Question, error: &ProviderError) {
    let (provider, feed) = (&question.provider, &question.feed);
    tracing::warn!(
        provider.name = provider,
        "{provider} gave no answer about {feed}: {error}; nothing changed"
    );
}

impl Job for Asker {
    const NAME: &'static str = "asking a feed";

    async fn tick(&mut self, lease: &Lease) -> Result<(), StoreError> {
        Self::tick(self, lease).await.map(|_| ())
    }
}
