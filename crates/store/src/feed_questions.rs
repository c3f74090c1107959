//! The questions that feeds are asked again and again, and how long ago each was answered: what
//! says whether a price still holds.

use chrono::{DateTime, TimeDelta, Utc};
use shared::id::FeedQuestionId;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

/// A price that two questions bring stays with the one that it came by, unless that has not been
/// answered for so long: a question about games at hand and one about the days ahead would
/// otherwise take it from each other at every answer.
const STAYS_FOR: TimeDelta = TimeDelta::minutes(5);

/// Who is asked what, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedQuestion {
    /// Whom.
    pub provider: String,
    /// What, as the poll log has it: `NFL/quotes`, a file's name.
    pub feed: String,
    /// When. An answer that is used again keeps the moment of its first use.
    pub asked_at: DateTime<Utc>,
}

impl FeedQuestion {
    /// Its id, which follows from whom and what.
    pub fn id(&self) -> FeedQuestionId {
        FeedQuestionId::derive(&format!("{}/{}", self.provider, self.feed))
    }
}

/// The prices that an answer carried, one a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    selections: Vec<Uuid>,
    bookmakers: Vec<Uuid>,
    source_ats: Vec<DateTime<Utc>>,
}

impl Carried {
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

    /// Adds what another part of the answer carried.
    pub fn add(&mut self, other: Self) {
        self.selections.extend(other.selections);
        self.bookmakers.extend(other.bookmakers);
        self.source_ats.extend(other.source_ats);
    }
}

/// Makes a question known, before prices name it.
pub(crate) async fn ensure(
    conn: &mut PgConnection,
    question: &FeedQuestion,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO feed_questions (question_id, provider, feed) VALUES ($1, $2, $3)
         ON CONFLICT DO NOTHING",
        question.id() as _,
        question.provider,
        question.feed,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Dates the prices that a whole answer carried by when the question was asked. Those that came by
/// this question before and are not carried any more are left to nobody, and are not offered until
/// an answer carries them again. A question that never brought a price is not kept.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn answered(
    conn: &mut PgConnection,
    question: &FeedQuestion,
    carried: &Carried,
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
        question.id() as _,
        question.asked_at,
        question.asked_at - STAYS_FOR,
        &carried.selections,
        &carried.bookmakers,
        &carried.source_ats,
    )
    .execute(conn)
    .await?;
    Ok(())
}
