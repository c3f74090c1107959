//! What the bot listens for. A lost wake-up loses nothing: whoever is woken also looks by itself.

use sqlx::PgConnection;

use crate::StoreError;

/// Says that games or quotes changed.
pub const BOARD: &str = "dbsbm_board";
/// Says that notices were left.
pub const NOTICES: &str = "dbsbm_notices";
/// Says whose settings changed: the payload is the server's id.
pub const SETTINGS: &str = "dbsbm_settings";

/// Wakes the listeners of a channel when this transaction commits. Several times in one
/// transaction are once.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn wake(conn: &mut PgConnection, channel: &'static str) -> Result<(), StoreError> {
    sqlx::query!(r#"SELECT pg_notify($1, '')::text AS "done""#, channel)
        .fetch_one(conn)
        .await?;
    Ok(())
}
