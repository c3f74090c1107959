//! The histories of a database: a new one begins when a backup is restored or a standby is
//! promoted. It may lack what was done last in the one before, though Discord has it.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::StoreError;

/// Notes the history that the database is in. Where it is a new one, returns the moment that it
/// goes on from, to within the length of a lease. Nothing is announced in a history that was not
/// entered, and the lease is not renewed in one.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn enter(conn: &mut PgConnection) -> Result<Option<DateTime<Utc>>, StoreError> {
    let resumed_from = sqlx::query_scalar!("SELECT code.enter_history()")
        .fetch_one(conn)
        .await?;
    Ok(resumed_from)
}
