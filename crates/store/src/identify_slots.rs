//! When shards may start a session, over all processes of the bot: Discord takes one of each bucket
//! in five seconds, and ends a bot that starts too many.

use sqlx::PgPool;

use crate::StoreError;

/// Takes the slot of that bucket, if the last one was taken long enough ago by the database's own
/// clock. Returns whether it was taken.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn take(pool: &PgPool, application: u64, bucket: u16) -> Result<bool, StoreError> {
    // Discord's five seconds, and how much later than another a process may get to use its slot.
    let taken = sqlx::query!(
        "INSERT INTO identify_slots AS s (application_id, bucket, taken_at)
         VALUES ($1, $2, clock_timestamp())
         ON CONFLICT ON CONSTRAINT identify_slots_pkey DO UPDATE SET taken_at = excluded.taken_at
         WHERE s.taken_at <= excluded.taken_at - interval '5.5 seconds'",
        application.cast_signed(),
        i32::from(bucket),
    )
    .execute(pool)
    .await?;
    Ok(taken.rows_affected() > 0)
}
