//! Leases: which process leads. A lease is a row with an epoch that grows each time another process
//! takes over.
//!
//! A session lock can be lost silently. A row cannot: every write holds it `FOR SHARE` until its
//! transaction ends, so that no other process can take over in between.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use crate::StoreError;

/// Proof that this process acquired the lease in this epoch. Every write checks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The lease's name: `fetcher`, `backfill/nflverse`.
    pub name: String,
    /// Counts how often the lease has changed hands.
    pub epoch: i64,
}

/// The state of a lease, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaseState {
    /// The lease's name.
    pub name: String,
    /// The process that holds it.
    pub holder: String,
    /// Counts how often the lease has changed hands.
    pub epoch: i64,
    /// Whether it is in force now.
    pub is_held: bool,
    /// When it ends or ended.
    pub expires_at: DateTime<Utc>,
}

/// Acquires a lease that is free or has expired. `None` while another process holds it.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn acquire(
    conn: &mut PgConnection,
    name: &str,
    holder: &str,
    lasts: TimeDelta,
) -> Result<Option<Lease>, StoreError> {
    let epoch = sqlx::query_scalar!(
        "INSERT INTO leases AS l (name, holder, epoch, expires_at)
         VALUES ($1, $2, 1, app_now() + make_interval(secs => $3))
         ON CONFLICT ON CONSTRAINT leases_pkey DO UPDATE
         SET holder = excluded.holder, epoch = l.epoch + 1, expires_at = excluded.expires_at
         WHERE l.expires_at <= app_now()
         RETURNING epoch",
        name,
        holder,
        lasts.as_seconds_f64(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(epoch.map(|epoch| Lease {
        name: name.to_owned(),
        epoch,
    }))
}

/// Extends the lease. `false` when another process has taken over.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn renew(
    conn: &mut PgConnection,
    lease: &Lease,
    lasts: TimeDelta,
) -> Result<bool, StoreError> {
    let renewed = sqlx::query!(
        "UPDATE leases SET expires_at = app_now() + make_interval(secs => $3)
         WHERE name = $1 AND epoch = $2",
        lease.name,
        lease.epoch,
        lasts.as_seconds_f64(),
    )
    .execute(conn)
    .await?;
    Ok(renewed.rows_affected() > 0)
}

/// Releases the lease, so that the next process need not wait for it to expire.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn release(conn: &mut PgConnection, lease: &Lease) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE leases SET expires_at = app_now() WHERE name = $1 AND epoch = $2",
        lease.name,
        lease.epoch,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Checks that this process still holds the lease, locks it until the end of this transaction, and
/// returns the time of the database's clock.
///
/// # Errors
/// [`StoreError::LeaseLost`] when another process has taken over.
pub async fn check(conn: &mut PgConnection, lease: &Lease) -> Result<DateTime<Utc>, StoreError> {
    sqlx::query_scalar!(
        r#"SELECT app_now() AS "now!" FROM leases WHERE name = $1 AND epoch = $2 FOR SHARE"#,
        lease.name,
        lease.epoch,
    )
    .fetch_optional(conn)
    .await?
    .ok_or(StoreError::LeaseLost)
}

/// The time of the database's clock.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn now(conn: &mut PgConnection) -> Result<DateTime<Utc>, StoreError> {
    let now = sqlx::query_scalar!(r#"SELECT app_now() AS "now!""#)
        .fetch_one(conn)
        .await?;
    Ok(now)
}

/// All leases, for people.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn all(conn: &mut PgConnection) -> Result<Vec<LeaseState>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT name, holder, epoch, expires_at, expires_at > app_now() AS "is_held!"
         FROM leases ORDER BY name"#
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| LeaseState {
            name: row.name,
            holder: row.holder,
            epoch: row.epoch,
            is_held: row.is_held,
            expires_at: row.expires_at,
        })
        .collect())
}
