//! Whether the process works, and whether it can do its job: the same checks for `/health/ready`
//! and for `doctor`.
//!
//! Each check looks at the thing itself. What a program can work without makes it degraded and not
//! unready.

pub mod database;

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

/// What a check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// All is well.
    Ok,
    /// Something is missing that the program can work without.
    Degraded,
    /// Something is missing that it cannot work without.
    Down,
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ok => "ok",
            Self::Degraded => "degraded",
            Self::Down => "down",
        })
    }
}

/// Whether the program can work without what is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It cannot.
    Required,
    /// It can, with less to offer.
    Optional,
}

impl Need {
    /// The state where the thing is missing.
    pub const fn missing(self) -> State {
        match self {
            Self::Required => State::Down,
            Self::Optional => State::Degraded,
        }
    }
}

/// What one check found, with a sentence for the operator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The check: `database`, `gateway`, `lease`, `polls`.
    pub check: &'static str,
    /// How it is.
    pub state: State,
    /// Why, as a sentence without a full stop. No secret is in it.
    pub says: String,
}

impl Finding {
    /// The thing is there.
    pub fn ok(check: &'static str, says: impl Into<String>) -> Self {
        Self::new(check, State::Ok, says)
    }

    /// The thing is missing.
    pub fn missing(check: &'static str, need: Need, says: impl Into<String>) -> Self {
        Self::new(check, need.missing(), says)
    }

    fn new(check: &'static str, state: State, says: impl Into<String>) -> Self {
        Self {
            check,
            state,
            says: says.into(),
        }
    }
}

/// A check of something that the program knows without asking anybody: its connection to Discord,
/// its cache.
pub trait Check: Send + Sync + 'static {
    /// How it is now. Must not block.
    fn look(&self) -> Finding;
}

/// What all checks found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The worst state of all checks.
    pub state: State,
    /// What each found.
    pub checks: Vec<Finding>,
}

impl Report {
    /// From the findings of all checks.
    pub fn of(checks: Vec<Finding>) -> Self {
        let is = |state| checks.iter().any(|it| it.state == state);
        let state = match (is(State::Down), is(State::Degraded)) {
            (true, _) => State::Down,
            (false, true) => State::Degraded,
            (false, false) => State::Ok,
        };
        Self { state, checks }
    }

    /// Whether the program can do its job.
    pub fn is_ready(&self) -> bool {
        self.state != State::Down
    }
}

/// The checks of things in memory.
pub type Checks = Vec<Arc<dyn Check>>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_done_without_leaves_a_program_ready() {
        let fine = Finding::ok("database", "it answers");
        let cache = Finding::missing("cache", Need::Optional, "it does not answer");
        let lease = Finding::missing("lease", Need::Required, "nobody holds it");
        let state = |checks: &[&Finding]| {
            let report = Report::of(checks.iter().map(|it| (*it).clone()).collect());
            (report.state, report.is_ready())
        };
        assert_eq!(state(&[&fine]), (State::Ok, true));
        assert_eq!(state(&[&fine, &cache]), (State::Degraded, true));
        assert_eq!(state(&[&cache, &lease, &fine]), (State::Down, false));
    }
}
