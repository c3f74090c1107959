//! The use cases against a real Postgres, with nobody in front of them.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod bets;
mod drafts;
mod price_contract;
mod refusals;
