//! Notifications that the bot listens for. Losing one is harmless: every listener also polls.

use sqlx::PgConnection;

use crate::StoreError;

/// Games or quotes changed.
pub const BOARD: &str = "dbsbm_board";
/// Notices were left.
pub const NOTICES: &str = "dbsbm_notices";
/// A server's settings changed; the payload is the server's id.
pub const SETTINGS: &str = "dbsbm_settings";

/// Notifies the listeners of a channel when this transaction commits. Several notifications in one
/// transaction count as one.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn notify(conn: &mut PgConnection, channel: &'static str) -> Result<(), StoreError> {
    sqlx::query!(r#"SELECT pg_notify($1, '')::text AS "done""#, channel)
        .fetch_one(conn)
        .await?;
    Ok(())
}
