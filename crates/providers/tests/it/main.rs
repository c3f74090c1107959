//! Tests of what the crate promises to its callers.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod contract;
mod corpus;
mod espn;
mod football_data;
mod http;
mod nflverse;
mod season;
mod support;
