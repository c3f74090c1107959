//! Which interactions have been handled. Discord may send one again after a broken connection; it
//! is handled once, because it is recorded in the transaction that does its work.

use shared::id::{GuildId, InteractionId};
use sqlx::PgConnection;

use crate::StoreError;

/// Records that this interaction changes something in this transaction, other than placing a bet.
/// Returns `false` if it was recorded before, in which case nothing may be changed. If the same
/// interaction arrives twice at once, the second waits here for the first.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn begin(
    conn: &mut PgConnection,
    guild: GuildId,
    interaction: InteractionId,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO interactions (guild_id, interaction_id, part, outcome)
         VALUES ($1, $2, 1, 'done')
         ON CONFLICT ON CONSTRAINT interactions_pkey DO NOTHING",
        guild as GuildId,
        interaction as InteractionId,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}
