//! Which forms of a request each feed answers for each league, and which it has refused.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::StoreError;

/// What is known about one form of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedForm {
    /// The provider that is asked.
    pub provider: String,
    /// The league's code.
    pub league: String,
    /// What is requested: `scoreboard`.
    pub feed: String,
    /// The provider's word for the form: `month`, `day`.
    pub form: String,
    /// When it was last answered, accurate to five minutes.
    pub answered_at: Option<DateTime<Utc>>,
    /// When it was last refused. `None` if it never was, or was answered since.
    pub refused_at: Option<DateTime<Utc>>,
    /// The reason for the refusal.
    pub reason: Option<String>,
}

/// All known forms, of one provider or of all.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn all(
    conn: &mut PgConnection,
    provider: Option<&str>,
) -> Result<Vec<FeedForm>, StoreError> {
    let forms = sqlx::query_as!(
        FeedForm,
        "SELECT provider, league, feed, form, answered_at, refused_at, reason FROM feed_forms
         WHERE provider = $1 OR $1 IS NULL ORDER BY provider, league, feed, form",
        provider,
    )
    .fetch_all(conn)
    .await?;
    Ok(forms)
}

/// Records that a form was answered. Writes nothing within five minutes of the last record.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn answered(
    conn: &mut PgConnection,
    (provider, league, feed, form): (&str, &str, &str, &str),
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO feed_forms AS f (provider, league, feed, form, answered_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT ON CONSTRAINT feed_forms_pkey DO UPDATE
         SET answered_at = excluded.answered_at, refused_at = NULL, reason = NULL
         WHERE f.refused_at <= excluded.answered_at
           OR (f.refused_at IS NULL
             AND f.answered_at < excluded.answered_at - interval '5 minutes')",
        provider,
        league,
        feed,
        form,
        at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Records that a form was refused, and why.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn refused(
    conn: &mut PgConnection,
    (provider, league, feed, form): (&str, &str, &str, &str),
    at: DateTime<Utc>,
    reason: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO feed_forms AS f (provider, league, feed, form, refused_at, reason)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT ON CONSTRAINT feed_forms_pkey DO UPDATE
         SET refused_at = excluded.refused_at, reason = excluded.reason",
        provider,
        league,
        feed,
        form,
        at,
        reason,
    )
    .execute(conn)
    .await?;
    Ok(())
}
