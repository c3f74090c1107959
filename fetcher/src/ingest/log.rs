//! Writes the poll log: one line for each request, and the rejected parts of its answer.

use std::collections::HashMap;

use providers::RequestStats;
use shared::feed::{FeedAnswer, Rejected};
use sqlx::{PgConnection, PgPool};
use store::feed_requests::FeedRequest;
use store::poll_log::{Poll, Rejections};
use store::{StoreError, poll_log};

use super::count;

/// The longest malformed body that is kept, in bytes.
const BODY_KEPT_MAX: usize = 256 * 1024;
/// How many rejected rows of one answer are kept.
const REJECTED_KEPT_MAX: usize = 50;
/// The same for a file. A file is read only once, and people look at what is wrong with an archive.
const REJECTED_OF_FILE_KEPT_MAX: usize = 5_000;
/// The longest text of a feed's that goes into a line, in characters.
const TEXT_CHARS_MAX: usize = 1_000;

pub(super) async fn write(
    pool: &PgPool,
    poll: &Poll,
    rejected: &[Rejected],
    body: Option<&[u8]>,
) -> Result<(), StoreError> {
    let mut transaction = pool.begin().await?;
    let id = poll_log::insert(&mut transaction, poll).await?;
    keep(&mut transaction, id, poll, rejected, body).await?;
    transaction.commit().await?;
    Ok(())
}

async fn keep(
    conn: &mut PgConnection,
    id: i64,
    poll: &Poll,
    rejected: &[Rejected],
    body: Option<&[u8]>,
) -> Result<(), StoreError> {
    if let Some(body) = body {
        let body = &body[..body.len().min(BODY_KEPT_MAX)];
        let rejections = Rejections {
            places: vec![poll.place.clone().unwrap_or_default()],
            reasons: vec![poll.error.clone().unwrap_or_default()],
            references: vec![None],
        };
        poll_log::keep_rejected(conn, id, &rejections, Some(body)).await?;
    }
    if !rejected.is_empty() {
        // Only a file on this machine needs no request.
        let most = match poll.http_status {
            Some(_) => REJECTED_KEPT_MAX,
            None => REJECTED_OF_FILE_KEPT_MAX,
        };
        poll_log::keep_rejected(conn, id, &by_place(rejected, most), None).await?;
    }
    Ok(())
}

/// The rejections grouped by their place in the answer, each with all of its reasons; at most
/// `most` places.
fn by_place(rejected: &[Rejected], most: usize) -> Rejections {
    let mut places = HashMap::new();
    let mut kept = Rejections::default();
    for refused in rejected {
        match places.get(&refused.place) {
            Some(&before) => {
                let reasons: &mut String = &mut kept.reasons[before];
                reasons.push_str("; ");
                reasons.push_str(&refused.reason);
            }
            None if kept.places.len() < most => {
                places.insert(&refused.place, kept.places.len());
                kept.places.push(legible(&refused.place));
                kept.reasons.push(refused.reason.clone());
                kept.references.push(refused.game.as_deref().map(legible));
            }
            None => {}
        }
    }
    kept.reasons.iter_mut().for_each(|it| *it = legible(it));
    kept
}

/// A feed's text made fit for the database and for readers: no control characters, and shortened.
pub(super) fn legible(text: &str) -> String {
    let clean = text.chars().map(|it| match it {
        '\n' | '\t' => ' ',
        it if it.is_control() => char::REPLACEMENT_CHARACTER,
        it => it,
    });
    clean.take(TEXT_CHARS_MAX).collect()
}

/// Counts the status codes that the feed's table does not know, and logs an error for each new one.
pub(super) async fn count_unknown(
    pool: &PgPool,
    request: &FeedRequest,
    feed: &FeedAnswer,
) -> Result<(), StoreError> {
    let mut seen = std::collections::BTreeMap::<String, i64>::new();
    for code in feed
        .rejected
        .iter()
        .filter_map(|it| it.unknown_code.as_ref())
    {
        *seen.entry(legible(code)).or_default() += 1;
    }
    if seen.is_empty() {
        return Ok(());
    }
    let (codes, counts): (Vec<_>, Vec<_>) = seen.into_iter().unzip();
    let mut connection = pool.acquire().await?;
    let provider = &request.provider;
    let at = request.asked_at;
    let new = poll_log::count_unknown_codes(&mut connection, provider, &codes, &counts, at).await?;
    for code in new {
        tracing::error!(
            provider.name = provider,
            "{provider} sent the status {code:?}, which is not in its table: its games are \
             skipped until somebody looks"
        );
    }
    Ok(())
}

pub(super) fn line(request: &FeedRequest, stats: &RequestStats) -> Poll {
    Poll {
        provider: request.provider.clone(),
        feed: request.feed.clone(),
        asked_at: request.asked_at,
        took_ms: count(stats.took.as_millis()),
        url: stats.url.clone(),
        http_status: stats.status.map(i32::from),
        bytes: i64::try_from(stats.bytes).unwrap_or(i64::MAX),
        ..Poll::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rejected(place: &str, reason: &str) -> Rejected {
        Rejected {
            place: place.to_owned(),
            reason: reason.to_owned(),
            unknown_code: None,
            game: None,
        }
    }

    #[test]
    fn two_things_that_are_wrong_with_a_row_are_both_kept() {
        let rejected = [
            rejected("line 16", "rounds: 5 of 3"),
            rejected("line 2", "overround: 1.484"),
            rejected("line 16", "overround: 0.930"),
        ];
        let kept = by_place(&rejected, 2);
        assert_eq!(kept.places, ["line 16", "line 2"]);
        let both = "rounds: 5 of 3; overround: 0.930";
        assert_eq!(kept.reasons, [both, "overround: 1.484"]);
        assert_eq!(by_place(&rejected, 1).places, ["line 16"]);
    }

    #[test]
    fn what_the_database_cannot_take_is_made_legible() {
        assert_eq!(legible("a\0b\nc\u{9b}"), "a\u{fffd}b c\u{fffd}");
        assert_eq!(legible(&"x".repeat(5_000)).len(), TEXT_CHARS_MAX);
    }
}
