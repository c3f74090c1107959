//! Records what boards show, and that they were deleted.

use shared::id::{GuildId, MessageId};
use sqlx::PgConnection;

use crate::error::StoreError;

/// Records the digest that the board shows, if it is still the message that was edited.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached.
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

/// Records that the board's message is gone, unless it was replaced in the meantime.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached.
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
