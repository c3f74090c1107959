//! Drafts: corrections that wait for a reason or for confirmation.

use chrono::TimeDelta;
use shared::id::{CorrectionId, DiscordUserId, GuildId};
use sqlx::PgConnection;

use super::CorrectionAction;
use crate::interval::interval;
use crate::{Inconsistency, StoreError};

/// A correction that is not confirmed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The id that the correction will get.
    pub id: CorrectionId,
    /// The admin. Nobody else can confirm it.
    pub actor: DiscordUserId,
    /// What it will do.
    pub asked: CorrectionAction,
    /// The reason. `None` until the admin has given one.
    pub reason: Option<String>,
    /// The digest of the preview that the admin saw.
    pub shown: Option<String>,
}

/// Saves a draft until it is confirmed or deleted.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn save_draft(
    conn: &mut PgConnection,
    guild: GuildId,
    draft: &Draft,
) -> Result<(), StoreError> {
    let asked = serde_json::to_value(draft.asked).unwrap_or_default();
    sqlx::query!(
        "INSERT INTO correction_drafts (guild_id, draft_id, actor_id, asked, reason, shown)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT ON CONSTRAINT correction_drafts_pkey DO UPDATE
         SET reason = excluded.reason, shown = excluded.shown, made_at = app_now()
         WHERE correction_drafts.actor_id = excluded.actor_id",
        guild as GuildId,
        draft.id as CorrectionId,
        draft.actor as DiscordUserId,
        asked,
        draft.reason,
        draft.shown,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Reads a draft that was saved less than `lives` ago, and locks it, so that only one confirmation
/// at a time uses it.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn draft(
    conn: &mut PgConnection,
    guild: GuildId,
    id: CorrectionId,
    lives: TimeDelta,
) -> Result<Option<Draft>, StoreError> {
    let row = sqlx::query!(
        r#"SELECT actor_id AS "actor: DiscordUserId", asked, reason, shown
           FROM correction_drafts
           WHERE guild_id = $1 AND draft_id = $2 AND made_at > app_now() - $3::interval
           FOR UPDATE"#,
        guild as GuildId,
        id as CorrectionId,
        interval(lives.to_std().unwrap_or_default()),
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let asked = serde_json::from_value(row.asked.clone()).map_err(|_| Inconsistency {
        table: "correction_drafts",
        column: "asked",
        row: id.to_string(),
        found: row.asked.to_string(),
    })?;
    Ok(Some(Draft {
        id,
        actor: row.actor,
        asked,
        reason: row.reason,
        shown: row.shown,
    }))
}

/// Records the digest of the preview that the admin saw.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn record_preview(
    conn: &mut PgConnection,
    guild: GuildId,
    id: CorrectionId,
    shown: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE correction_drafts SET shown = $3 WHERE guild_id = $1 AND draft_id = $2",
        guild as GuildId,
        id as CorrectionId,
        shown,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes a draft that is confirmed or no longer wanted.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn delete_draft(
    conn: &mut PgConnection,
    guild: GuildId,
    id: CorrectionId,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"SELECT code.forget_correction_draft($1, $2)::text AS "done""#,
        guild as GuildId,
        id as CorrectionId,
    )
    .fetch_one(conn)
    .await?;
    Ok(())
}
