//! Why the feed refuses: a wrong key, a plan without the competition, or too many questions.

use reqwest::StatusCode;

use super::wire;
use crate::error::ProviderError;
use crate::http::Reply;

/// The setting that holds the key.
pub const KEY_SETTING: &str = "FOOTBALL_DATA_ORG_KEY";

/// The error that a refusal about that league means. What the feed says is not repeated: it may
/// repeat the key.
pub(super) fn error(reply: Reply, league: &str) -> ProviderError {
    let Reply {
        status,
        body,
        stats,
        ..
    } = reply;
    let stats = Box::new(stats);
    let told = serde_json::from_slice::<wire::Refusal>(&body).ok();
    let about_key = told.is_some_and(|it| it.message.to_lowercase().contains("token"));
    let reason = match status {
        // A wrong key is a bad request to this feed.
        StatusCode::BAD_REQUEST | StatusCode::FORBIDDEN if about_key => {
            format!("the key is not accepted ({status}): see {KEY_SETTING}")
        }
        StatusCode::UNAUTHORIZED => {
            format!("the key is not accepted ({status}): see {KEY_SETTING}")
        }
        StatusCode::FORBIDDEN => format!("the key's plan does not have {league} ({status})"),
        StatusCode::BAD_REQUEST => {
            let reason = format!("status {status}");
            return ProviderError::BadRequest { reason, stats };
        }
        _ => format!("status {status}"),
    };
    ProviderError::Refused { reason, stats }
}
