//! The same warning is logged once a minute at most, with the number of repetitions.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tracing::field::{Field, Visit};
use tracing::{Event, Level};

/// How long a warning that was written is not written again.
const EVERY: Duration = Duration::from_secs(60);
/// How many different warnings are remembered; beyond it all are forgotten.
const REMEMBERED_MAX: usize = 1_024;

/// When a warning was last written, and how often it was suppressed since.
#[derive(Clone, Copy, Debug)]
struct Written {
    at: Instant,
    since: u64,
}

/// The warnings that were written lately.
#[derive(Debug, Default)]
pub(super) struct Repeats(Mutex<HashMap<u64, Written>>);

impl Repeats {
    /// How often an event was suppressed before it is written now; `None` if it is suppressed.
    pub(super) fn admit(&self, event: &Event<'_>) -> Option<u64> {
        if *event.metadata().level() > Level::WARN {
            return Some(0);
        }
        let mut words = Words(DefaultHasher::new());
        event.metadata().target().hash(&mut words.0);
        event.record(&mut words);
        self.admit_at(words.0.finish(), Instant::now())
    }

    fn admit_at(&self, key: u64, now: Instant) -> Option<u64> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() == REMEMBERED_MAX && !all.contains_key(&key) {
            all.clear();
        }
        match all.get_mut(&key) {
            Some(written) if now.duration_since(written.at) < EVERY => {
                written.since += 1;
                None
            }
            before => {
                let since = before.map_or(0, |it| it.since);
                all.insert(key, Written { at: now, since: 0 });
                Some(since)
            }
        }
    }
}

/// Everything that an event says.
struct Words(DefaultHasher);

impl Visit for Words {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        field.name().hash(&mut self.0);
        format!("{value:?}").hash(&mut self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_that_repeats_is_written_once_a_minute_with_its_count() {
        let (repeats, began) = (Repeats::default(), Instant::now());
        let at = |seconds| began + Duration::from_secs(seconds);
        assert_eq!(repeats.admit_at(1, at(0)), Some(0));
        assert_eq!(repeats.admit_at(1, at(2)), None);
        assert_eq!(repeats.admit_at(2, at(2)), Some(0));
        assert_eq!(repeats.admit_at(1, at(59)), None);
        assert_eq!(repeats.admit_at(1, at(60)), Some(2));
        assert_eq!(repeats.admit_at(1, at(61)), None);
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let (repeats, now) = (Repeats::default(), Instant::now());
        for key in 0..3 * REMEMBERED_MAX as u64 {
            assert_eq!(repeats.admit_at(key, now), Some(0));
        }
        assert!(repeats.0.lock().unwrap().len() <= REMEMBERED_MAX);
    }
}
