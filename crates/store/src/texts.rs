//! What people wrote, and what is shown where it has been erased.
//!
//! The words stand in a table of their own, and append-only rows keep their ids. So words can be
//! erased while every row that speaks of them, and every proof made of such rows, stays as it is.

use std::collections::HashMap;

use shared::id::GuildId;
use sqlx::PgConnection;

use crate::StoreError;

/// What stands where words were erased.
pub const ERASED: &str = "—";

/// The words, or what stands in their place.
pub(crate) fn shown(body: Option<String>) -> String {
    body.unwrap_or_else(|| ERASED.to_owned())
}

/// The words of these texts, without those that were erased.
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
