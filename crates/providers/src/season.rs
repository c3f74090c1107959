//! The made-up league that is played in real time over HTTP, for the demo and for tests.

mod client;
mod convert;
mod wire;

pub use client::Season;
pub use convert::{Answers, read};

/// The word that names this feed.
pub const NAME: &str = "season";
