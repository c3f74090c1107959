//! Both processes' parts over one Postgres, driven by lists of operations; and what they can be told.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it stands"
)]
#![expect(
    clippy::print_stderr,
    reason = "a failure prints the list that replays it"
)]

mod demo;
mod receipts;
mod settings;
mod simulation;
mod units;
