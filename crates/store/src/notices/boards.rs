//! What the standing boards show, and that they are gone.

use shared::id::{GuildId, MessageId};
use sqlx::PgConnection;

use crate::error::StoreError;

/// The board shows this now, if it is still the one that was edited.
///
/// # Errors
/// [`StoreError`] when the database cannot be asked.
pub async fn board_shown(
    conn: &mut PgConnection,
    guild: GuildId,
    message: MessageId,
    digest: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE guilds SET board_digest = $3 WHERE guild_id = $1 AND board_message_id = $2",
        guild as GuildId,
        message as MessageId,
        digest,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The board is gone, unless another one hangs by now.
///
/// # Errors
/// [`StoreError`] when the database cannot be asked.
pub async fn board_gone(
    conn: &mut PgConnection,
    guild: GuildId,
    message: MessageId,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE guilds
         SET board_channel_id = NULL, board_message_id = NULL, board_digest = NULL
         WHERE guild_id = $1 AND board_message_id = $2",
        guild as GuildId,
        message as MessageId,
    )
    .execute(conn)
    .await?;
    Ok(())
}
