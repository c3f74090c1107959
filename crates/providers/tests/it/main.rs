//! Tests of what the crate promises to its callers.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod corpus;
mod football_data;
mod nflverse;
mod support;
