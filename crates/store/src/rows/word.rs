//! Stored words.

use std::fmt::Display;

use crate::Inconsistency;

/// Reads a stored word. The error names the row when the word is unknown.
pub(crate) fn word<T>(
    table: &'static str,
    column: &'static str,
    row: impl Display,
    found: &str,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<T, Inconsistency> {
    read(found).ok_or_else(|| Inconsistency {
        table,
        column,
        row: row.to_string(),
        found: found.to_owned(),
    })
}
