//! The requests that are sent to feeds again and again, and when each was last answered: what
//! decides whether a price still holds. The table is `feed_questions`.

use chrono::{DateTime, TimeDelta, Utc};
use shared::id::FeedRequestId;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

/// A price that two requests carry stays with the request that first carried it, unless that one
/// has gone unanswered for this long. Otherwise a request for the games at hand and one for the
/// days ahead would take it from each other with every answer.
const STAYS_FOR: TimeDelta = TimeDelta::minutes(5);

/// A request to a feed, and when it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedRequest {
    /// The provider.
    pub provider: String,
    /// The request's name in the poll log: `NFL/quotes`, or a file's name.
    pub feed: String,
    /// When it was sent. An answer that is reused keeps the moment of its first use.
    pub asked_at: DateTime<Utc>,
}

impl FeedRequest {
    /// Its id, derived from the provider and the request's name.
    pub fn id(&self) -> FeedRequestId {
        FeedRequestId::derive(&format!("{}/{}", self.provider, self.feed))
    }
}

/// The prices that an answer carried, one per row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CarriedPrices {
    selections: Vec<Uuid>,
    bookmakers: Vec<Uuid>,
    source_ats: Vec<DateTime<Utc>>,
}

impl CarriedPrices {
    pub(crate) fn new(
        selections: Vec<Uuid>,
        bookmakers: Vec<Uuid>,
        source_ats: Vec<DateTime<Utc>>,
    ) -> Self {
        Self {
            selections,
            bookmakers,
            source_ats,
        }
    }

    /// Adds the prices of another part of the answer.
    pub fn add(&mut self, other: Self) {
        self.selections.extend(other.selections);
        self.bookmakers.extend(other.bookmakers);
        self.source_ats.extend(other.source_ats);
    }
}

/// Inserts a request before prices refer to it.
pub(crate) async fn ensure(
    conn: &mut PgConnection,
    request: &FeedRequest,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO feed_questions (question_id, provider, feed) VALUES ($1, $2, $3)
         ON CONFLICT DO NOTHING",
        request.id() as _,
        request.provider,
        request.feed,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Dates the prices that a complete answer carried by the moment of the request. Prices that the
/// same request carried earlier and no longer carries are withdrawn until an answer carries them
/// again. A request that has never carried a price is not stored.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn answered(
    conn: &mut PgConnection,
    request: &FeedRequest,
    carried: &CarriedPrices,
) -> Result<(), StoreError> {
    sqlx::query!(
        "WITH dated AS (
           UPDATE feed_questions f SET answered_at = $2
           WHERE f.question_id = $1 AND (f.answered_at IS NULL OR f.answered_at < $2)
         ),
         carried AS (
           SELECT w.selection_id, w.bookmaker_id, w.source_at
           FROM unnest($4::uuid[], $5::uuid[], $6::timestamptz[])
             AS w(selection_id, bookmaker_id, source_at)
         ),
         joined AS (
           UPDATE quotes q SET question_id = $1
           FROM carried w
           WHERE q.selection_id = w.selection_id AND q.bookmaker_id = w.bookmaker_id
             AND q.question_id IS DISTINCT FROM $1 AND q.taken_down_at IS NULL
             AND q.source_at <= w.source_at
             AND NOT EXISTS (
               SELECT 1 FROM feed_questions f
               WHERE f.question_id = q.question_id AND f.answered_at > $3)
         )
         UPDATE quotes q SET question_id = NULL
         WHERE q.question_id = $1 AND NOT EXISTS (
           SELECT 1 FROM carried w
           WHERE w.selection_id = q.selection_id AND w.bookmaker_id = q.bookmaker_id)",
        request.id() as _,
        request.asked_at,
        request.asked_at - STAYS_FOR,
        &carried.selections,
        &carried.bookmakers,
        &carried.source_ats,
    )
    .execute(conn)
    .await?;
    Ok(())
}
