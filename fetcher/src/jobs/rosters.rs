//! Asks who plays for each team, one team at a time and each once a day. What was asked is known
//! from the date of each team's question, so a restart or a refusal goes on at the next team.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use providers::coverage::Topic;
use providers::{Provider, ProviderError};
use shared::feed::LeagueReport;
use sqlx::PgPool;
use store::feed_requests::FeedRequest;
use store::leases::Lease;
use store::rosters::{self, Asked};
use store::{StoreError, leases};

use super::Job;
use super::asking::{self, Polled};
use super::feeds::Feed;
use crate::ingest::{self, lookups};
use crate::plan::Moment;
use crate::uptime::Uptime;

/// How old the list of a team may grow.
const EVERY: chrono::TimeDelta = chrono::TimeDelta::hours(24);
/// How long a league is left alone in which no list is due.
const NOTHING_DUE_FOR: Duration = Duration::from_secs(15 * 60);
/// How long a team is left alone about which the feed gave no answer.
const TEAM_AGAIN_AFTER: Duration = Duration::from_secs(6 * 3_600);
/// How many teams in a row may go unanswered before the feed is left alone for longer.
const FAILURES_MAX: u32 = 3;
/// For how long it is left alone then; twice as long after each further failure.
const AGAIN_AFTER: Duration = Duration::from_secs(1_800);

/// A league, and the feed that is asked about its teams.
struct Asking {
    provider: Arc<dyn Provider>,
    league: LeagueReport,
    polled: Polled,
    /// The uptime before which it is not looked for a team.
    not_before: Duration,
    /// Until when a team is left alone, by the feed's id.
    silent: HashMap<String, Duration>,
}

/// Asks who plays for each team.
pub struct Rosters {
    pool: PgPool,
    asking: Vec<Asking>,
    /// How many requests in a row each feed left unanswered, and until when it is left alone.
    resting: HashMap<&'static str, (u32, Duration)>,
    uptime: Uptime,
}

impl Rosters {
    /// Asks these feeds about the leagues that they are polled for. `unproven`: also what was never
    /// compared with an answer of the real feed.
    pub fn new(pool: PgPool, feeds: &[Feed], unproven: bool) -> Self {
        Self {
            pool,
            asking: leagues(feeds, unproven),
            resting: HashMap::new(),
            uptime: Uptime::start(),
        }
    }

    /// The same with another source of uptime, for tests.
    #[must_use]
    pub fn with_uptime(self, uptime: Uptime) -> Self {
        Self { uptime, ..self }
    }

    /// Asks about the team whose list is the oldest in the league that has waited longest, if one
    /// is due. Returns the feed's id of the team, with how many rows changed.
    ///
    /// # Errors
    /// [`StoreError`] when the database refuses, or another process leads. A feed that fails is not
    /// an error.
    pub async fn tick(&mut self, lease: &Lease) -> Result<Option<(String, u64)>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let now = leases::now(&mut connection).await?;
        let at = Moment {
            up: self.uptime.now(),
            now,
        };
        let resting = &self.resting;
        let may_be_asked = |it: &&mut Asking| {
            let rest = resting.get(it.provider.name()).map(|it| it.1);
            it.not_before.max(rest.unwrap_or_default()) <= at.up
        };
        let due = self.asking.iter_mut().filter(may_be_asked);
        let Some(asking) = due.min_by_key(|it| it.not_before) else {
            return Ok(None);
        };
        let Some(asked) = asking.next(&mut connection, at).await? else {
            return Ok(None);
        };
        drop(connection);
        let (provider, league) = (Arc::clone(&asking.provider), asking.league.code.clone());
        let request = FeedRequest {
            provider: provider.name().to_owned(),
            feed: rosters::question(&league, &asked.reference),
            asked_at: now,
        };
        let answer = provider.roster(&league, &asked.reference).await;
        // Who has waited longest is next, whatever came of this one.
        asking.not_before = at.up;
        match answer {
            Ok(listed) => {
                self.resting.remove(provider.name());
                let told = (asked.team, &listed);
                let rows = lookups::store_roster(&self.pool, lease, &request, told).await?;
                Ok(Some((asked.reference, rows)))
            }
            Err(error) => {
                let until = self.uptime.now() + TEAM_AGAIN_AFTER;
                asking.silent.insert(asked.reference, until);
                self.rest(provider.name(), &error);
                let (name, feed) = (&request.provider, &request.feed);
                tracing::warn!(
                    provider.name = name,
                    "{name} gave no answer about {feed}: {error}; nothing changed"
                );
                ingest::record_failure(&self.pool, &request, &error).await?;
                Ok(None)
            }
        }
    }

    /// Leaves a feed alone for as long as it asks for, and for longer where it leaves one team
    /// after the other unanswered.
    fn rest(&mut self, provider: &'static str, error: &ProviderError) {
        let up = self.uptime.now();
        let (failures, until) = self.resting.entry(provider).or_default();
        *failures = failures.saturating_add(1);
        let more = failures.checked_sub(FAILURES_MAX).map(|it| it.min(5));
        let ours = more.map(|it| AGAIN_AFTER.saturating_mul(1 << it));
        let wait = error.wait().max(ours).unwrap_or_default();
        *until = up + wait;
    }
}

impl Asking {
    /// The team that is next, if one is due and can be paid for.
    async fn next(
        &mut self,
        conn: &mut sqlx::PgConnection,
        at: Moment,
    ) -> Result<Option<Asked>, StoreError> {
        self.silent.retain(|_, until| *until > at.up);
        let but: Vec<_> = self.silent.keys().cloned().collect();
        let name = self.provider.name();
        let league = (self.league.code.as_str(), self.league.sport);
        let asked = rosters::next(conn, name, league, at.now - EVERY, &but).await?;
        if asked.is_none() {
            self.not_before = at.up + NOTHING_DUE_FOR;
            return Ok(None);
        }
        let cost = self.provider.roster_cost(&self.league.code);
        let polled = (&*self.provider, &self.polled);
        if !asking::has_to_spare(conn, polled, cost, at).await? {
            self.not_before = at.up + asking::SPARE_AFTER;
            return Ok(None);
        }
        Ok(asked)
    }
}

/// Which feed is asked about the teams of which league: of those that list players the first.
fn leagues(feeds: &[Feed], unproven: bool) -> Vec<Asking> {
    let mut found: Vec<Asking> = Vec::new();
    for feed in asking::in_order(feeds) {
        for code in &feed.leagues {
            let league = feed.provider.leagues().iter().find(|it| it.code == *code);
            let is_asked = found.iter().any(|it| it.league.code == *code);
            let topic = (code.as_str(), Topic::Rosters);
            if is_asked
                || !asking::may_ask(feed, topic, unproven)
                || !feed.provider.lists_players(code)
            {
                continue;
            }
            found.extend(league.map(|league| Asking {
                provider: Arc::clone(&feed.provider),
                league: league.clone(),
                polled: feed.into(),
                not_before: Duration::ZERO,
                silent: HashMap::new(),
            }));
        }
    }
    found
}

impl Job for Rosters {
    const NAME: &'static str = "asking about teams";

    async fn tick(&mut self, lease: &Lease) -> Result<(), StoreError> {
        Self::tick(self, lease).await.map(|_| ())
    }
}
