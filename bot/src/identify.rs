//! When a shard may start a session. All processes of the bot take turns by rows of the database:
//! Discord counts them together, and takes a token away that starts too many in a day.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sqlx::PgPool;
use store::identify_slots;
use tokio::sync::oneshot;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use twilight_gateway::queue::{LIMIT_PERIOD, Queue};
use twilight_model::gateway::SessionStartLimit;
use twilight_model::id::Id;
use twilight_model::id::marker::ApplicationMarker;

/// How long until a slot that somebody else has taken is tried again.
const TRY_EVERY: Duration = Duration::from_millis(500);

/// The slots of the bot's shards. Clones share what is left of the day.
#[derive(Clone, Debug)]
pub(crate) struct IdentifySlots {
    pool: PgPool,
    application: Id<ApplicationMarker>,
    /// How many shards may start at once; 0 is without a limit.
    at_once: u16,
    day: Arc<Mutex<Day>>,
    stop: CancellationToken,
}

/// How many sessions may still be started in a day of Discord's.
#[derive(Clone, Copy, Debug)]
struct Day {
    left: u32,
    whole: u32,
    ends: Instant,
}

impl Day {
    /// Takes one. Otherwise: when there are some again.
    fn take(&mut self, now: Instant) -> Result<(), Instant> {
        if now >= self.ends {
            (self.left, self.ends) = (self.whole, now + LIMIT_PERIOD);
        }
        let left = self.left.checked_sub(1).ok_or(self.ends)?;
        self.left = left;
        Ok(())
    }
}

impl IdentifySlots {
    /// Slots within what Discord says it allows.
    pub(crate) fn new(
        pool: PgPool,
        application: Id<ApplicationMarker>,
        limit: &SessionStartLimit,
        stop: CancellationToken,
    ) -> Self {
        let day = Day {
            left: limit.remaining.min(limit.total),
            whole: limit.total,
            ends: Instant::now() + Duration::from_millis(limit.reset_after),
        };
        Self {
            pool,
            application,
            at_once: limit.max_concurrency,
            day: Arc::new(Mutex::new(day)),
            stop,
        }
    }

    /// Waits until that shard may start a session.
    async fn wait(&self, shard: u32) {
        loop {
            let taken = self.today().take(Instant::now());
            let Err(until) = taken else { break };
            tracing::error!(
                "no session can be started before tomorrow: Discord allows only so many a day"
            );
            tokio::time::sleep_until(until).await;
        }
        let Some(bucket) = shard.checked_rem(u32::from(self.at_once)) else {
            return;
        };
        let bucket = u16::try_from(bucket).unwrap_or(u16::MAX);
        loop {
            match identify_slots::take(&self.pool, self.application.get(), bucket).await {
                Ok(true) => return,
                Ok(false) => {}
                Err(error) => tracing::warn!("no slot for a session can be taken: {error}"),
            }
            tokio::time::sleep(TRY_EVERY).await;
        }
    }

    fn today(&self) -> std::sync::MutexGuard<'_, Day> {
        self.day.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queue for IdentifySlots {
    fn enqueue(&self, id: u32) -> oneshot::Receiver<()> {
        let (mut tell, told) = oneshot::channel();
        let slots = self.clone();
        tokio::spawn(async move {
            tokio::select! {
                () = slots.wait(id) => { let _ = tell.send(()); }
                // The shard waits for it no longer.
                () = tell.closed() => {}
                () = slots.stop.cancelled() => {}
            }
        });
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_is_used_up_says_when_the_next_begins() {
        let now = Instant::now();
        let ends = now + Duration::from_secs(60);
        let mut day = Day {
            left: 1,
            whole: 2,
            ends,
        };
        assert_eq!(day.take(now), Ok(()));
        assert_eq!(day.take(now), Err(ends));
        assert_eq!(day.take(ends), Ok(()));
        assert_eq!(day.take(ends), Ok(()));
        assert_eq!(day.take(ends), Err(ends + LIMIT_PERIOD));
    }
}
