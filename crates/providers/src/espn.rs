//! ESPN's scoreboards: schedule, scores and the prices of one bookmaker, without a key.
//!
//! They are not documented and nobody promises them. A server can do without.

mod client;
mod convert;
mod ending;
mod forms;
mod leagues;
mod odds;
mod scores;
mod status;
mod wire;

pub use client::{Espn, URL, URL_SECOND};
pub use convert::read;

/// The word that names this feed.
pub const NAME: &str = "espn";
