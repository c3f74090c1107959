//! The poll log: every request to a feed, and what came of it.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::StoreError;

/// One request to a feed, and what came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Poll {
    /// The provider.
    pub provider: String,
    /// The request's name: `NFL/scores`, or a file's name.
    pub feed: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// How long it took, in milliseconds.
    pub took_ms: i32,
    /// `changed`, `unchanged`, or the word for the kind of failure.
    pub outcome: String,
    /// The address, without keys.
    pub url: String,
    /// The HTTP status. `None` when no answer came.
    pub http_status: Option<i32>,
    /// The length of the answer, in bytes.
    pub bytes: i64,
    /// Games that it mentioned.
    pub games: i32,
    /// Rows that it changed.
    pub rows_changed: i32,
    /// Games and prices that could not be read.
    pub rejected: i32,
    /// The error message. `None` when it succeeded.
    pub error: Option<String>,
    /// The place of the error in the answer.
    pub place: Option<String>,
}

/// Writes a line, and returns its number.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn insert(conn: &mut PgConnection, poll: &Poll) -> Result<i64, StoreError> {
    let id = sqlx::query_scalar!(
        "INSERT INTO poll_log (provider, feed, asked_at, took_ms, outcome, url, http_status,
           bytes, games, rows_changed, rejected, error, place)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         RETURNING poll_id",
        poll.provider,
        poll.feed,
        poll.asked_at,
        poll.took_ms,
        poll.outcome,
        poll.url,
        poll.http_status,
        poll.bytes,
        poll.games,
        poll.rows_changed,
        poll.rejected,
        poll.error,
        poll.place,
    )
    .fetch_one(conn)
    .await?;
    Ok(id)
}

/// The rejected parts of an answer, one per row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rejections {
    /// The place in the answer.
    pub places: Vec<String>,
    /// The reason.
    pub reasons: Vec<String>,
    /// The feed's own id of the game concerned, if it can be read.
    pub references: Vec<Option<String>>,
}

/// Stores rejected parts, unless the same ones were stored for the same feed before.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn keep_rejected(
    conn: &mut PgConnection,
    poll_id: i64,
    rejections: &Rejections,
    body: Option<&[u8]>,
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO kept_answers (poll_id, place, reason, reference, body)
         SELECT p.poll_id, w.place, w.reason, w.reference, $4
         FROM unnest($2::text[], $3::text[], $5::text[]) AS w(place, reason, reference)
         JOIN poll_log p ON p.poll_id = $1
         WHERE NOT EXISTS (
           SELECT 1 FROM kept_answers k JOIN poll_log o ON o.poll_id = k.poll_id
           WHERE o.provider = p.provider AND o.feed = p.feed AND k.place = w.place
             AND k.reason = w.reason AND k.body IS NOT DISTINCT FROM $4)
         ON CONFLICT DO NOTHING",
        poll_id,
        &rejections.places,
        &rejections.reasons,
        body,
        &rejections.references as &[Option<String>],
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Counts status codes that the provider's table does not know. Returns those that are new.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn count_unknown_codes(
    conn: &mut PgConnection,
    provider: &str,
    codes: &[String],
    counts: &[i64],
    now: DateTime<Utc>,
) -> Result<Vec<String>, StoreError> {
    let codes = sqlx::query!(
        r#"INSERT INTO unknown_codes AS u (provider, code, seen, first_seen_at, last_seen_at)
         SELECT $1, w.code, w.seen, $4, $4
         FROM unnest($2::text[], $3::bigint[]) AS w(code, seen)
         ORDER BY w.code
         ON CONFLICT ON CONSTRAINT unknown_codes_pkey DO UPDATE
         SET seen = u.seen + excluded.seen, last_seen_at = excluded.last_seen_at
         RETURNING code, first_seen_at = last_seen_at AS "is_new!""#,
        provider,
        codes,
        counts,
        now,
    )
    .fetch_all(conn)
    .await?;
    let new = codes.into_iter().filter(|it| it.is_new);
    Ok(new.map(|it| it.code).collect())
}

/// The newest line of each feed of each provider.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn newest(
    conn: &mut PgConnection,
    since: DateTime<Utc>,
) -> Result<Vec<Poll>, StoreError> {
    let polls = sqlx::query_as!(
        Poll,
        "SELECT DISTINCT ON (provider, feed) provider, feed, asked_at, took_ms, outcome, url,
           http_status, bytes, games, rows_changed, rejected, error, place
         FROM poll_log WHERE asked_at >= $1
         ORDER BY provider, feed, asked_at DESC",
        since,
    )
    .fetch_all(conn)
    .await?;
    Ok(polls)
}

/// A status code that a provider's table does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCode {
    /// The provider.
    pub provider: String,
    /// The code.
    pub code: String,
    /// How often it was received.
    pub seen: i64,
    /// When it was last received.
    pub last_seen_at: DateTime<Utc>,
}

/// All unknown codes, newest first.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn unknown_codes(conn: &mut PgConnection) -> Result<Vec<UnknownCode>, StoreError> {
    let codes = sqlx::query_as!(
        UnknownCode,
        "SELECT provider, code, seen, last_seen_at FROM unknown_codes
         ORDER BY last_seen_at DESC LIMIT 50",
    )
    .fetch_all(conn)
    .await?;
    Ok(codes)
}
