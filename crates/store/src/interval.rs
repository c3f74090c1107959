//! Durations as Postgres intervals.

use std::time::Duration;

use sqlx::postgres::types::PgInterval;

/// The same duration. The project's durations are short, so none overflows.
pub(crate) fn interval(duration: Duration) -> PgInterval {
    PgInterval {
        months: 0,
        days: 0,
        microseconds: i64::try_from(duration.as_micros()).unwrap_or(i64::MAX),
    }
}
