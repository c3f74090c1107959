//! Holding the lease of a backfill while it works, and bearing a database that goes away.

use std::time::Duration;

use anyhow::{Context, bail};
use chrono::TimeDelta;
use sqlx::PgPool;
use store::StoreError;
use store::leases::{self, Lease};
use tokio::time::Instant;

/// How long a backfill may be silent before another one may start.
const LEASE_LASTS: TimeDelta = TimeDelta::minutes(2);
/// How often the lease is renewed.
const RENEWED_EVERY: Duration = Duration::from_secs(30);
/// How long a database may be away before the backfill gives up.
const AWAY_MAX: Duration = Duration::from_secs(300);
/// The wait before the second try; it doubles from there.
const FIRST_WAIT: Duration = Duration::from_millis(250);
/// The longest wait between two tries.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// Takes the lease of this feed's backfill.
///
/// # Errors
/// When another backfill of the feed holds it.
pub(super) async fn acquire(pool: &PgPool, provider: &str) -> anyhow::Result<Lease> {
    let name = format!("backfill/{provider}");
    let holder = crate::lead::holder();
    let mut connection = pool.acquire().await?;
    let lease = leases::acquire(&mut connection, &name, &holder, LEASE_LASTS).await?;
    lease.with_context(|| {
        format!("another backfill of {provider} is running; wait for it, or two minutes if it died")
    })
}

/// Does the work while the lease is renewed beside it, however long a single file takes.
///
/// # Errors
/// As the work, or when another backfill has taken over.
pub(super) async fn while_held<T>(
    pool: &PgPool,
    lease: &Lease,
    work: impl Future<Output = anyhow::Result<T>>,
) -> anyhow::Result<T> {
    tokio::select! {
        done = work => done,
        lost = renew(pool, lease) => Err(lost),
    }
}

/// Renews the lease until it is lost. While the database is away nobody else can take it either.
async fn renew(pool: &PgPool, lease: &Lease) -> anyhow::Error {
    loop {
        tokio::time::sleep(RENEWED_EVERY).await;
        let Ok(mut connection) = pool.acquire().await else {
            continue;
        };
        if let Ok(false) = leases::renew(&mut connection, lease, LEASE_LASTS).await {
            return StoreError::LeaseLost.into();
        }
    }
}

/// Does a step that can be done again, until the database is there or was away for five minutes.
/// The log says once that it is waited for.
///
/// # Errors
/// As the step, but for those of a database that is away for a short time.
pub(super) async fn bearing_restarts<T>(
    mut step: impl AsyncFnMut() -> Result<T, StoreError>,
) -> anyhow::Result<T> {
    let (mut wait, mut away): (_, Option<Instant>) = (FIRST_WAIT, None);
    loop {
        let error = match step().await {
            Ok(done) => return Ok(done),
            Err(error) => error,
        };
        if !error.is_transient() {
            return Err(error.into());
        }
        let since = *away.get_or_insert_with(|| {
            tracing::warn!("the database is away, trying until it is back: {error}");
            Instant::now()
        });
        if since.elapsed() > AWAY_MAX {
            bail!("the database was away for too long: {error}");
        }
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn away() -> StoreError {
        StoreError::Database(sqlx::Error::PoolTimedOut)
    }

    #[tokio::test(start_paused = true)]
    async fn a_database_that_comes_back_is_waited_for_and_one_that_does_not_is_given_up() {
        let mut tries = 0;
        let done = bearing_restarts(async || {
            tries += 1;
            if tries < 4 { Err(away()) } else { Ok(tries) }
        });
        assert_eq!(done.await.unwrap(), 4);
        let began = Instant::now();
        let lost = bearing_restarts(async || Err::<(), _>(away())).await;
        assert!(lost.unwrap_err().to_string().contains("away for too long"));
        let waited = began.elapsed();
        assert!(waited > AWAY_MAX && waited < AWAY_MAX * 2, "{waited:?}");
    }

    #[tokio::test]
    async fn what_another_try_does_not_mend_is_not_tried_again() {
        let mut tries = 0;
        let failed = bearing_restarts(async || {
            tries += 1;
            Err::<(), _>(StoreError::LeaseLost)
        });
        assert!(failed.await.is_err());
        assert_eq!(tries, 1);
    }
}
