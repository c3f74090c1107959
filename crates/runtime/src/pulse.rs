//! Signs of life of the loops that a process is made of.
//!
//! A process whose timers still run may have a loop that hangs, and then looks alive and is not.
//! So each loop says every time around that it is there, and says how long it may be silent.

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::time::Instant;

/// The loops of a process. Clones share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pulses {
    loops: Arc<Mutex<Vec<Weak<Loop>>>>,
}

#[derive(Debug)]
struct Loop {
    name: &'static str,
    silence_max: Duration,
    /// When it was last alive; nothing while it rests.
    heard: Mutex<Option<Instant>>,
}

/// One loop's sign of life. A loop that is over drops it, and is expected no more.
#[derive(Debug)]
pub struct Pulse(Arc<Loop>);

impl Pulse {
    /// The loop is there, and works from now on.
    pub fn beat(&self) {
        *self.heard() = Some(Instant::now());
    }

    /// The loop waits for something that may never come, until it beats again.
    pub fn rest(&self) {
        *self.heard() = None;
    }

    fn heard(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        self.0.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pulses {
    /// A loop that counts as hung once it was silent for longer than this.
    pub(crate) fn register(&self, name: &'static str, silence_max: Duration) -> Pulse {
        let new = Arc::new(Loop {
            name,
            silence_max,
            heard: Mutex::new(Some(Instant::now())),
        });
        let mut loops = self.loops.lock().unwrap_or_else(PoisonError::into_inner);
        loops.retain(|it| it.strong_count() > 0);
        loops.push(Arc::downgrade(&new));
        Pulse(new)
    }

    /// A loop that has been silent for too long, and for how long.
    pub(crate) fn hung(&self) -> Option<(&'static str, Duration)> {
        let loops = self.loops.lock().unwrap_or_else(PoisonError::into_inner);
        loops.iter().filter_map(Weak::upgrade).find_map(|it| {
            let heard = *it.heard.lock().unwrap_or_else(PoisonError::into_inner);
            let silent = heard?.elapsed();
            (silent > it.silence_max).then_some((it.name, silent))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Duration = Duration::from_secs(60);

    #[tokio::test(start_paused = true)]
    async fn a_loop_that_is_silent_for_too_long_is_named() {
        let pulses = Pulses::default();
        let (first, second) = (
            pulses.register("first", LIMIT),
            pulses.register("second", LIMIT),
        );
        tokio::time::advance(LIMIT).await;
        assert_eq!(pulses.hung(), None);
        first.beat();
        tokio::time::advance(Duration::from_secs(1)).await;
        assert_eq!(pulses.hung(), Some(("second", Duration::from_secs(61))));
        second.beat();
        assert_eq!(pulses.hung(), None);
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_is_expected_of_a_loop_that_rests_or_is_over() {
        let pulses = Pulses::default();
        let (resting, over) = (
            pulses.register("resting", LIMIT),
            pulses.register("over", LIMIT),
        );
        resting.rest();
        drop(over);
        tokio::time::advance(LIMIT * 2).await;
        assert_eq!(pulses.hung(), None);
        resting.beat();
        tokio::time::advance(LIMIT * 2).await;
        assert_eq!(pulses.hung(), Some(("resting", LIMIT * 2)));
    }
}
