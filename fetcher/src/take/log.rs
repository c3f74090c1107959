//! The line of the poll log that every question leaves, and what is kept of what was refused.

use std::collections::HashMap;

use providers::Asked;
use shared::feed::{FeedAnswer, Rejected};
use sqlx::{PgConnection, PgPool};
use store::feed_questions::FeedQuestion;
use store::poll_log::{Poll, Unread};
use store::{StoreError, poll_log};

use super::count;

/// The longest garbled body that is kept, in bytes.
const BODY_KEPT_MAX: usize = 256 * 1024;
/// How many rejected rows of one answer are kept.
const REJECTED_KEPT_MAX: usize = 50;
/// The same of a file: it is read once, and what is wrong with an archive is to be looked at.
const REJECTED_OF_FILE_KEPT_MAX: usize = 5_000;
/// The longest text of a feed's that a line takes, in characters.
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
        let unread = Unread {
            places: vec![poll.place.clone().unwrap_or_default()],
            reasons: vec![poll.error.clone().unwrap_or_default()],
            references: vec![None],
        };
        poll_log::keep(conn, id, &unread, Some(body)).await?;
    }
    if !rejected.is_empty() {
        // Only a file on this machine is had without asking anybody.
        let most = match poll.http_status {
            Some(_) => REJECTED_KEPT_MAX,
            None => REJECTED_OF_FILE_KEPT_MAX,
        };
        poll_log::keep(conn, id, &by_place(rejected, most), None).await?;
    }
    Ok(())
}

/// What was refused by where it stands, with all that is wrong there: at most that many places.
fn by_place(rejected: &[Rejected], most: usize) -> Unread {
    let mut places = HashMap::new();
    let mut kept = Unread::default();
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

/// A feed's text as the database can take it and a person can read it: without control
/// characters, and not too long.
pub(super) fn legible(text: &str) -> String {
    let clean = text.chars().map(|it| match it {
        '\n' | '\t' => ' ',
        it if it.is_control() => char::REPLACEMENT_CHARACTER,
        it => it,
    });
    clean.take(TEXT_CHARS_MAX).collect()
}

/// Counts codes that the feed's table does not have, and raises the alarm at new ones.
pub(super) async fn count_unknown(
    pool: &PgPool,
    question: &FeedQuestion,
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
    let provider = &question.provider;
    let at = question.asked_at;
    let new = poll_log::count_unknown_codes(&mut connection, provider, &codes, &counts, at).await?;
    for code in new {
        tracing::error!(
            provider.name = provider,
            "{provider} sent the status {code:?}, which its table does not have: its games are \
             left alone until somebody looks"
        );
    }
    Ok(())
}

pub(super) fn line(question: &FeedQuestion, asked: &Asked) -> Poll {
    Poll {
        provider: question.provider.clone(),
        feed: question.feed.clone(),
        asked_at: question.asked_at,
        took_ms: count(asked.took.as_millis()),
        url: asked.url.clone(),
        http_status: asked.status.map(i32::from),
        bytes: i64::try_from(asked.bytes).unwrap_or(i64::MAX),
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
