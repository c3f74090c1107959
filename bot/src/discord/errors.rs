//! What Discord's errors mean, in words that are fit for a log: a status and a code, never what
//! was sent or said.

use serde_json::Value;
use twilight_http::api_error::ApiError;
use twilight_http::error::ErrorType;

/// Why a direct message was not sent: the account takes none from the bot.
pub(crate) const NO_DIRECT_MESSAGES: &str = "the account takes no direct messages";

/// An error of the client's as a short phrase.
pub(crate) fn described(error: &twilight_http::Error) -> String {
    match error.kind() {
        ErrorType::Response {
            body,
            status,
            error,
        } => {
            let status = status.get();
            match error {
                ApiError::Ratelimited(_) => format!("status {status}, too many requests"),
                _ => format!("status {status}{}", refusal(body)),
            }
        }
        ErrorType::RequestError => "no connection".to_owned(),
        ErrorType::RequestTimedOut => "no answer in time".to_owned(),
        ErrorType::RequestCanceled => "the request was not sent".to_owned(),
        ErrorType::Unauthorized => "the token is refused".to_owned(),
        ErrorType::Parsing { body } => format!("an answer of {} bytes, unread", body.len()),
        ErrorType::Validation => "the request breaks Discord's rules".to_owned(),
        _ => "the request cannot be built".to_owned(),
    }
}

/// The code of Discord's refusal, and the places in the request that it names: none of its
/// sentences, which may quote what was sent.
pub(crate) fn refusal(body: &[u8]) -> String {
    let Ok(said) = serde_json::from_slice::<Value>(body) else {
        return String::new();
    };
    let Some(code) = said.get("code").and_then(Value::as_u64) else {
        return String::new();
    };
    let mut places = Vec::new();
    if let Some(errors) = said.get("errors") {
        collect(errors, &mut String::new(), &mut places);
    }
    match places.as_slice() {
        [] => format!(", code {code}"),
        places => format!(", code {code} at {}", places.join(", ")),
    }
}

/// How many places of a refusal are named.
const PLACES_MAX: usize = 5;

fn collect(errors: &Value, path: &mut String, places: &mut Vec<String>) {
    let Some(fields) = errors.as_object() else {
        return;
    };
    for (name, inner) in fields {
        if places.len() == PLACES_MAX {
            return;
        }
        if name == "_errors" {
            let codes = inner.as_array().into_iter().flatten();
            let codes: Vec<&str> = codes.filter_map(|it| it.get("code")?.as_str()).collect();
            places.push(format!("{path} ({})", codes.join(", ")));
            continue;
        }
        let length = path.len();
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(name);
        collect(inner, path, places);
        path.truncate(length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_told_by_code_and_place_and_quotes_nothing() {
        let body = r#"{"message": "Invalid Form Body", "code": 50035, "errors": {"data":
            {"components": {"0": {"label": {"_errors": [{"code": "BASE_TYPE_MAX_LENGTH",
            "message": "secret words are too long"}]}}}}}}"#;
        assert_eq!(
            refusal(body.as_bytes()),
            ", code 50035 at data.components.0.label (BASE_TYPE_MAX_LENGTH)"
        );
        assert_eq!(
            refusal(br#"{"message": "m", "code": 10062}"#),
            ", code 10062"
        );
        assert_eq!(refusal(b"<html>"), "");
    }
}
