//! Stores a feed's answer and decides the games that it is about.

use chrono::{DateTime, Utc};
use grading::decide::Policy;
use shared::feed::GameReport;
use sqlx::PgConnection;
use store::StoreError;
use store::feed_requests::{self, FeedRequest, Told};
use store::ingest::{self, Ingested};

use super::decide;

/// Stores the complete answer, given at `now`, of a provider that has only one request. Needs a
/// transaction in which the lease was checked.
///
/// # Errors
/// [`StoreError`] when the database refuses; the transaction cannot be used any more.
pub async fn ingest(
    conn: &mut PgConnection,
    provider: &str,
    reports: &[GameReport],
    now: DateTime<Utc>,
) -> Result<Ingested, StoreError> {
    let request = FeedRequest {
        provider: provider.to_owned(),
        feed: "all".to_owned(),
        asked_at: now,
    };
    let done = ingest_part(conn, &request, reports, &Policy::default(), now).await?;
    feed_requests::answered(conn, &request, &done.carried, Told::All).await?;
    Ok(done)
}

/// Stores a part of an answer, deciding results under `policy`. After the last part, call
/// [`feed_requests::answered`]; until then prices are as old as the last complete answer.
///
/// # Errors
/// [`StoreError`] when the database refuses; the transaction cannot be used any more.
pub async fn ingest_part(
    conn: &mut PgConnection,
    request: &FeedRequest,
    reports: &[GameReport],
    policy: &Policy,
    now: DateTime<Utc>,
) -> Result<Ingested, StoreError> {
    let mut batch = ingest::games(conn, request, reports, now).await?;
    let decided = decide(conn, &batch.news, policy, now).await?;
    batch.changes.games += decided.followed.len() as u64;
    batch.changes.results += decided.written;
    ingest::prices(conn, request, batch, decided.results, now).await
}
