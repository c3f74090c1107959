//! The sandbox's clock: the machine's, plus whatever a test has moved it by.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};

/// Unix milliseconds, moved forward on demand.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    ahead_ms: AtomicI64,
}

impl Clock {
    /// Now, in Unix milliseconds.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where the sandbox reads a clock"
    )]
    pub(crate) fn now(&self) -> i64 {
        Utc::now().timestamp_millis() + self.ahead_ms.load(Ordering::Relaxed)
    }

    /// Moves every later reading forward.
    pub(crate) fn advance(&self, by: Duration) {
        let ms = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.ahead_ms.fetch_add(ms, Ordering::Relaxed);
    }
}

/// `ms` in the form that Discord writes times in.
pub(crate) fn iso(ms: i64) -> String {
    DateTime::from_timestamp_millis(ms)
        .unwrap_or_default()
        .to_rfc3339_opts(SecondsFormat::Micros, false)
}
