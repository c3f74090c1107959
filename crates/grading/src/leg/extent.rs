//! How far what was played counts, as a value.

use shared::competitor::Lead;

/// How far what was played counts for a market.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Validity {
    pub(super) is: Counts,
    /// The rows that say so.
    pub(super) by: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counts {
    /// Everything counts.
    Whole,
    /// Only what can no longer change.
    Decided,
    /// Not at all.
    Nothing,
    /// The declared winner counts.
    Declared(Lead),
}

impl Validity {
    pub(super) fn new(is: Counts, by: impl Into<Vec<String>>) -> Self {
        Self { is, by: by.into() }
    }

    pub(super) fn whole() -> Self {
        Self::new(Counts::Whole, [])
    }

    pub(super) fn nothing(by: String) -> Self {
        Self::new(Counts::Nothing, [by])
    }
}
