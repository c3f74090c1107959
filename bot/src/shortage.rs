//! When the database has no time for members: whoever waited for others that got nothing does not
//! wait again for nothing.
//!
//! Handlers are bounded, so while every connection is held somewhere some interactions wait for a
//! handler first and would then wait for a connection as long again. What was not done in time is
//! logged as a sum.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// How long after somebody got no connection others are turned away.
const LASTS: Duration = Duration::from_secs(1);
/// Whoever waited less than this for a handler tries all the same: somebody has to find out that
/// there are connections again.
const WAITED_MIN: Duration = Duration::from_millis(500);

#[derive(Debug, Default)]
struct Seen {
    at: Option<Instant>,
    count: u64,
}

/// The last time that somebody got no connection in time.
#[derive(Debug, Default)]
pub(crate) struct Shortage(Mutex<Seen>);

impl Shortage {
    /// Somebody got none, now.
    pub(crate) fn note(&self) {
        let mut seen = self.seen();
        seen.at = Some(Instant::now());
        seen.count += 1;
    }

    /// Whether somebody who waited that long for a handler is to be answered at once, while no
    /// connection is free.
    pub(crate) fn turns_away(&self, waited: Duration) -> bool {
        let at = self.seen().at;
        waited >= WAITED_MIN && at.is_some_and(|it| it.elapsed() < LASTS)
    }

    /// Logs how many there were since the last time.
    pub(crate) fn tend(&self) {
        let count = std::mem::take(&mut self.seen().count);
        if count > 0 {
            tracing::warn!(
                not_in_time = count,
                "{count} interactions were not done in time: no connection to the database became \
                 free, or a statement took too long"
            );
        }
    }

    fn seen(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn only_who_waited_behind_others_is_turned_away_and_only_for_a_moment() {
        let shortage = Shortage::default();
        let long = Duration::from_secs(2);
        assert!(!shortage.turns_away(long));
        shortage.note();
        assert!(shortage.turns_away(long));
        assert!(!shortage.turns_away(Duration::ZERO));
        tokio::time::advance(LASTS).await;
        assert!(!shortage.turns_away(long));
    }
}
