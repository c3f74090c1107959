//! Installs the functions of the schema `code`, all of them together, whenever their text has
//! changed.
//!
//! Tables are migrated step by step. Functions have no history, so their one current text is in
//! `migrations/functions`. Functions that defaults and policies of tables use (`app_now`,
//! `app_guild`) are not among them.

use sha2::{Digest, Sha256};
use sqlx::{Acquire, Executor, PgConnection};

/// Drops the schema and creates it with its functions and their grants.
const SCRIPT: &str = include_str!(concat!(env!("OUT_DIR"), "/functions.sql"));

/// Programs that start at the same time install one after the other.
const LOCK: i64 = 0x6462_7362_6d5f_666e;

/// The digest of these functions; the schema's comment holds it once they are installed.
pub(crate) fn digest() -> String {
    let digest = Sha256::digest(SCRIPT);
    digest.iter().map(|it| format!("{it:02x}")).collect()
}

/// Installs the functions if the database has different ones or none, as the owner and in one
/// transaction, so that nobody finds half of them. Returns whether it did.
pub(crate) async fn install(owner: &mut PgConnection) -> Result<bool, sqlx::Error> {
    let mut transaction = owner.begin().await?;
    sqlx::query("SELECT pg_advisory_xact_lock($1)")
        .bind(LOCK)
        .execute(&mut *transaction)
        .await?;
    let wanted = digest();
    if installed(&mut transaction).await?.as_ref() == Some(&wanted) {
        return Ok(false);
    }
    transaction.execute(SCRIPT).await?;
    // A comment takes no parameters. The digest is hexadecimal.
    let comment = format!("COMMENT ON SCHEMA code IS '{wanted}'");
    transaction.execute(comment.as_str()).await?;
    transaction.commit().await?;
    Ok(true)
}

/// The digest of the installed functions. `None` if there are none.
pub(crate) async fn installed(conn: &mut PgConnection) -> Result<Option<String>, sqlx::Error> {
    let digest: Option<Option<String>> = sqlx::query_scalar(
        "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = 'code'",
    )
    .fetch_optional(conn)
    .await?;
    Ok(digest.flatten())
}
