//! Messages as they are found in a channel.

use serde::Deserialize;
use serde_json::Value;
use twilight_model::id::Id;
use twilight_model::id::marker::{MessageMarker, UserMarker};

/// A message as it was found in a channel.
#[derive(Debug, Deserialize)]
pub(super) struct Found {
    pub(super) id: Id<MessageMarker>,
    pub(super) author: Author,
    #[serde(default)]
    pub(super) content: String,
    #[serde(default)]
    components: Value,
}

#[derive(Debug, Deserialize)]
pub(super) struct Author {
    pub(super) id: Id<UserMarker>,
}

impl Found {
    /// When it was made, in Unix milliseconds.
    pub(super) const fn made_at_ms(&self) -> i64 {
        made_at_ms(self.id.get())
    }

    /// Whether this marker is in its text, or the id of one of its buttons.
    pub(super) fn has_marker(&self, marker: &str) -> bool {
        self.content.contains(marker) || holds(&self.components, marker)
    }
}

fn holds(value: &Value, marker: &str) -> bool {
    match value {
        Value::String(text) => text == marker,
        Value::Array(items) => items.iter().any(|it| holds(it, marker)),
        Value::Object(fields) => fields.values().any(|it| holds(it, marker)),
        _ => false,
    }
}

/// The beginning of Discord's time, in Unix milliseconds.
const EPOCH_MS: i64 = 1_420_070_400_000;

/// When Discord made the thing with this id, in Unix milliseconds.
const fn made_at_ms(id: u64) -> i64 {
    (id >> 22).cast_signed() + EPOCH_MS
}

/// The first id that Discord gives at this moment, in Unix milliseconds.
pub(super) const fn first_id_at(ms: i64) -> u64 {
    let since = ms.saturating_sub(EPOCH_MS);
    if since <= 0 {
        0
    } else {
        since.cast_unsigned() << 22
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_marker_is_found_in_the_text_and_in_a_button() {
        let found = |content: &str, components: Value| Found {
            id: Id::new(1),
            author: Author { id: Id::new(2) },
            content: content.to_owned(),
            components,
        };
        let button = json!([{ "type": 1, "components": [{ "type": 2, "custom_id": "m.abc" }] }]);
        assert!(found("ticket 7K3M9QX", json!([])).has_marker("7K3M9QX"));
        assert!(found("", button.clone()).has_marker("m.abc"));
        assert!(!found("", button).has_marker("m.ab"));
    }

    #[test]
    fn an_id_tells_when_it_was_made() {
        assert_eq!(made_at_ms(175_928_847_299_117_063), 1_462_015_105_796);
        let first = first_id_at(1_462_015_105_796);
        assert!(first <= 175_928_847_299_117_063);
        assert_eq!(made_at_ms(first), 1_462_015_105_796);
        assert_eq!(first_id_at(0), 0);
    }
}
