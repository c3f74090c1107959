//! Asking the feeds: who is due is asked, one at a time, and the answer goes into the tables.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use grading::decide::Policy;
use providers::{Ask, AskKind, FormNews, Provider, ProviderError};
use sqlx::PgPool;
use store::feed_forms::FeedForm;
use store::feed_questions::FeedQuestion;
use store::leases::Lease;
use store::{StoreError, feed_forms, games, leases};
use tokio::sync::Notify;

use crate::jobs::Job;
use crate::plan::{self, GIVEN_UP_AFTER, LeagueState, Moment, Pace, Reach};
use crate::take::{self, Took};
use crate::uptime::Uptime;

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
    uptime: Uptime,
    /// Whether the feed knows what an earlier run learned about its forms.
    has_recalled: bool,
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
                ..LeagueState::default()
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
            uptime: Uptime::start(),
            has_recalled: false,
        }
    }

    /// The same, by another measure of time.
    #[must_use]
    pub fn with_uptime(self, uptime: Uptime) -> Self {
        Self { uptime, ..self }
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
        if !self.has_recalled {
            let name = self.feed.provider.name();
            let forms = feed_forms::all(&mut connection, Some(name)).await?;
            let news: Vec<_> = forms.into_iter().filter_map(refusal).collect();
            self.feed.provider.recall(&news);
            self.has_recalled = true;
        }
        let at = Moment {
            now: leases::now(&mut connection).await?,
            up: self.uptime.now(),
        };
        let codes: Vec<_> = self.leagues.keys().cloned().collect();
        let since = at.now - GIVEN_UP_AFTER;
        for games in games::by_league(&mut connection, &codes, since).await? {
            if let Some(league) = self.leagues.get_mut(&games.league) {
                league.games = games;
            }
        }
        drop(connection);
        let pace = self.feed.pace;
        let leagues = self.leagues.iter();
        let due = plan::next(
            at,
            leagues.map(|(code, league)| (code.clone(), league, pace)),
        );
        let Some(code) = due else {
            return Ok(Asked::default());
        };
        let took = self.ask(lease, &code, at).await?;
        if !took.decided.is_empty() {
            self.decided.notify_one();
        }
        Ok(Asked {
            league: Some(code),
            took,
        })
    }

    async fn ask(&mut self, lease: &Lease, code: &str, at: Moment) -> Result<Took, StoreError> {
        let mut took = Took::default();
        let Some(league) = self.leagues.get(code) else {
            return Ok(took);
        };
        let reach = plan::reach(at.up, league, self.feed.pace);
        let (from, to) = plan::window(reach, at.now, &league.games, self.feed.pace);
        for kind in plan::kinds(|kind| self.feed.provider.covers(kind)) {
            let question = FeedQuestion {
                provider: self.feed.provider.name().to_owned(),
                feed: feed(code, kind, reach),
                asked_at: at.now,
            };
            let ask = Ask {
                league: code.to_owned(),
                kind,
                from,
                to,
            };
            let answer = self.feed.provider.ask(&ask).await;
            self.remember(code, at.up, answer.as_ref().err());
            let forms = match &answer {
                Ok(answer) => &answer.asked.forms,
                Err(error) => &error.asked().forms,
            };
            self.keep_forms(lease, forms).await?;
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
        if let Some(league) = self.leagues.get_mut(code).filter(|_| reach == Reach::Ahead) {
            league.ahead_at = Some(at.up);
        }
        Ok(took)
    }

    /// The moment of asking is that of the plan, but a span that the feed asks for begins with its
    /// answer.
    fn remember(&mut self, code: &str, asked_at: Duration, error: Option<&ProviderError>) {
        let answered_at = self.uptime.now();
        let Some(league) = self.leagues.get_mut(code) else {
            return;
        };
        league.asked_at = Some(asked_at);
        league.not_before = match error {
            Some(ProviderError::Throttled { wait, .. }) => Some(answered_at + *wait),
            _ => None,
        };
        league.failures = match error {
            Some(_) => league.failures.saturating_add(1),
            None => 0,
        };
    }

    /// Writes down which forms of the question the feed answers, for the next run and for people.
    async fn keep_forms(&self, lease: &Lease, forms: &[FormNews]) -> Result<(), StoreError> {
        if forms.is_empty() {
            return Ok(());
        }
        let provider = self.feed.provider.name();
        let mut transaction = self.pool.begin().await?;
        leases::check(&mut transaction, lease).await?;
        for news in forms {
            let (league, form) = (news.league.as_str(), news.form.as_str());
            let key = (provider, league, news.feed.as_str(), form);
            match &news.refused {
                None => feed_forms::answered(&mut transaction, key, news.at).await?,
                Some(reason) => {
                    tracing::warn!(
                        provider.name = provider,
                        "{provider} does not answer about {league} by {form}: {reason}; another \
                         form is tried, and this one not before a week has passed"
                    );
                    feed_forms::refused(&mut transaction, key, news.at, reason).await?;
                }
            }
        }
        transaction.commit().await?;
        Ok(())
    }
}

/// What the poll log calls a question. One about games at hand has a name of its own: that nothing
/// was said of any other game proves nothing, and a game that was put off is given up on the
/// silence of a feed that was asked about it.
fn feed(code: &str, kind: AskKind, reach: Reach) -> String {
    let kind = kind.word();
    match reach {
        Reach::Ahead => format!("{code}/{kind}"),
        Reach::AtHand => format!("{code}/{kind} at hand"),
    }
}

/// What the feed needs to know of a form: that it was refused.
fn refusal(form: FeedForm) -> Option<FormNews> {
    Some(FormNews {
        league: form.league,
        feed: form.feed,
        form: form.form,
        at: form.refused_at?,
        refused: form.reason,
    })
}

fn warn(question: &FeedQuestion, error: &ProviderError) {
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
