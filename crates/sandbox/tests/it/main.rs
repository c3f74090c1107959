//! Stories about the sandbox, with a small bot of its own.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod channels;
mod client;
mod faults;
mod gateway;
mod interactions;
mod limits;
mod pages;
mod reactions;
mod refusals;
mod spec;
mod strict;
