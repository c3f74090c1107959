//! Creates partitions ahead of time and deletes what is old enough. The books are never deleted.

use chrono::{Datelike, Months, NaiveDate, TimeDelta};
use sqlx::PgPool;
use store::leases::Lease;
use store::{
    StoreError, feed_rests, feed_shapes, interactions, leases, live, poll_log, quotas, quotes,
    reviews, settlements,
};

/// How long lines of the poll log are kept.
const POLL_LOG_KEPT: TimeDelta = TimeDelta::days(7);
/// How many kept answers there are at most.
const KEPT_ANSWERS_MAX: i64 = 500;
/// How long changes of prices are kept.
const QUOTE_CHANGES_KEPT: Months = Months::new(6);
/// How long it is kept that a place of a feed was left alone.
const RESTS_KEPT: TimeDelta = TimeDelta::days(1);
/// How long it is kept that a field of a feed has changed.
const SHAPE_CHANGES_KEPT: TimeDelta = TimeDelta::days(30);
/// How long it is kept where a game stands of which its feed says no more.
const LIVE_STATES_KEPT: TimeDelta = TimeDelta::days(2);
/// How long it is kept what keys of feeds spent in a period.
const QUOTAS_KEPT: TimeDelta = TimeDelta::days(100);
/// How long notices are kept after they were delivered.
const NOTICES_KEPT: TimeDelta = TimeDelta::days(30);
/// How long records of handled interactions are kept. Discord accepts answers to an interaction for
/// 15 minutes.
const INTERACTIONS_KEPT: TimeDelta = TimeDelta::hours(1);
/// How many rows one statement deletes at most, so that none runs long.
const ROWS_A_STATEMENT: i64 = 5_000;

/// What one tick did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Partitions made.
    pub made: u32,
    /// Partitions dropped.
    pub dropped: i32,
    /// Rows deleted: lines of the poll log, kept answers, what was told of feeds, where games
    /// stood, notices and interactions.
    pub forgotten: u64,
}

/// Does the housekeeping once.
///
/// # Errors
/// [`StoreError`] when the database refuses, or another process leads.
pub async fn tick(pool: &PgPool, lease: &Lease) -> Result<Kept, StoreError> {
    let mut transaction = pool.begin().await?;
    let today = leases::check(&mut transaction, lease).await?.date_naive();
    let mut kept = Kept::default();
    for month in [
        first_of_month(today),
        first_of_month(today) + Months::new(1),
    ] {
        kept.made += u32::from(quotes::ensure_partition(&mut transaction, month).await?);
    }
    let before = first_of_month(today) - QUOTE_CHANGES_KEPT;
    kept.dropped = quotes::drop_partitions(&mut transaction, before).await?;
    kept.forgotten += poll_log::prune(&mut transaction, POLL_LOG_KEPT, ROWS_A_STATEMENT).await?;
    kept.forgotten += poll_log::prune_kept(&mut transaction, KEPT_ANSWERS_MAX).await?;
    kept.forgotten +=
        settlements::prune_notices(&mut transaction, NOTICES_KEPT, ROWS_A_STATEMENT).await?;
    kept.forgotten +=
        interactions::prune(&mut transaction, INTERACTIONS_KEPT, ROWS_A_STATEMENT).await?;
    kept.forgotten += feed_rests::prune(&mut transaction, RESTS_KEPT, ROWS_A_STATEMENT).await?;
    kept.forgotten +=
        feed_shapes::prune(&mut transaction, SHAPE_CHANGES_KEPT, ROWS_A_STATEMENT).await?;
    kept.forgotten += live::prune(&mut transaction, LIVE_STATES_KEPT, ROWS_A_STATEMENT).await?;
    kept.forgotten += quotas::prune(&mut transaction, QUOTAS_KEPT).await?;
    let waiting = reviews::list(&mut transaction).await?.len();
    transaction.commit().await?;
    if waiting > 0 {
        tracing::warn!(
            reviews.open = waiting,
            "games that wait for a decision: {waiting}; see `dbsbm-fetcher review list`"
        );
    }
    Ok(kept)
}

fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}
