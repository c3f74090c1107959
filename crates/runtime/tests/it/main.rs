//! What a process logs, and how it waits and stops.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod lifecycle;
mod logging;
mod secrets;
mod statements;
mod waiting;
