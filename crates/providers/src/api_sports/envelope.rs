//! What every answer is wrapped in. A refusal is wrapped alike, and says so in `errors`.

use bytes::Bytes;
use serde_json::Value;
use serde_json::value::RawValue;

use super::wire::{Envelope, Refusal};
use crate::error::Garbled;
use crate::json;

/// The longest sentence that is repeated: it comes from outside.
const TOLD_CHARS_MAX: usize = 160;

/// The rows of an answer.
pub(super) struct Rows {
    pub(super) rows: Vec<Box<RawValue>>,
    /// How many pages there are.
    pub(super) pages: u32,
}

/// What an answer refuses, and why: the feed's names and sentences.
pub(super) type Reasons = Vec<(String, String)>;

/// The rows of an answer that is none of a refusal.
pub(super) fn open(body: &Bytes) -> Result<Rows, Garbled> {
    let envelope: Envelope = json::read(body)?;
    let reasons = reasons(&envelope.errors);
    if let Some((name, told)) = reasons.first() {
        let reason = format!("it is refused: {name}: {told}");
        return Err(Garbled::new("errors", reason, body.clone()));
    }
    let pages = envelope.paging.map_or(1, |it| it.total.max(it.current));
    Ok(Rows {
        rows: envelope.response,
        pages: pages.max(1),
    })
}

/// Why an answer refuses. Nothing when it does not, or is no answer of the feed's.
pub(super) fn refused(body: &Bytes) -> Reasons {
    let read = serde_json::from_slice::<Refusal>(body);
    read.map(|it| reasons(&it.errors)).unwrap_or_default()
}

/// An empty list means that there are none; so do an empty object and a missing one.
fn reasons(errors: &Value) -> Reasons {
    let told = |it: &Value| match it {
        Value::String(text) => sentence(text),
        Value::Null => String::new(),
        Value::Array(all) => all
            .iter()
            .find_map(Value::as_str)
            .map_or_else(String::new, sentence),
        other => sentence(&other.to_string()),
    };
    match errors {
        Value::Null => Vec::new(),
        Value::Array(all) => all.iter().map(|it| (String::new(), told(it))).collect(),
        Value::Object(all) => {
            let pairs = all.iter().map(|(name, it)| (sentence(name), told(it)));
            pairs.collect()
        }
        other => vec![(String::new(), told(other))],
    }
}

/// A sentence of theirs, short and on one line.
fn sentence(text: &str) -> String {
    let plain = text.chars().filter(|it| !it.is_control());
    plain.take(TOLD_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(errors: &str) -> Vec<String> {
        let body = format!(r#"{{"errors":{errors},"response":[]}}"#);
        let all = refused(&Bytes::from(body));
        all.into_iter().map(|it| it.0).collect()
    }

    #[test]
    fn an_empty_list_is_no_error_and_an_object_with_a_sentence_is_one() {
        for none in ["[]", "{}", "null"] {
            assert!(names(none).is_empty(), "{none}");
        }
        assert_eq!(names(r#"{"plan":"Not for you."}"#), ["plan"]);
        assert_eq!(
            names(r#"{"season":["The season is required."]}"#),
            ["season"]
        );
        assert_eq!(names(r#"["Nothing goes."]"#), [""]);
        assert_eq!(names(r#""Nothing goes.""#), [""]);
    }

    #[test]
    fn a_refusal_is_no_empty_list() {
        let body = r#"{"get":"fixtures","errors":{"requests":"No more today."},"response":[]}"#;
        let garbled = open(&Bytes::from(body)).err().map(|it| it.to_string());
        let told = garbled.unwrap_or_default();
        assert!(told.contains("No more today."), "{told}");
    }

    #[test]
    fn an_answer_without_paging_has_one_page() {
        let body = Bytes::from(r#"{"errors":[],"response":[]}"#);
        assert_eq!(open(&body).map(|it| it.pages), Ok(1));
        let body = r#"{"errors":[],"paging":{"current":1,"total":14},"response":[]}"#;
        assert_eq!(open(&Bytes::from(body)).map(|it| it.pages), Ok(14));
    }
}
