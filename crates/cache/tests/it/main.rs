//! What the cache promises: one load, no old value after a drop, and nobody who waits for Redis.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may stop where it stands"
)]

mod door;
mod history;
mod interleavings;
mod redis_faults;
mod support;
