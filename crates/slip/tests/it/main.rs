//! What a slip promises: nothing over anything else, nothing too small, nothing faint, in any
//! script; and that it looks as it did.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]
#![expect(
    clippy::disallowed_methods,
    reason = "the reference pictures are files, and nothing else runs in a test"
)]

mod alt;
mod chart;
mod charts;
mod draws;
mod golden;
mod places;
mod samples;
mod themes;
