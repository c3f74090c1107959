//! Bad days on demand: what the server does wrong to the next requests.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

/// Faults that may wait at once; more are refused.
pub const FAULTS_MAX: usize = 1_000;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// Status 500 with a line of JSON.
    Error,
    /// Status 400, as of a question in a form that is no longer answered.
    BadRequest,
    /// Status 429 with `Retry-After`.
    TooMany,
    /// The first half of the true answer, as if it were all of it.
    Truncated,
    /// Status 200 with a page of HTML.
    Html,
    /// Status 200 with nothing.
    Empty,
    /// The true answer, late.
    Slow,
    /// Every game as it was before its last change: an older revision once again.
    Stale,
    /// Every game twice in one list, the older revision after the newer.
    Duplicated,
    /// Every game with a status that is not documented.
    UnknownStatus,
}

/// A fault for some requests to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// What goes wrong.
    pub kind: FaultKind,
    /// For how many requests.
    #[serde(default = "once")]
    pub times: u32,
    /// Only for requests whose path begins so. The control, `/v1/faults`, never fails.
    #[serde(default = "every_path")]
    pub path: String,
    /// What `Retry-After` says, in seconds.
    #[serde(default = "one_second")]
    pub retry_after_s: u32,
    /// How late a slow answer is, in milliseconds.
    #[serde(default = "two_seconds")]
    pub delay_ms: u32,
}

fn once() -> u32 {
    1
}

fn every_path() -> String {
    String::from("/v1/")
}

fn one_second() -> u32 {
    1
}

fn two_seconds() -> u32 {
    2_000
}

impl Fault {
    /// The fault for the next `times` requests of any path.
    pub fn new(kind: FaultKind, times: u32) -> Fault {
        Fault {
            kind,
            times,
            path: every_path(),
            retry_after_s: one_second(),
            delay_ms: two_seconds(),
        }
    }

    /// The same fault, only where the path begins with `path`.
    pub fn on(mut self, path: &str) -> Fault {
        self.path = String::from(path);
        self
    }
}

/// The faults that wait for requests, in order of their coming. Copies share one list.
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<Mutex<VecDeque<Fault>>>);

impl Faults {
    /// Puts a fault at the end of the line; false when the line is full.
    pub fn add(&self, fault: Fault) -> bool {
        let mut line = self.lock();
        let fits = line.len() < FAULTS_MAX;
        if fits && fault.times > 0 {
            line.push_back(fault);
        }
        fits
    }

    /// Deletes all faults that wait.
    pub fn clear(&self) {
        self.lock().clear();
    }

    /// The faults that wait, with how many times are left of each.
    pub fn waiting(&self) -> Vec<Fault> {
        self.lock().iter().cloned().collect()
    }

    /// Takes the first fault that is meant for this path, one time of it.
    pub(crate) fn take(&self, path: &str) -> Option<Fault> {
        let mut line = self.lock();
        let place = line
            .iter()
            .position(|fault| path.starts_with(&fault.path))?;
        let fault = line.get_mut(place)?;
        fault.times -= 1;
        let taken = fault.clone();
        if taken.times == 0 {
            line.remove(place);
        }
        Some(taken)
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Fault>> {
        // The list is whole after every step, so a thread that panicked left nothing half done.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
