//! The season files of football-data.co.uk: results with opening and closing prices.

mod client;
mod convert;
mod wire;

pub use client::{FootballData, URL};
pub use convert::read;

/// The word that names this feed.
pub const NAME: &str = "football_data";
