//! Time that only goes forward.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long it is since a moment in the past of this process. Plans of what to do next are kept in
/// it: a clock that somebody sets, the machine's or the database's, neither stops them nor hurries
/// them.
#[derive(Clone)]
pub struct Uptime(Arc<dyn Fn() -> Duration + Send + Sync>);

impl Uptime {
    /// Since now.
    pub fn start() -> Self {
        let began = Instant::now();
        Self::from_fn(move || began.elapsed())
    }

    /// Any other source, asked at each look.
    pub fn from_fn(elapsed: impl Fn() -> Duration + Send + Sync + 'static) -> Self {
        Self(Arc::new(elapsed))
    }

    /// How long it is by now.
    pub fn now(&self) -> Duration {
        (self.0)()
    }
}

impl fmt::Debug for Uptime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Uptime").field(&self.now()).finish()
    }
}
