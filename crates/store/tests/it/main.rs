//! The store against a real Postgres.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod board;
mod books;
mod cache_versions;
mod connecting;
mod fields;
mod freshness;
mod identify_slots;
mod identity;
mod leaderboards;
mod limits;
mod members;
mod migrations;
mod notices;
mod plans;
mod players;
mod quotas;
mod records;
mod retention;
mod schema;
mod statements;
mod ticket_pages;
mod tickets;
mod turns;
