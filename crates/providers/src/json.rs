//! JSON bodies: where they are wrong, and numbers that feeds write as they please.

use bytes::Bytes;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::Garbled;

/// Reads a whole body. What is wrong is told by the path of fields and by line and column.
pub(crate) fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, Garbled> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let read = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let (path, inner) = (error.path().to_string(), error.inner());
        let place = format!("{path} (line {} column {})", inner.line(), inner.column());
        Garbled::new(place, inner.to_string(), body.clone())
    })?;
    reader.end().map_err(|error| {
        let place = format!("line {} column {}", error.line(), error.column());
        Garbled::new(place, "something follows the end", body.clone())
    })?;
    Ok(read)
}

/// Reads one part of a body that was read before, so that a bad part spoils no other.
pub(crate) fn part<T: DeserializeOwned>(value: Value) -> Result<T, String> {
    serde_path_to_error::deserialize(value)
        .map_err(|error| format!("{}: {}", error.path(), error.inner()))
}

/// The same of a part that was left as it is written, letters that are none included.
pub(crate) fn text_part<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let mut reader = serde_json::Deserializer::from_str(text);
    serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| format!("{}: {}", error.path(), told(error.inner())))
}

/// What is wrong, without the line and column of a text that is itself a part.
fn told(error: &serde_json::Error) -> String {
    let (text, line) = (error.to_string(), error.line());
    let end = text
        .rfind(&format!(" at line {line} column "))
        .unwrap_or(text.len());
    text[..end].to_owned()
}

/// A number or a text, as one feed writes either.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Text {
    /// `44`, `48.5`.
    Number(serde_json::Number),
    /// `"44"`, `"+110"`, `"EVEN"`.
    Text(String),
}

impl Text {
    /// As it would be typed.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.trim().to_owned(),
        }
    }

    /// As a whole number, `7.0` being one.
    pub(crate) fn whole(&self) -> Option<i32> {
        let text = self.text();
        let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
        let rest_is_nothing = rest.bytes().all(|byte| byte == b'0');
        whole.parse().ok().filter(|_| rest_is_nothing)
    }
}
