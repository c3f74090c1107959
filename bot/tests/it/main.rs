//! Stories: a real Postgres, the sandbox as Discord, and what members see.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop where it stands"
)]

mod admin;
mod announce;
mod bet;
mod doctor;
mod manual;
mod parlay;
mod resettled;
mod reviews;
mod rules;
mod settling;
mod setup;
mod tickets;
mod why;
mod world;
