//! The requests that are sent to feeds again and again, and when each was last answered: what
//! decides whether a price still holds, and whether a feed has been asked about a game since. The
//! table is `feed_questions`.

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

    /// What it asks about, which its name begins with. `NFL/quotes at hand` is on the topic of
    /// `NFL/quotes`, about fewer games: what either carries, the other would.
    pub fn topic(&self) -> &str {
        self.feed.split(' ').next().unwrap_or_default()
    }
}

/// What a question about a league besides its games is called. It begins with no league and a
/// stroke, as those about games do, since it says nothing of any game.
pub fn about_league(code: &str, word: &str) -> String {
    format!("{code} {word}")
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

/// Which games a complete answer is about, as far as it has to be stored.
#[derive(Clone, Copy, Debug)]
pub enum Told<'a> {
    /// All that the answer mentions, and what it does not mention is gone.
    All,
    /// These. The others are as the answer before told them.
    Only(&'a [Uuid]),
}

/// Dates the prices that a complete answer carried by the moment of the request. Prices that the
/// same request carried earlier and no longer carries are withdrawn until an answer carries them
/// again.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn answered(
    conn: &mut PgConnection,
    request: &FeedRequest,
    carried: &CarriedPrices,
    told: Told<'_>,
) -> Result<(), StoreError> {
    let games = match told {
        Told::All => None,
        Told::Only(games) => Some(games),
    };
    sqlx::query!(
        "WITH dated AS (
           INSERT INTO feed_questions AS f (question_id, provider, feed, answered_at, answers)
           VALUES ($1, $7, $8, $2, 1)
           ON CONFLICT ON CONSTRAINT feed_questions_pkey DO UPDATE
           SET answered_at = excluded.answered_at, answers = f.answers + 1
           WHERE f.answered_at IS NULL OR f.answered_at < excluded.answered_at
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
           WHERE w.selection_id = q.selection_id AND w.bookmaker_id = q.bookmaker_id)
           AND ($9::uuid[] IS NULL OR EXISTS (
             SELECT 1 FROM selections s JOIN markets m ON m.market_id = s.market_id
             WHERE s.selection_id = q.selection_id AND m.game_id = ANY($9)))",
        request.id() as _,
        request.asked_at,
        request.asked_at - STAYS_FOR,
        &carried.selections,
        &carried.bookmakers,
        &carried.source_ats,
        request.provider,
        request.feed,
        games,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Which requests the prices of an answer hang on, so that the same answer need not be stored again
/// as long as that stays so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// How many prices hang on the request itself.
    own: i64,
    /// The other requests that some of the answer's prices hang on.
    others: Vec<Uuid>,
}

impl Held {
    /// The same, together with what an earlier answer to the same request hung on.
    #[must_use]
    pub fn with(mut self, before: &Self) -> Self {
        self.others.extend(&before.others);
        self.others.sort_unstable();
        self.others.dedup();
        self
    }
}

/// Which requests the prices of an answer hang on.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn held(
    conn: &mut PgConnection,
    request: &FeedRequest,
    carried: &CarriedPrices,
) -> Result<Held, StoreError> {
    let row = sqlx::query!(
        r#"SELECT (SELECT count(*) FROM quotes q WHERE q.question_id = $1) AS "own!",
             ARRAY(
               SELECT DISTINCT q.question_id
               FROM unnest($2::uuid[], $3::uuid[]) AS w(selection_id, bookmaker_id)
               JOIN quotes q
                 ON q.selection_id = w.selection_id AND q.bookmaker_id = w.bookmaker_id
               WHERE q.question_id <> $1 ORDER BY q.question_id) AS "others!: Vec<Uuid>""#,
        request.id() as _,
        &carried.selections,
        &carried.bookmakers,
    )
    .fetch_one(conn)
    .await?;
    Ok(Held {
        own: row.own,
        others: row.others,
    })
}

/// Dates a request whose answer is the same as the one before, and nothing else. `false`, and
/// nothing is dated, when the answer has to be stored all the same: its prices hang on other
/// requests than before, or on one that has gone unanswered.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn repeated(
    conn: &mut PgConnection,
    request: &FeedRequest,
    held: &Held,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "UPDATE feed_questions f SET answered_at = $2, answers = f.answers + 1
         WHERE f.question_id = $1 AND f.answered_at < $2
           AND (SELECT count(*) FROM quotes q WHERE q.question_id = $1) = $4
           AND NOT EXISTS (
             SELECT 1 FROM feed_questions o
             WHERE o.question_id = ANY($5) AND (o.answered_at > $3) IS NOT TRUE)",
        request.id() as _,
        request.asked_at,
        request.asked_at - STAYS_FOR,
        held.own,
        &held.others,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// When a request was last answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The provider.
    pub provider: String,
    /// The request's name: `NFL/scores`.
    pub feed: String,
    /// When it was sent.
    pub answered_at: DateTime<Utc>,
}

/// The requests that were answered since then.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn answered_since(
    conn: &mut PgConnection,
    since: DateTime<Utc>,
) -> Result<Vec<Answered>, StoreError> {
    let answered = sqlx::query_as!(
        Answered,
        r#"SELECT provider, feed, answered_at AS "answered_at!" FROM feed_questions
           WHERE answered_at BETWEEN $1 AND app_now() ORDER BY provider, feed"#,
        since,
    )
    .fetch_all(conn)
    .await?;
    Ok(answered)
}
