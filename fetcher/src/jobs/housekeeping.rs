//! Creates partitions ahead of time, and reminds of games that wait for a decision.

use chrono::{Datelike, Months, NaiveDate};
use sqlx::PgPool;
use store::leases::Lease;
use store::{StoreError, leases, quotes, reviews};

/// Does the housekeeping once. Returns how many partitions were made.
///
/// # Errors
/// [`StoreError`] when the database refuses, or another process leads.
pub async fn tick(pool: &PgPool, lease: &Lease) -> Result<u32, StoreError> {
    let mut transaction = pool.begin().await?;
    let today = leases::check(&mut transaction, lease).await?.date_naive();
    let mut made = 0;
    for month in [
        first_of_month(today),
        first_of_month(today) + Months::new(1),
    ] {
        made += u32::from(quotes::ensure_partition(&mut transaction, month).await?);
    }
    let waiting = reviews::list(&mut transaction).await?.len();
    transaction.commit().await?;
    if waiting > 0 {
        tracing::warn!(
            reviews.open = waiting,
            "games that wait for a decision: {waiting}; see `dbsbm-fetcher review list`"
        );
    }
    Ok(made)
}

fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}
