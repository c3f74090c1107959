//! Polls the feeds: asks about the league that is due, and stores the answer.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use chrono::{DateTime, Utc};
use grading::decide::Policy;
use providers::watch::Watch;
use providers::{FeedQuery, FormUpdate, Provider, ProviderError, QueryKind};
use sqlx::PgPool;
use store::feed_forms::FeedForm;
use store::feed_requests::FeedRequest;
use store::leases::Lease;
use store::{StoreError, feed_forms, games, leases};
use tokio::sync::{Notify, Semaphore};

use self::leagues::{Claim, Leagues};
use self::players::Players;
use self::spending::Spending;
use crate::ingest::{self, IngestSummary, Memory};
use crate::jobs::Job;
use crate::plan::{self, ABANDONED_AFTER, BEHIND_MAX, Moment, Pace, Poll, Reach};
use crate::uptime::Uptime;

mod leagues;
mod players;
mod spending;

/// How many leagues of one feed are polled at the same time at most.
const ABREAST_MAX: usize = 4;

/// A feed, how often it is polled, and the leagues that it is polled for.
#[derive(Clone)]
pub struct Feed {
    pub provider: Arc<dyn Provider>,
    /// How often its leagues are polled.
    pub pace: Pace,
    /// The leagues' codes: `NFL`.
    pub leagues: Vec<String>,
}

/// Polls the leagues of one feed in turn. Several that are [`FeedPoller::abreast`] share the
/// leagues.
#[derive(Clone)]
pub struct FeedPoller {
    pool: PgPool,
    feed: Feed,
    leagues: Arc<Leagues>,
    memory: Arc<Memory>,
    policy: Policy,
    decided: Arc<Notify>,
    /// How many may store an answer at the same time.
    storing: Arc<Semaphore>,
    uptime: Uptime,
    /// What its polls cost, where they do.
    spending: Arc<Spending>,
    /// When the players of each game were asked about, where that costs a question of its own.
    players: Arc<Players>,
    /// Whether the feed has been given what an earlier run learned about its forms.
    has_recalled: Arc<AtomicBool>,
    /// What is told when tickets wait for the feed.
    watch: Option<Arc<Watch>>,
}

/// What one tick did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PollSummary {
    /// The league that was polled. `None` when none was due.
    pub league: Option<String>,
    /// What storing the answers changed.
    pub summary: IngestSummary,
}

impl FeedPoller {
    /// A poller that has not asked anything yet. `decided` is notified of every new result, so that
    /// its tickets are settled at once.
    pub fn new(pool: PgPool, feed: Feed, decided: Arc<Notify>) -> Self {
        Self {
            pool,
            leagues: Arc::new(Leagues::of(&feed.leagues, feed.provider.leagues())),
            memory: Arc::default(),
            feed,
            policy: Policy::default(),
            decided,
            storing: Arc::new(Semaphore::new(ABREAST_MAX)),
            uptime: Uptime::start(),
            spending: Arc::default(),
            players: Arc::default(),
            has_recalled: Arc::default(),
            watch: None,
        }
    }

    /// The same poller, which tells the watch of its client when tickets wait for the feed.
    #[must_use]
    pub fn with_watch(self, watch: Arc<Watch>) -> Self {
        let watch = Some(watch);
        Self { watch, ..self }
    }

    /// The same poller, which stores its answers when it gets a permit, so that those who poll at
    /// the same time leave connections to whoever renews the lease and settles.
    #[must_use]
    pub fn with_storing(self, storing: Arc<Semaphore>) -> Self {
        Self { storing, ..self }
    }

    /// As many pollers as it takes that no league of the feed waits for a slow answer about
    /// another.
    /// Each league is polled by one of them at a time.
    pub fn abreast(self) -> Vec<Self> {
        let number = self.feed.leagues.len().clamp(1, ABREAST_MAX);
        vec![self; number]
    }

    /// The same poller with another source of uptime, for tests.
    #[must_use]
    pub fn with_uptime(self, uptime: Uptime) -> Self {
        Self { uptime, ..self }
    }

    /// The same poller, deciding results under this policy.
    #[must_use]
    pub fn with_policy(self, policy: Policy) -> Self {
        Self { policy, ..self }
    }

    /// Polls the league that has been due for longest, if one is due.
    ///
    /// # Errors
    /// [`StoreError`] when the database refuses, or another process leads. A feed that fails is not
    /// an error: the failure is logged and the league is tried again later.
    pub async fn tick(&mut self, lease: &Lease) -> Result<PollSummary, StoreError> {
        let mut connection = self.pool.acquire().await?;
        if !self.has_recalled.load(Relaxed) {
            let name = self.feed.provider.name();
            let forms = feed_forms::all(&mut connection, Some(name)).await?;
            let news: Vec<_> = forms.into_iter().filter_map(refusal).collect();
            self.feed.provider.restore_forms(&news);
            self.has_recalled.store(true, Relaxed);
        }
        let at = Moment {
            now: leases::now(&mut connection).await?,
            up: self.uptime.now(),
        };
        let since = (at.now - ABANDONED_AFTER, at.now - BEHIND_MAX);
        let provider = &*self.feed.provider;
        let (name, leagues) = (provider.name(), &self.feed.leagues);
        let mut games = games::by_league(&mut connection, Some(name), leagues, since).await?;
        if !plan::tells_scores(|kind| provider.covers(kind)) {
            games.iter_mut().for_each(|it| it.undecided_since = None);
        }
        if let Some(watch) = &self.watch {
            let waits = games.iter().any(|it| it.undecided_since.is_some());
            watch.wait_for(provider.name(), waits && provider.allowances().is_empty());
        }
        self.leagues.update(games);
        self.spending
            .recall(
                &mut connection,
                provider,
                (&self.leagues, &self.players),
                at,
            )
            .await?;
        let polled = (&*self.feed.leagues, self.feed.pace);
        self.spending
            .plan(&mut connection, provider, polled, at)
            .await?;
        drop(connection);
        let Some(claim) = self.leagues.claim(at, |code| self.pace(code)) else {
            return self.ask_players(lease, at).await;
        };
        let summary = self.ask(lease, &claim, at).await?;
        let code = claim.code.clone();
        if !summary.decided.is_empty() {
            self.decided.notify_one();
        }
        Ok(PollSummary {
            league: Some(code),
            summary,
        })
    }

    /// Asks about the players of a game, if one is due while no league is.
    async fn ask_players(&self, lease: &Lease, at: Moment) -> Result<PollSummary, StoreError> {
        let leagues = self.spending.with_players();
        if leagues.is_empty() || !self.players.looks(at) {
            return Ok(PollSummary::default());
        }
        let provider = &*self.feed.provider;
        let until = at.now + plan::players::BEFORE_START;
        let mut connection = self.pool.acquire().await?;
        let games = games::with_players(&mut connection, provider.name(), &leagues, until).await?;
        drop(connection);
        let stretch = |code: &str| self.spending.stretch_of_players(code);
        let Some(game) = self.players.claim(at, &games, stretch) else {
            return Ok(PollSummary::default());
        };
        self.spending.spent(at);
        let request = FeedRequest {
            provider: provider.name().to_owned(),
            feed: plan::players::request_name(&game),
            asked_at: at.now,
        };
        let summary = match provider.ask_players(&game.league, &game.reference).await {
            Ok(answer) => {
                let _permit = self.storing.acquire().await;
                let (pool, memory) = (&self.pool, &self.memory);
                ingest::take(pool, lease, &request, &answer, &self.policy, memory).await?
            }
            Err(error) => {
                warn(&request, &error);
                ingest::record_failure(&self.pool, &request, &error).await?;
                IngestSummary::default()
            }
        };
        let league = Some(game.league);
        Ok(PollSummary { league, summary })
    }

    /// How often a league is polled now. `None`: not before an allowance is renewed.
    fn pace(&self, code: &str) -> Option<Pace> {
        self.spending.pace(code, self.feed.pace)
    }

    /// How long until a league is due to be polled, as far as the last tick knows. `None`: not
    /// before an allowance is renewed.
    pub fn due_in(&self, now: DateTime<Utc>) -> Option<Duration> {
        let up = self.uptime.now();
        let at = Moment { up, now };
        let due = self.leagues.soonest(at, |code| self.pace(code))?;
        Some(due.saturating_sub(up))
    }

    async fn ask(
        &self,
        lease: &Lease,
        claim: &Claim,
        at: Moment,
    ) -> Result<IngestSummary, StoreError> {
        let mut summary = IngestSummary::default();
        let Claim { code, league, .. } = claim;
        // How often it is polled follows from what the key has left; what is near does not.
        let ahead = self.pace(code).unwrap_or(self.feed.pace).ahead;
        let pace = Pace {
            ahead,
            ..self.feed.pace
        };
        self.spending.spent(at);
        let covers = |kind| self.feed.provider.covers(kind);
        let Poll {
            reach,
            from,
            to,
            kinds,
        } = plan::poll(at, league, pace, covers);
        for kind in kinds {
            let request = FeedRequest {
                provider: self.feed.provider.name().to_owned(),
                feed: feed(code, kind, reach),
                asked_at: at.now,
            };
            let ask = FeedQuery {
                league: code.clone(),
                kind,
                from,
                to,
            };
            let answer = self.feed.provider.ask(&ask).await;
            self.remember(code, (reach, at), answer.as_ref().err());
            let forms = match &answer {
                Ok(answer) => &answer.stats.forms,
                Err(error) => &error.stats().forms,
            };
            self.keep_forms(lease, forms).await?;
            match answer {
                Ok(answer) => {
                    let _permit = self.storing.acquire().await;
                    let taken = ingest::take(
                        &self.pool,
                        lease,
                        &request,
                        &answer,
                        &self.policy,
                        &self.memory,
                    );
                    summary.add(taken.await?);
                }
                Err(error) => {
                    warn(&request, &error);
                    ingest::record_failure(&self.pool, &request, &error).await?;
                    return Ok(summary);
                }
            }
        }
        self.leagues.change(code, |it| match reach {
            Reach::Ahead => it.ahead_at = Some(at.up),
            Reach::Behind => it.behind.answered(at, to),
            Reach::AtHand => {}
        });
        Ok(summary)
    }

    /// The request is dated by the plan's moment, but a wait that the feed asks for starts when its
    /// answer arrives. A league that is being caught up with stays due, unless that costs
    /// something, and whether the feed answers about long ago says nothing about other questions.
    /// The other way round it does: what is down answers neither.
    fn remember(&self, code: &str, (reach, at): (Reach, Moment), error: Option<&ProviderError>) {
        let answered_at = self.uptime.now();
        let wait = error.and_then(ProviderError::wait);
        let costs = !self.feed.provider.allowances().is_empty();
        self.leagues.change(code, |league| {
            league.not_before = wait.map(|it| answered_at + it);
            let is_passing = error.is_some_and(ProviderError::is_passing);
            let was_down = league.failures > 0 || league.asked_at.is_none();
            league.costs = costs;
            if reach != Reach::Behind || costs {
                league.asked_at = Some(at.up);
            }
            match (reach, error) {
                (Reach::Behind, Some(_)) if is_passing && was_down => league.behind.feed_is_down(),
                (Reach::Behind, Some(_)) => league.behind.failed(at),
                (Reach::Behind, None) => {}
                (_, Some(_)) => {
                    league.failures = league.failures.saturating_add(1);
                    if is_passing {
                        league.behind.feed_is_down();
                    }
                }
                (_, None) => {
                    league.failures = 0;
                    league.behind.feed_answered();
                }
            }
        });
    }

    /// Stores which forms of the request the feed answers or refuses, for the next run and for
    /// `doctor`.
    async fn keep_forms(&self, lease: &Lease, forms: &[FormUpdate]) -> Result<(), StoreError> {
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
                        "{provider} refuses requests about {league} by {form}: {reason}; trying \
                         another form, and this one again in a week"
                    );
                    feed_forms::refused(&mut transaction, key, news.at, reason).await?;
                }
            }
        }
        transaction.commit().await?;
        Ok(())
    }
}

/// The request's name in the poll log. A request about the games at hand has a name of its own,
/// because its silence about any other game proves nothing: a postponed game is given up only when
/// a request that covered it brought nothing.
fn feed(code: &str, kind: QueryKind, reach: Reach) -> String {
    let kind = kind.word();
    match reach {
        Reach::Ahead => format!("{code}/{kind}"),
        Reach::AtHand => format!("{code}/{kind} at hand"),
        Reach::Behind => format!("{code}/{kind} behind"),
    }
}

/// A stored refusal, in the form in which the feed takes it back.
fn refusal(form: FeedForm) -> Option<FormUpdate> {
    Some(FormUpdate {
        league: form.league,
        feed: form.feed,
        form: form.form,
        at: form.refused_at?,
        refused: form.reason,
    })
}

fn warn(request: &FeedRequest, error: &ProviderError) {
    let (provider, feed) = (&request.provider, &request.feed);
    tracing::warn!(
        provider.name = provider,
        "{provider} gave no answer about {feed}: {error}; nothing changed"
    );
}

impl Job for FeedPoller {
    const NAME: &'static str = "asking a feed";

    async fn tick(&mut self, lease: &Lease) -> Result<(), StoreError> {
        Self::tick(self, lease).await.map(|_| ())
    }
}
