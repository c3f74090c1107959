//! What all parts of the server share: the state behind its lock, the clock, and those who wait for
//! changes.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use tokio::sync::watch;

use crate::Options;
use crate::clock::Clock;
use crate::model::State;
use crate::rules::spec::Spec;

/// Everything the faces share.
pub(crate) struct Shared {
    pub(crate) options: Options,
    pub(crate) clock: Clock,
    pub(crate) spec: Option<Spec>,
    state: Mutex<State>,
    changed: watch::Sender<u64>,
    stop: watch::Sender<bool>,
}

impl Shared {
    pub(crate) fn new(options: Options, spec: Option<Spec>, state: State) -> Self {
        Self {
            options,
            clock: Clock::default(),
            spec,
            state: Mutex::new(state),
            changed: watch::Sender::new(0),
            stop: watch::Sender::new(false),
        }
    }

    /// Looks at the state.
    pub(crate) fn read<R>(&self, look: impl FnOnce(&State) -> R) -> R {
        look(&self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes the state, given the time, and wakes those who wait if the version went up.
    pub(crate) fn write<R>(&self, change: impl FnOnce(&mut State, i64) -> R) -> R {
        let (result, version) = {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            let now = self.clock.now();
            let result = change(&mut state, now);
            (result, state.version)
        };
        self.changed.send_if_modified(|known| {
            let is_new = version > *known;
            *known = version.max(*known);
            is_new
        });
        result
    }

    /// A receiver that wakes whenever something visible changed.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// A receiver that wakes when the sandbox stops.
    pub(crate) fn stopped(&self) -> watch::Receiver<bool> {
        self.stop.subscribe()
    }

    pub(crate) fn stop(&self) {
        self.stop.send_replace(true);
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Shared").finish_non_exhaustive()
    }
}
