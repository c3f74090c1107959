//! What the fetcher counts and measures for its operator. Labels are names of feeds and leagues and
//! words of ours.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use ops::catalogue as names;
use ops::figures::{Figure, Figures};
use ops::observer::Source;
use ops::registry::Registry;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use providers::tally::Tally;
use providers::watch::Watch;
use sqlx::PgPool;
use store::figures::{LeagueAnswer, league_answers};
use store::quotas::Quota;
use store::{StoreError, leases, quotas};
use tokio::sync::watch;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use crate::lead::LeadProof;

type Float = Gauge<f64, AtomicU64>;
type Times = Family<[(&'static str, String); 1], Histogram, fn() -> Histogram>;
type OfTwo<T> = Family<[(&'static str, String); 2], T>;
type OfQuota = Family<[(&'static str, String); 4], Gauge>;

/// From 16 ms to 64 s, a factor of 2 apart.
fn times() -> Histogram {
    Histogram::new(exponential_buckets(0.016, 2.0, 13))
}

/// Everything that the fetcher counts. Clones share it.
#[derive(Clone)]
pub struct Meters {
    requests: OfTwo<Counter>,
    answers: Times,
    breakers: OfTwo<Gauge>,
    ages: OfTwo<Float>,
    quota_left: OfQuota,
    quota_limit: OfQuota,
    leading: Gauge,
    /// The slowest try since the last look, in microseconds.
    slowest: Arc<AtomicU64>,
    /// The share of the fullest period that is left, as the bits of a float. Not a number: unknown.
    least_left: Arc<AtomicU64>,
}

impl Default for Meters {
    fn default() -> Self {
        Self {
            requests: OfTwo::default(),
            answers: Family::new_with_constructor(times),
            breakers: OfTwo::default(),
            ages: OfTwo::default(),
            quota_left: OfQuota::default(),
            quota_limit: OfQuota::default(),
            leading: Gauge::default(),
            slowest: Arc::default(),
            least_left: Arc::new(AtomicU64::new(f64::NAN.to_bits())),
        }
    }
}

impl Meters {
    /// Exports all of them.
    pub fn register(&self, registry: &mut Registry) {
        registry.add(&names::FEED_REQUESTS, self.requests.clone());
        registry.add(&names::FEED_ANSWER, self.answers.clone());
        registry.add(&names::FEED_BREAKERS, self.breakers.clone());
        registry.add(&names::LEAGUE_ANSWER_AGE, self.ages.clone());
        registry.add(&names::QUOTA_LEFT, self.quota_left.clone());
        registry.add(&names::QUOTA_LIMIT, self.quota_limit.clone());
        registry.add(&names::LEADING, self.leading.clone());
    }

    /// Reads from the database how old answers are and what keys have left.
    ///
    /// # Errors
    /// [`StoreError`] when the database refuses.
    pub async fn look(&self, pool: &PgPool) -> Result<(), StoreError> {
        let mut connection = pool.acquire().await?;
        self.show_ages(&league_answers(&mut connection).await?);
        let now = leases::now(&mut connection).await?;
        self.show_quotas(&quotas::all(&mut connection).await?, now);
        Ok(())
    }

    fn show_ages(&self, answers: &[LeagueAnswer]) {
        self.ages.clear();
        for it in answers {
            let labels = [("feed", it.provider.clone()), ("league", it.league.clone())];
            let age = self.ages.get_or_create(&labels);
            age.set(it.age.as_seconds_f64());
        }
    }

    /// Shows periods that are not over. Of a feed with several keys, the one with least is shown.
    fn show_quotas(&self, all: &[Quota], now: DateTime<Utc>) {
        self.quota_left.clear();
        self.quota_limit.clear();
        let mut least = f64::NAN;
        let mut current: Vec<_> = all.iter().filter(|it| it.renewed_at > now).collect();
        current.sort_by_key(|it| std::cmp::Reverse(it.left));
        for it in current {
            let labels = [
                ("feed", it.provider.clone()),
                ("api", it.api.clone()),
                ("period", it.period.clone()),
                ("set_by", it.set_by.clone()),
            ];
            self.quota_left.get_or_create(&labels).set(it.left);
            self.quota_limit.get_or_create(&labels).set(it.limit);
            if it.limit > 0 {
                least = least.min(share(it.left, it.limit));
            }
        }
        self.least_left.store(least.to_bits(), Ordering::Relaxed);
    }

    /// Shows which places are left alone, and whether this process leads.
    fn show_state(&self, watch: &Watch, is_leading: bool) {
        self.breakers.clear();
        for (feed, (open, half_open)) in watch.resting() {
            for (state, number) in [("open", open), ("half_open", half_open)] {
                let labels = [("feed", feed.clone()), ("state", state.to_owned())];
                self.breakers.get_or_create(&labels).set(number.into());
            }
        }
        self.leading.set(is_leading.into());
    }

    /// Looks every 15 seconds until `stop`.
    pub async fn run(
        self,
        pool: PgPool,
        watch: Arc<Watch>,
        leading: watch::Receiver<Option<LeadProof>>,
        stop: CancellationToken,
    ) {
        let mut every = tokio::time::interval(ops::observer::EVERY);
        every.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while stop.run_until_cancelled(every.tick()).await.is_some() {
            self.show_state(&watch, leading.borrow().is_some());
            if let Err(error) = self.look(&pool).await {
                tracing::debug!("feeds were not looked at: {error}");
            }
        }
    }
}

impl Tally for Meters {
    fn tried(&self, feed: &str, took: Duration) {
        let labels = [("feed", feed.to_owned())];
        let answers = self.answers.get_or_create(&labels);
        answers.observe(took.as_secs_f64());
        let took = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.slowest.fetch_max(took, Ordering::Relaxed);
    }

    fn ended(&self, feed: &str, outcome: &'static str) {
        let labels = [("feed", feed.to_owned()), ("outcome", outcome.to_owned())];
        self.requests.get_or_create(&labels).inc();
    }
}

impl Source for Meters {
    fn gather(&self, figures: &mut Figures) {
        let slowest = Duration::from_micros(self.slowest.swap(0, Ordering::Relaxed));
        figures.note(Figure::FeedSlowest, slowest.as_secs_f64());
        let least = f64::from_bits(self.least_left.load(Ordering::Relaxed));
        figures.note(Figure::QuotaLeft, least);
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a share needs no more than 15 digits"
)]
fn share(part: i64, whole: i64) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use shared::testing::noon;

    use super::*;

    fn quota(left: i64, ends_in: i64) -> Quota {
        Quota {
            provider: "the_odds_api".to_owned(),
            key_name: "0badcafe".to_owned(),
            api: String::new(),
            set_by: "provider".to_owned(),
            period: "month".to_owned(),
            renewed_at: noon() + chrono::TimeDelta::hours(ends_in),
            limit: 500,
            left,
            spent: 0,
            requests: 0,
            in_flight: 0,
            told_at: None,
        }
    }

    #[test]
    fn a_period_that_is_over_says_nothing_and_of_two_keys_the_poorer_one_counts() {
        let meters = Meters::default();
        let least = || {
            let mut figures = Figures::default();
            meters.gather(&mut figures);
            figures.get(Figure::QuotaLeft)
        };
        assert_eq!(least(), None);
        meters.show_quotas(&[quota(0, -1), quota(100, 5), quota(400, 5)], noon());
        assert_eq!(least(), Some(0.2));
        meters.show_quotas(&[quota(0, -1)], noon());
        assert_eq!(least(), None);
    }

    #[test]
    fn the_slowest_try_is_told_once() {
        let meters = Meters::default();
        meters.tried("espn", Duration::from_secs(7));
        meters.tried("espn", Duration::from_secs(2));
        let slowest = || {
            let mut figures = Figures::default();
            meters.gather(&mut figures);
            figures.get(Figure::FeedSlowest)
        };
        assert_eq!(slowest(), Some(7.0));
        assert_eq!(slowest(), Some(0.0));
    }
}
