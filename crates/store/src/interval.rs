//! Durations as Postgres takes them.

use std::time::Duration;

use sqlx::postgres::types::PgInterval;

/// The same duration. Those of ours are seconds and minutes: none is too long.
pub(crate) fn interval(duration: Duration) -> PgInterval {
    PgInterval {
        months: 0,
        days: 0,
        microseconds: i64::try_from(duration.as_micros()).unwrap_or(i64::MAX),
    }
}
