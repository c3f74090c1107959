//! What names of values are made with.

use std::hash::{DefaultHasher, Hash, Hasher};

/// What the names of all our values in the shared layer begin with.
pub(crate) const PREFIX: &str = "dbsbm";

/// A number that is the same for the same text in every process of this build.
pub(crate) fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
