//! The functions of the schema `code`: made anew as a whole when their text is another one.
//!
//! Tables are migrated step by step; a function has no history, so its one current text stands in
//! `migrations/functions`. What defaults and policies of tables use (`app_now`, `app_guild`) is not
//! among them.

use sha2::{Digest, Sha256};
use sqlx::{Acquire, Executor, PgConnection};

/// Drops the schema, makes it, its functions, and who may call them.
const SCRIPT: &str = include_str!(concat!(env!("OUT_DIR"), "/functions.sql"));

/// Two programs that start at once install one after the other.
const LOCK: i64 = 0x6462_7362_6d5f_666e;

/// What the schema's comment says when these functions are installed.
pub(crate) fn digest() -> String {
    let digest = Sha256::digest(SCRIPT);
    digest.iter().map(|it| format!("{it:02x}")).collect()
}

/// Installs the functions where the database has others, or none. Says whether it did. As the
/// owner; in one transaction, so that nobody ever finds half of them.
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
    // A comment takes no parameter; the digest is hexadecimal.
    let comment = format!("COMMENT ON SCHEMA code IS '{wanted}'");
    transaction.execute(comment.as_str()).await?;
    transaction.commit().await?;
    Ok(true)
}

/// The digest of the functions that are installed. `None`: there are none.
pub(crate) async fn installed(conn: &mut PgConnection) -> Result<Option<String>, sqlx::Error> {
    let digest: Option<Option<String>> = sqlx::query_scalar(
        "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = 'code'",
    )
    .fetch_optional(conn)
    .await?;
    Ok(digest.flatten())
}
