//! The National Hockey League's own word: scores, schedule and box scores of its web API, without a
//! key, with the prices of the bookmaker that is its partner.
//!
//! Nobody documents it, and it changes without notice. It sends readers of `now` on to a day, and
//! has turned away whoever asks in quick succession since the season of 2025.

mod client;
mod convert;
mod odds;
mod players;
mod scores;
mod status;
mod wire;

pub use client::{Nhl, URL};
pub use convert::read;
pub use odds::{GamePrices, Partner, read_odds};
pub use players::{Players, read_box, read_rail};

/// The word that names this feed.
pub const NAME: &str = "nhl";

/// Our code of its league.
const LEAGUE: &str = "NHL";
