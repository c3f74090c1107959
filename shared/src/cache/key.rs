//! Keys that know what they find.

use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Namespace, Scope};

/// A key, tied to the type of its value.
pub trait CacheKey: Send + Sync {
    /// What is kept under it.
    type Value: Send + Sync + 'static;
    /// Where it is kept.
    const NAMESPACE: Namespace;
    /// What kind of value it is, in lower-case letters: no other kind of the namespace has it.
    const KIND: &'static str;
    /// Raised whenever the bytes of a value come to mean something else. A value of another shape
    /// is not found.
    const SHAPE: u16;
    /// Where a value must not be kept as long as others of its namespace.
    const LIFETIME: Option<Duration> = None;

    /// Whose part of the namespace it is in.
    fn scope(&self) -> Scope;

    /// Writes what sets it apart from others of its kind and scope.
    fn write(&self, out: &mut String);

    /// Whether the value says that there is none.
    fn is_nothing(_value: &Self::Value) -> bool {
        false
    }

    /// How many bytes a value takes, in a namespace that is bounded in bytes.
    fn weight(_value: &Self::Value) -> u32 {
        1
    }

    /// The value for other processes. `None`: it is kept in this one alone.
    fn to_bytes(_value: &Self::Value) -> Option<Vec<u8>> {
        None
    }

    /// The value that another process has written. `None` if it cannot be read.
    fn from_bytes(_bytes: &[u8]) -> Option<Self::Value> {
        None
    }
}

/// A value as JSON, for [`CacheKey::to_bytes`].
pub fn to_json(value: &impl Serialize) -> Option<Vec<u8>> {
    serde_json::to_vec(value).ok()
}

/// A value from JSON, for [`CacheKey::from_bytes`].
pub fn from_json<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    serde_json::from_slice(bytes).ok()
}
