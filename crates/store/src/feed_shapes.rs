//! Which fields the answers of each endpoint have, and which have changed.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use crate::StoreError;

/// What is known of the answers of one endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedShape {
    /// The provider.
    pub provider: String,
    /// The endpoint, with ids and dates left out.
    pub endpoint: String,
    /// JSON: what is known of each field, by path.
    pub fields: String,
    /// The last day with an answer.
    pub day: Option<NaiveDate>,
}

/// What is known of an endpoint. `None`: nothing yet.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn known(
    conn: &mut PgConnection,
    provider: &str,
    endpoint: &str,
) -> Result<Option<FeedShape>, StoreError> {
    let known = sqlx::query_as!(
        FeedShape,
        r#"SELECT provider, endpoint, fields::text AS "fields!", day FROM feed_shapes
           WHERE provider = $1 AND endpoint = $2"#,
        provider,
        endpoint,
    )
    .fetch_optional(conn)
    .await?;
    Ok(known)
}

/// Stores what is known of an endpoint.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn save(conn: &mut PgConnection, shape: &FeedShape) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO feed_shapes (provider, endpoint, fields, day)
         VALUES ($1, $2, $3::text::jsonb, $4)
         ON CONFLICT ON CONSTRAINT feed_shapes_pkey DO UPDATE
         SET fields = excluded.fields, day = excluded.day",
        shape.provider,
        shape.endpoint,
        shape.fields,
        shape.day,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// How a field has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldChange {
    /// It is gone.
    Lost,
    /// It has another type.
    Kind,
}

impl FieldChange {
    const fn word(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Kind => "kind",
        }
    }
}

/// Records that a field has changed.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn changed(
    conn: &mut PgConnection,
    (provider, endpoint, path): (&str, &str, &str),
    change: FieldChange,
    told: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO feed_shape_changes (provider, endpoint, path, change, told, found_at)
         VALUES ($1, $2, $3, $4, $5, app_now())
         ON CONFLICT ON CONSTRAINT feed_shape_changes_pkey DO UPDATE
         SET told = excluded.told, found_at = excluded.found_at, ended_at = NULL",
        provider,
        endpoint,
        path,
        change.word(),
        told,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Records that a lost field is there again.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn back(
    conn: &mut PgConnection,
    (provider, endpoint, path): (&str, &str, &str),
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE feed_shape_changes SET ended_at = app_now()
         WHERE provider = $1 AND endpoint = $2 AND path = $3 AND change = 'lost'
           AND ended_at IS NULL",
        provider,
        endpoint,
        path,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A field that has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedField {
    /// The provider.
    pub provider: String,
    /// The endpoint.
    pub endpoint: String,
    /// The path of the field: `events[].competitions[].odds`.
    pub path: String,
    /// A sentence about it.
    pub told: String,
    /// When that was found.
    pub found_at: DateTime<Utc>,
}

/// Fields that have changed since then and have not changed back, newest first, at most `limit`.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn changes(
    conn: &mut PgConnection,
    since: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<ChangedField>, StoreError> {
    let changes = sqlx::query_as!(
        ChangedField,
        "SELECT provider, endpoint, path, told, found_at FROM feed_shape_changes
         WHERE ended_at IS NULL AND found_at >= $1
         ORDER BY found_at DESC, provider, endpoint, path LIMIT $2",
        since,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(changes)
}
