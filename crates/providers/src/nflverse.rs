//! The games file of nflverse: every NFL game since 1999 with its closing lines.

mod client;
mod convert;
mod wire;

pub use client::{Nflverse, URL};
pub use convert::read;

/// The word that names this feed.
pub const NAME: &str = "nflverse";
