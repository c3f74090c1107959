//! Hosts and endpoints of feeds that failed again and again and are left alone for a while.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::StoreError;

/// A place that is left alone, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedRest {
    /// The provider that is asked.
    pub provider: String,
    /// The host, or the endpoint.
    pub place: String,
    /// How many requests in a row have failed.
    pub failures: i32,
    /// How the last one failed.
    pub reason: String,
    /// When the rest began, the first of several without an answer in between.
    pub since: DateTime<Utc>,
    /// When one request finds out whether there are answers again.
    pub until: DateTime<Utc>,
}

/// Every place that is left alone.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn all(conn: &mut PgConnection) -> Result<Vec<FeedRest>, StoreError> {
    let rests = sqlx::query_as!(
        FeedRest,
        "SELECT provider, place, failures, reason, since, until FROM feed_rests
         WHERE ended_at IS NULL ORDER BY provider, place",
    )
    .fetch_all(conn)
    .await?;
    Ok(rests)
}

/// Places that are left alone, one per row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RestRows {
    /// The providers.
    pub providers: Vec<String>,
    /// The hosts or endpoints.
    pub places: Vec<String>,
    /// How many requests in a row have failed.
    pub failures: Vec<i32>,
    /// How the last one failed.
    pub reasons: Vec<String>,
    /// For how long, from now, in seconds.
    pub seconds: Vec<f64>,
}

/// Records that these places are left alone.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn begin(conn: &mut PgConnection, rows: &RestRows) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO feed_rests AS f (provider, place, failures, reason, since, until)
         SELECT w.provider, w.place, w.failures, w.reason, app_now(),
           app_now() + make_interval(secs => w.seconds)
         FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::float8[])
           AS w(provider, place, failures, reason, seconds)
         ORDER BY w.provider, w.place
         ON CONFLICT ON CONSTRAINT feed_rests_pkey DO UPDATE
         SET failures = excluded.failures, reason = excluded.reason, until = excluded.until,
           since = CASE WHEN f.ended_at IS NULL THEN f.since ELSE excluded.since END,
           ended_at = NULL",
        &rows.providers,
        &rows.places,
        &rows.failures,
        &rows.reasons,
        &rows.seconds,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Records that these places answer again.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn end(
    conn: &mut PgConnection,
    providers: &[String],
    places: &[String],
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE feed_rests f SET ended_at = app_now()
         FROM unnest($1::text[], $2::text[]) AS w(provider, place)
         WHERE f.provider = w.provider AND f.place = w.place AND f.ended_at IS NULL",
        providers,
        places,
    )
    .execute(conn)
    .await?;
    Ok(())
}
