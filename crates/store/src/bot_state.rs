//! What the bot has to remember across restarts: registered commands, gateway sessions.

use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::PgPool;

use crate::{Inconsistency, StoreError};

/// The value stored under a key.
///
/// # Errors
/// [`StoreError`] when the database refuses, or the stored value has another shape.
pub async fn get<T: DeserializeOwned>(pool: &PgPool, key: &str) -> Result<Option<T>, StoreError> {
    let value = sqlx::query_scalar!("SELECT value FROM bot_state WHERE key = $1", key)
        .fetch_optional(pool)
        .await?;
    let read = |value: serde_json::Value| {
        let found = value.to_string();
        serde_json::from_value(value).map_err(|_| Inconsistency {
            table: "bot_state",
            column: "value",
            row: key.to_owned(),
            found,
        })
    };
    Ok(value.map(read).transpose()?)
}

/// Stores a value under a key.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn put<T: Serialize + Sync>(
    pool: &PgPool,
    key: &str,
    value: &T,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO bot_state (key, value) VALUES ($1, $2)
         ON CONFLICT ON CONSTRAINT bot_state_pkey DO UPDATE
         SET value = excluded.value, saved_at = app_now()",
        key,
        sqlx::types::Json(value) as _,
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Deletes a key.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn delete(pool: &PgPool, key: &str) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM bot_state WHERE key = $1", key)
        .execute(pool)
        .await?;
    Ok(())
}
