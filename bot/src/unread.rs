//! Gateway events that cannot be read: counted, and logged by kind and size alone. They hold tokens
//! and whatever was typed.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde::Deserialize;

/// How many kinds are counted separately; all further ones are one.
const KINDS_MAX: usize = 64;
/// The longest name of a kind.
const KIND_CHARS_MAX: usize = 40;

/// An event that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unreadable {
    /// Its kind, as Discord names it.
    kind: String,
    /// Its size.
    bytes: usize,
}

/// The one field that is looked at. What it says is checked before it is believed.
#[derive(Deserialize)]
struct Head {
    t: Option<String>,
}

impl Unreadable {
    /// Of this event, which is not kept.
    pub(crate) fn of(event: &str) -> Self {
        let head = serde_json::from_str::<Head>(event).ok();
        let kind = head.and_then(|it| it.t);
        let is_name = |it: &String| {
            it.len() <= KIND_CHARS_MAX && it.bytes().all(|it| it.is_ascii_uppercase() || it == b'_')
        };
        Self {
            kind: kind.filter(is_name).unwrap_or_else(|| "unknown".to_owned()),
            bytes: event.len(),
        }
    }
}

/// How many events of each kind could not be read.
#[derive(Debug, Default)]
pub(crate) struct Unread(Mutex<BTreeMap<String, u64>>);

impl Unread {
    /// Counts one, and logs the first of its kind and then each that doubles the count: a change
    /// of Discord's must not fill the log.
    pub(crate) fn note(&self, event: &Unreadable) {
        let count = self.count(&event.kind);
        if count.is_power_of_two() {
            let (kind, bytes) = (event.kind.as_str(), event.bytes);
            tracing::warn!(
                event.kind = kind,
                event.bytes = bytes,
                event.count = count,
                "a gateway event of kind {kind} and {bytes} bytes cannot be read, {count} so far"
            );
        }
    }

    fn count(&self, kind: &str) -> u64 {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kind = match counts.contains_key(kind) || counts.len() < KINDS_MAX {
            true => kind,
            false => "unknown",
        };
        let count = counts.entry(kind.to_owned()).or_default();
        *count += 1;
        *count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_known_by_kind_and_size_alone() {
        let event = r#"{"t":"INTERACTION_CREATE","d":{"token":"hunter2"}}"#;
        let read = Unreadable::of(event);
        assert_eq!(
            (read.kind.as_str(), read.bytes),
            ("INTERACTION_CREATE", event.len())
        );
        for odd in [r#"{"t":"hunter2"}"#, r#"{"t":7}"#, "cut {", ""] {
            assert_eq!(Unreadable::of(odd).kind, "unknown", "{odd}");
        }
    }

    #[test]
    fn kinds_are_bounded_and_none_is_lost() {
        let unread = Unread::default();
        for number in 0..2 * KINDS_MAX {
            unread.count(&format!("K{number}"));
        }
        let counts = unread.0.lock().unwrap();
        assert_eq!(counts.len(), KINDS_MAX + 1);
        assert_eq!(counts.values().sum::<u64>(), 2 * KINDS_MAX as u64);
    }
}
