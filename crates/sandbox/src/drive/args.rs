//! Arguments of actions.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::error::DriveError;
use crate::id::{self, Id};
use crate::shared::Shared;

/// An action's arguments: JSON, or text where they came in a query.
pub(super) struct Args(pub(super) Value);

impl Args {
    pub(super) fn maybe(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str)
    }

    pub(super) fn text(&self, name: &str) -> Result<&str, DriveError> {
        self.maybe(name)
            .ok_or_else(|| DriveError::Arguments(format!("{name} is missing")))
    }

    pub(super) fn number(&self, name: &str) -> Option<u64> {
        let value = self.0.get(name)?;
        value.as_u64().or_else(|| value.as_str()?.parse().ok())
    }

    pub(super) fn id(&self, name: &str) -> Result<Id, DriveError> {
        let found = self.0.get(name).and_then(id::of);
        found.ok_or_else(|| DriveError::Arguments(format!("{name} is no id")))
    }

    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        let value = self.0.get(name)?;
        value.as_bool().or_else(|| value.as_str()?.parse().ok())
    }

    /// A list, or text with commas.
    pub(super) fn list(&self, name: &str) -> Vec<String> {
        match self.0.get(name) {
            Some(Value::Array(items)) => items
                .iter()
                .map(|item| {
                    item.as_str()
                        .map_or_else(|| item.to_string(), str::to_owned)
                })
                .collect(),
            Some(Value::String(text)) if !text.is_empty() => {
                text.split(',').map(|part| part.trim().to_owned()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// An object; text is read as JSON.
    pub(super) fn object(&self, name: &str) -> Result<Map<String, Value>, DriveError> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(Map::new()),
            Some(Value::Object(fields)) => Ok(fields.clone()),
            Some(Value::String(text)) => serde_json::from_str(text)
                .map_err(|error| DriveError::Arguments(format!("{name}: {error}"))),
            Some(_) => Err(DriveError::Arguments(format!("{name} is no object"))),
        }
    }

    /// How long is waited for what the action waits for.
    pub(super) fn patience(&self, shared: &Shared) -> Duration {
        self.number("timeout_ms")
            .map_or(shared.options.patience, Duration::from_millis)
    }
}
