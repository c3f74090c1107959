//! Asks for the weather of games that can be bet on, are played under the sky, and begin within
//! the reach of the forecast: one ground at a time, every few hours, and no more than so many
//! requests a day.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use providers::nws::{self, Nws};
use providers::venues::{self, Venue};
use sqlx::PgPool;
use store::StoreError;
use store::feed_requests::{self, CarriedPrices, FeedRequest};
use store::leases::{self, Lease};
use store::venues::{GameOutside, forecast, outside};

use super::Job;
use crate::ingest;
use crate::uptime::Uptime;

/// How long before its start a game's weather is asked for. The forecast by the hour has six and a
/// half days, of which the last ones are no better than a guess.
const AHEAD: TimeDelta = TimeDelta::hours(96);
/// How often the same ground is asked about, a day before the start and earlier.
const EVERY: TimeDelta = TimeDelta::hours(6);
/// The same on the day before the start.
const EVERY_NEAR: TimeDelta = TimeDelta::hours(3);
/// From when on before the start that is.
const NEAR: TimeDelta = TimeDelta::hours(24);
/// How many requests a day are sent at most: five times what a weekend of football and a day of
/// baseball take.
const A_DAY_MAX: u32 = 2_000;
const DAY: Duration = Duration::from_secs(24 * 3_600);
/// How long a ground is left alone after the service has failed for it. Twice as long after each
/// further failure, up to the usual interval.
const AGAIN_AFTER: Duration = Duration::from_secs(1_800);

/// How asking about a ground has failed.
#[derive(Clone, Copy, Default)]
struct Failed {
    times: u32,
    /// The uptime from which on it may be asked about again.
    until: Duration,
}

/// Asks for the weather of games.
pub struct Weather {
    pool: PgPool,
    service: Arc<Nws>,
    uptime: Uptime,
    failed: HashMap<&'static str, Failed>,
    /// Until when the service is left alone, because it asked for that.
    rests_until: Duration,
    /// Since when how many requests were sent.
    spent: (Duration, u32),
}

impl Weather {
    /// Asks that service.
    pub fn new(pool: PgPool, service: Arc<Nws>) -> Self {
        Self {
            pool,
            service,
            uptime: Uptime::start(),
            failed: HashMap::new(),
            rests_until: Duration::ZERO,
            spent: (Duration::ZERO, 0),
        }
    }

    /// The same with another source of uptime, for tests.
    #[must_use]
    pub fn with_uptime(self, uptime: Uptime) -> Self {
        Self { uptime, ..self }
    }

    /// Asks about the ground of the game that has waited longest, if one is due, and stores the
    /// weather of all games there. Returns of how many.
    ///
    /// # Errors
    /// [`StoreError`] when the database refuses, or another process leads. A service that fails is
    /// not an error.
    pub async fn tick(&mut self, lease: &Lease) -> Result<usize, StoreError> {
        let up = self.uptime.now();
        if up < self.rests_until || !self.may_spend(up) {
            return Ok(0);
        }
        let mut connection = self.pool.acquire().await?;
        let now = leases::now(&mut connection).await?;
        let games = outside(&mut connection, now + AHEAD).await?;
        drop(connection);
        let Some((ground, games)) = self.next(&games, now, up) else {
            return Ok(0);
        };
        let request = FeedRequest {
            provider: nws::NAME.to_owned(),
            feed: format!("weather {}", ground.name),
            asked_at: now,
        };
        let starts: Vec<_> = games.iter().map(|it| it.starts_at).collect();
        match self.service.hours(ground.at, &starts).await {
            Ok((hours, stats)) => {
                self.spent.1 += stats.requests;
                self.failed.remove(ground.name);
                let mut transaction = self.pool.begin().await?;
                let now = leases::check(&mut transaction, lease).await?;
                for (game, hour) in games.iter().zip(&hours) {
                    forecast(&mut transaction, game, hour.as_ref(), now).await?;
                }
                let (none, told) = (CarriedPrices::default(), feed_requests::Told::All);
                feed_requests::answered(&mut transaction, &request, &none, told).await?;
                transaction.commit().await?;
                Ok(games.len())
            }
            Err(error) => {
                self.spent.1 += error.stats().requests;
                let now = self.uptime.now();
                self.rests_until = now + error.wait().unwrap_or_default();
                self.leave_alone(ground, now);
                tracing::warn!(
                    provider.name = nws::NAME,
                    "no weather for {}: {error}; it is asked for again later",
                    ground.name
                );
                ingest::record_failure(&self.pool, &request, &error).await?;
                Ok(0)
            }
        }
    }

    fn may_spend(&mut self, up: Duration) -> bool {
        if up.saturating_sub(self.spent.0) >= DAY {
            self.spent = (up, 0);
        }
        self.spent.1 < A_DAY_MAX
    }

    fn leave_alone(&mut self, ground: &Venue, up: Duration) {
        let failed = self.failed.entry(ground.name).or_default();
        let wait = AGAIN_AFTER.saturating_mul(1 << failed.times.min(8));
        let most = EVERY.to_std().unwrap_or(AGAIN_AFTER);
        failed.times = failed.times.saturating_add(1);
        failed.until = up + wait.min(most);
    }

    /// The ground to be asked about next, with all games there that begin soon.
    fn next<'a>(
        &self,
        games: &'a [GameOutside],
        now: DateTime<Utc>,
        up: Duration,
    ) -> Option<(&'static Venue, Vec<&'a GameOutside>)> {
        let known = games.iter().filter_map(|it| {
            let ground = venues::find(&it.venue, it.place.as_deref())?;
            Some((ground, it))
        });
        let known: Vec<_> = known.collect();
        let rests = |it: &Venue| self.failed.get(it.name).is_some_and(|it| it.until > up);
        let due = known
            .iter()
            .filter(|(ground, it)| !rests(ground) && is_due(it, now));
        let (ground, _) = due.min_by_key(|(_, it)| (it.asked_at, it.starts_at))?;
        let there = known.iter().filter(|it| it.0 == *ground).map(|it| it.1);
        Some((*ground, there.collect()))
    }
}

/// Whether its weather is to be asked for again.
fn is_due(game: &GameOutside, now: DateTime<Utc>) -> bool {
    let every = match game.starts_at - now {
        left if left <= NEAR => EVERY_NEAR,
        _ => EVERY,
    };
    game.asked_at.is_none_or(|asked_at| now - asked_at >= every)
}

impl Job for Weather {
    const NAME: &'static str = "asking for the weather";

    async fn tick(&mut self, lease: &Lease) -> Result<(), StoreError> {
        Self::tick(self, lease).await.map(|_| ())
    }
}
