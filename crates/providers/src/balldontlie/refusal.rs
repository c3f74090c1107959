//! Why the feed refuses: it has one status for a wrong key and for a plan that has less.

use reqwest::StatusCode;

use crate::error::ProviderError;
use crate::http::Reply;

/// The setting that holds the key.
pub const KEY_SETTING: &str = "BALLDONTLIE_KEY";

/// The error that a refusal means. What the feed says is not repeated: it may repeat the key.
pub(super) fn error(reply: Reply, is_paid: bool) -> ProviderError {
    let Reply { status, stats, .. } = reply;
    let stats = Box::new(stats);
    let reason = match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN if is_paid => {
            format!("the key is not accepted, or its plan does not have this ({status})")
        }
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            format!("the key is not accepted ({status}): see {KEY_SETTING}")
        }
        StatusCode::BAD_REQUEST => {
            let reason = format!("status {status}");
            return ProviderError::BadRequest { reason, stats };
        }
        _ => format!("status {status}"),
    };
    ProviderError::Refused { reason, stats }
}
