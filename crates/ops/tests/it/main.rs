//! What an operator sees, tried over a real Postgres and a sandbox in the place of Discord.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test may stop where it stands"
)]

mod alerts;
mod health;
mod http;
mod listener;
mod rows;
