//! The one place that may ask the machine for the time.

use chrono::{DateTime, Utc};

/// Tells the time. Services take one; pure code takes the moment itself.
pub trait Clock: Send + Sync + 'static {
    /// Now, in UTC.
    fn now(&self) -> DateTime<Utc>;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is where the ban ends")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}
