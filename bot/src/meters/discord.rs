//! Requests to Discord: how they ended, and how much of its global limit they used.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use ops::catalogue as names;
use ops::registry::Registry;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use std::sync::atomic::AtomicU64;
use tokio::time::Instant;

/// How many requests a second Discord accepts from a bot, those about interactions not counted.
pub(crate) const REQUESTS_PER_SECOND: u16 = 50;
/// Over how many seconds the busiest one is looked for: as far apart as the looks are.
const SECONDS: usize = 16;

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sent {
    Accepted,
    RateLimited,
    Refused,
    Failed,
}

impl Sent {
    const fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::RateLimited => "rate_limited",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }

    /// How a request ended that Discord answered with this status; `None`: there was no answer.
    pub(crate) const fn by_status(status: Option<u16>) -> Self {
        match status {
            Some(200..=299) => Self::Accepted,
            Some(429) => Self::RateLimited,
            Some(400..=499) => Self::Refused,
            _ => Self::Failed,
        }
    }
}

/// Counts requests to Discord. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct DiscordMeters {
    requests: Family<[(&'static str, &'static str); 2], Counter>,
    budget_used: Gauge<f64, AtomicU64>,
    recent: Arc<Mutex<Recent>>,
    /// How many requests a second this process may make. Unset: as many as the whole bot.
    share: Arc<OnceLock<u16>>,
}

impl DiscordMeters {
    pub(super) fn register(&self, registry: &mut Registry) {
        registry.add(&names::DISCORD_REQUESTS, self.requests.clone());
        registry.add(&names::DISCORD_BUDGET_USED, self.budget_used.clone());
    }

    /// A request of this route ended so. `route` is a word of ours.
    pub(crate) fn sent(&self, route: &'static str, sent: Sent) {
        let labels = [("route", route), ("outcome", sent.word())];
        self.requests.get_or_create(&labels).inc();
    }

    /// A request is sent that counts against the global limit.
    pub(crate) fn spends(&self) {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        recent.count(Instant::now());
    }

    /// Shows what was used of the limit lately.
    pub(super) fn look(&self) {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        let busiest = recent.busiest(Instant::now());
        let share = self.share.get().copied().unwrap_or(REQUESTS_PER_SECOND);
        self.budget_used.set(f64::from(busiest) / f64::from(share));
    }

    /// Says how many requests a second are this process's share.
    pub(crate) fn share(&self, per_second: u16) {
        let _ = self.share.set(per_second);
    }
}

/// How many requests there were in each of the last seconds.
struct Recent {
    began: Instant,
    /// The second that was counted last.
    last: usize,
    seconds: [u32; SECONDS],
}

impl Default for Recent {
    fn default() -> Self {
        Self {
            began: Instant::now(),
            last: 0,
            seconds: [0; SECONDS],
        }
    }
}

impl Recent {
    fn count(&mut self, now: Instant) {
        self.advance(now);
        let second = &mut self.seconds[self.last % SECONDS];
        *second = second.saturating_add(1);
    }

    fn busiest(&mut self, now: Instant) -> u32 {
        self.advance(now);
        self.seconds.into_iter().max().unwrap_or(0)
    }

    /// Forgets what is older than the ring is long.
    fn advance(&mut self, now: Instant) {
        let second = now.saturating_duration_since(self.began).as_secs();
        let second = usize::try_from(second).unwrap_or(usize::MAX);
        for gone in (self.last + 1..=second).take(SECONDS) {
            self.seconds[gone % SECONDS] = 0;
        }
        if second.saturating_sub(self.last) > SECONDS {
            self.seconds = [0; SECONDS];
        }
        self.last = self.last.max(second);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_busiest_second_is_forgotten_after_a_quarter_of_a_minute() {
        let mut recent = Recent::default();
        let at = |seconds| recent_start(&recent) + Duration::from_secs(seconds);
        let (first, second, late, later) = (at(0), at(1), at(15), at(500));
        recent.count(first);
        recent.count(first);
        recent.count(second);
        assert_eq!(recent.busiest(second), 2);
        assert_eq!(recent.busiest(late), 2);
        assert_eq!(recent.busiest(late + Duration::from_secs(1)), 1);
        assert_eq!(recent.busiest(later), 0);
    }

    fn recent_start(recent: &Recent) -> Instant {
        recent.began
    }
}
