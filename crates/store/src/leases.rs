//! Who is the one that works: a row with an epoch that grows with every change of hands.
//!
//! A session lock can be lost without a word. A row cannot: whoever writes holds it `FOR SHARE`
//! to the end of the transaction, so that nobody can take over in between.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use crate::StoreError;

/// That somebody held this lease in this epoch. Every write of a holder checks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// What is held: `fetcher`, `backfill/nflverse`.
    pub name: String,
    /// Counts changes of hands.
    pub epoch: i64,
}

/// A lease as it stands, for reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaseState {
    /// What is held.
    pub name: String,
    /// By whom.
    pub holder: String,
    /// Counts changes of hands.
    pub epoch: i64,
    /// Whether it still holds.
    pub is_held: bool,
    /// When it ends, or ended.
    pub expires_at: DateTime<Utc>,
}

/// Takes a lease that nobody holds, or that has run out. `None` while somebody else holds it.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn take(
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

/// Holds it for longer. False when somebody else has taken over.
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

/// Gives it back, so that the next one need not wait for its end.
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

/// Makes sure that the lease is still ours and stays so to the end of this transaction, and
/// tells the time of the database's clock.
///
/// # Errors
/// [`StoreError::LeaseLost`] when somebody else has taken over.
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

/// What the database's clock says.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn now(conn: &mut PgConnection) -> Result<DateTime<Utc>, StoreError> {
    let now = sqlx::query_scalar!(r#"SELECT app_now() AS "now!""#)
        .fetch_one(conn)
        .await?;
    Ok(now)
}

/// Every lease, for reading.
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
