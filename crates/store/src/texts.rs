//! Texts that people wrote, and what is shown once they are erased.
//!
//! The texts are in a table of their own, and append-only rows keep only their ids. A text can be
//! erased while every row that refers to it, and every proof made from such rows, stays valid.

use std::collections::HashMap;

use shared::id::GuildId;
use sqlx::PgConnection;

use crate::StoreError;

/// Shown in place of an erased text.
pub const ERASED: &str = "—";

/// The text, or its replacement.
pub(crate) fn shown(body: Option<String>) -> String {
    body.unwrap_or_else(|| ERASED.to_owned())
}

/// These texts, without those that were erased.
pub(crate) async fn bodies(
    conn: &mut PgConnection,
    guild: GuildId,
    ids: &[Vec<u8>],
) -> Result<HashMap<Vec<u8>, String>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT text_id, body AS "body!" FROM texts
           WHERE guild_id = $1 AND text_id = ANY($2) AND body IS NOT NULL"#,
        guild as GuildId,
        ids,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|it| (it.text_id, it.body)).collect())
}
