//! Time that only moves forward.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long the uptime has counted when a process begins.
const BEFORE: Duration = Duration::from_secs(365 * 86_400);

/// The time since some moment in this process's past. Plans are kept in it, so that setting the
/// machine's or the database's clock neither stops nor hurries them.
#[derive(Clone)]
pub struct Uptime(Arc<dyn Fn() -> Duration + Send + Sync>);

impl Uptime {
    /// Counts from a year before now, so that what happened before this process began has a place
    /// in it.
    pub fn start() -> Self {
        let began = Instant::now();
        Self::from_fn(move || BEFORE + began.elapsed())
    }

    /// Reads any other source of elapsed time, for tests.
    pub fn from_fn(elapsed: impl Fn() -> Duration + Send + Sync + 'static) -> Self {
        Self(Arc::new(elapsed))
    }

    /// The uptime now.
    pub fn now(&self) -> Duration {
        (self.0)()
    }
}

impl fmt::Debug for Uptime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Uptime").field(&self.now()).finish()
    }
}
