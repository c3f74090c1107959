//! Why the feed refuses. Most refusals come with status 200, so that only the body tells them from
//! an answer.
//!
//! Source: "how ratelimit works" and "authentication" of the feed's documentation.

use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Days, NaiveTime, Utc};
use reqwest::StatusCode;

use super::envelope;
use crate::error::{ProviderError, RequestStats};
use crate::http::Reply;

/// The setting that holds the key.
pub const KEY_SETTING: &str = "API_SPORTS_KEY";

/// How long to stay away when it was asked too often in a minute.
const A_MINUTE: Duration = Duration::from_secs(60);

/// How long after midnight the new allowance can be counted on, whatever the clocks say.
const AFTER_MIDNIGHT: Duration = Duration::from_secs(60);

/// The body of an answer, or the error that it means. `now` is the moment of the answer.
pub(super) fn checked(
    reply: Reply,
    now: DateTime<Utc>,
) -> Result<(Bytes, RequestStats), ProviderError> {
    let Reply {
        status,
        body,
        stats,
        ..
    } = reply;
    let reasons = envelope::refused(&body);
    if let Some((name, told)) = reasons.first() {
        return Err(error(name, told, now, Box::new(stats)));
    }
    if status == StatusCode::OK {
        return Ok((body, stats));
    }
    let (reason, stats) = (format!("status {status}"), Box::new(stats));
    Err(match status.as_u16() {
        400 => ProviderError::BadRequest { reason, stats },
        // They have nothing to say, or gave up while they looked for it.
        204 | 499 => ProviderError::Unavailable { reason, stats },
        _ => ProviderError::Refused { reason, stats },
    })
}

fn error(name: &str, told: &str, now: DateTime<Utc>, stats: Box<RequestStats>) -> ProviderError {
    match name {
        "rateLimit" => ProviderError::Throttled {
            wait: A_MINUTE,
            stats,
        },
        "requests" => ProviderError::OutOfCredits {
            cost: 1,
            remaining: Some(0),
            wait: until_tomorrow(now),
            stats,
        },
        // What is theirs to repair.
        "bug" | "time" | "report" => ProviderError::Unavailable {
            reason: format!("it has a fault of its own ({name})"),
            stats,
        },
        "token" | "key" | "access" | "account" => ProviderError::Refused {
            reason: format!("the key is not accepted ({name}): see {KEY_SETTING}"),
            stats,
        },
        "plan" => ProviderError::Refused {
            reason: format!("the key's plan does not have it: {told}"),
            stats,
        },
        name => ProviderError::BadRequest {
            reason: format!("{name}: {told}"),
            stats,
        },
    }
}

/// How long it is until the next allowance: they begin at midnight UTC.
fn until_tomorrow(now: DateTime<Utc>) -> Duration {
    let tomorrow = now.date_naive().checked_add_days(Days::new(1));
    let midnight = tomorrow.map(|it| it.and_time(NaiveTime::MIN).and_utc());
    let wait = midnight.and_then(|it| (it - now).to_std().ok());
    wait.unwrap_or(A_MINUTE) + AFTER_MIDNIGHT
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderMap;

    use super::*;

    fn told(status: u16, body: &str) -> (String, Option<Duration>) {
        let reply = Reply {
            status: StatusCode::from_u16(status).unwrap(),
            headers: HeaderMap::new(),
            body: Bytes::copy_from_slice(body.as_bytes()),
            stats: RequestStats::default(),
        };
        let now = "2031-11-10T22:00:00Z".parse().unwrap();
        match checked(reply, now) {
            Ok(_) => ("an answer".to_owned(), None),
            Err(error) => (error.to_string(), error.wait()),
        }
    }

    #[test]
    fn a_refusal_is_told_by_its_body_and_not_by_its_status() {
        let body = |name, told| format!(r#"{{"errors":{{"{name}":"{told}"}},"response":[]}}"#);
        assert_eq!(told(200, r#"{"errors":[],"response":[]}"#).0, "an answer");
        // Two hours until midnight, and a minute.
        let (reason, wait) = told(200, &body("requests", "No more today."));
        assert!(reason.starts_with("out of credits"), "{reason}");
        assert_eq!(wait, Some(Duration::from_secs(2 * 3600 + 60)));
        let (_, wait) = told(200, &body("rateLimit", "Too many requests."));
        assert_eq!(wait, Some(A_MINUTE));
        let (reason, _) = told(200, &body("plan", "Try 2029 to 2031."));
        assert!(
            reason.contains("plan does not have it: Try 2029"),
            "{reason}"
        );
        let (reason, _) = told(200, &body("token", "Wrong key."));
        assert!(reason.contains(KEY_SETTING), "{reason}");
        let (reason, _) = told(200, &body("season", "The season is required."));
        assert_eq!(reason, "bad request: season: The season is required.");
        let (reason, _) = told(200, &body("bug", "On our side."));
        assert!(reason.starts_with("unavailable"), "{reason}");
    }

    #[test]
    fn a_status_without_a_reason_says_what_it_can() {
        assert!(told(204, "").0.starts_with("unavailable"));
        assert!(
            told(499, r#"{"message":"Later."}"#)
                .0
                .starts_with("unavailable")
        );
        assert!(told(403, "").0.starts_with("refused"));
        assert!(told(400, "").0.starts_with("bad request"));
    }
}
