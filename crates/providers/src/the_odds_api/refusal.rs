//! Why the feed refuses: a key that is wrong and a key that is used up have the same status, and
//! are told apart by the code in the body.
//!
//! Source: <https://the-odds-api.com/liveapi/guides/v4/api-error-codes.html>.

use std::time::Duration;

use reqwest::StatusCode;

use super::wire;
use crate::error::ProviderError;
use crate::http::Reply;

/// The setting that holds the key.
pub const KEY_SETTING: &str = "THE_ODDS_API_KEY";

/// How long to wait before looking whether there are credits again. Looking is free.
pub(super) const LOOK_AGAIN: Duration = Duration::from_secs(3600);

/// The longest code that is repeated: it comes from outside.
const CODE_CHARS_MAX: usize = 60;

/// Whether it says that the key is used up.
pub(super) fn is_out_of_credits(reply: &Reply) -> bool {
    let told = serde_json::from_slice::<wire::Refusal>(&reply.body).ok();
    told.and_then(|it| it.error_code).as_deref() == Some(USED_UP)
}

/// The code of a key whose credits are used up.
const USED_UP: &str = "OUT_OF_USAGE_CREDITS";

/// The error that a refusal means, whose question would have cost so much.
pub(super) fn error(reply: Reply, cost: u32) -> ProviderError {
    let Reply {
        status,
        body,
        stats,
        ..
    } = reply;
    let stats = Box::new(stats);
    let told = serde_json::from_slice::<wire::Refusal>(&body).ok();
    let code = told.and_then(|it| it.error_code).filter(|it| is_code(it));
    let reason = match code.as_deref() {
        Some(USED_UP) => {
            return ProviderError::OutOfCredits {
                cost,
                remaining: None,
                wait: LOOK_AGAIN,
                stats,
            };
        }
        Some(code @ ("INVALID_KEY" | "MISSING_KEY" | "DEACTIVATED_KEY")) => {
            format!("the key is not accepted ({code}): see {KEY_SETTING}")
        }
        Some(code @ "HISTORICAL_UNAVAILABLE_ON_FREE_USAGE_PLAN") => {
            format!("the key's plan has no past prices ({code})")
        }
        Some(code) => format!("status {status}: {code}"),
        None if status == StatusCode::UNAUTHORIZED => {
            format!("status {status} without a reason: the key, or its credits")
        }
        None => format!("status {status}"),
    };
    match status {
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => {
            ProviderError::BadRequest { reason, stats }
        }
        _ => ProviderError::Refused { reason, stats },
    }
}

/// Whether it is one of the feed's words, and nothing that it repeats of the request.
fn is_code(text: &str) -> bool {
    let is_word = |it: u8| it.is_ascii_uppercase() || it.is_ascii_digit() || it == b'_';
    (1..=CODE_CHARS_MAX).contains(&text.len()) && text.bytes().all(is_word)
}
