//! A feed's answer, into the tables, and the results that follow from it.

use chrono::{DateTime, Utc};
use grading::decide::Policy;
use shared::feed::GameReport;
use sqlx::PgConnection;
use store::StoreError;
use store::feed_questions::{self, FeedQuestion};
use store::ingest::{self, Ingested};

use super::decide;

/// Takes a whole answer of a provider of which one thing is asked only, given at `now`. Call it in
/// a transaction, after checking the lease.
///
/// # Errors
/// [`StoreError`] when the database refuses; the transaction is of no use then.
pub async fn ingest(
    conn: &mut PgConnection,
    provider: &str,
    reports: &[GameReport],
    now: DateTime<Utc>,
) -> Result<Ingested, StoreError> {
    let question = FeedQuestion {
        provider: provider.to_owned(),
        feed: "all".to_owned(),
        asked_at: now,
    };
    let done = ingest_part(conn, &question, reports, &Policy::default(), now).await?;
    feed_questions::answered(conn, &question, &done.carried).await?;
    Ok(done)
}

/// Takes a part of an answer, deciding results under this policy. Once all parts are taken,
/// [`feed_questions::answered`] says so; until then prices are as old as the last whole answer.
///
/// # Errors
/// [`StoreError`] when the database refuses; the transaction is of no use then.
pub async fn ingest_part(
    conn: &mut PgConnection,
    question: &FeedQuestion,
    reports: &[GameReport],
    policy: &Policy,
    now: DateTime<Utc>,
) -> Result<Ingested, StoreError> {
    let mut batch = ingest::games(conn, question, reports, now).await?;
    let decided = decide(conn, &batch.news, policy, now).await?;
    batch.changes.games += decided.followed;
    batch.changes.results += decided.written;
    ingest::prices(conn, question, batch, decided.results, now).await
}
