//! Turns the last prices of games that have begun into their closing prices.

use chrono::TimeDelta;
use sqlx::PgPool;
use store::leases::Lease;
use store::{StoreError, leases, quotes};

/// For how long after its start a game is still looked at.
const LOOK_BACK: TimeDelta = TimeDelta::days(2);
/// How many games one tick closes at most.
const GAMES_A_TICK: i64 = 200;

/// Closes the prices of games that have begun, and returns how many prices that were.
///
/// # Errors
/// [`StoreError`] when the database refuses, or another process leads.
pub async fn tick(pool: &PgPool, lease: &Lease) -> Result<u64, StoreError> {
    let mut transaction = pool.begin().await?;
    let now = leases::check(&mut transaction, lease).await?;
    let since = now - LOOK_BACK;
    let games = quotes::started_with_quotes(&mut transaction, since, GAMES_A_TICK).await?;
    let closed = if games.is_empty() {
        0
    } else {
        quotes::close_started(&mut transaction, &games, now).await?
    };
    transaction.commit().await?;
    Ok(closed)
}
