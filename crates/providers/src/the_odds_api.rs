//! The Odds API, version 4: prices of many bookmakers, and plain scores. It needs a key, and each
//! question costs credits of a monthly allowance.
//!
//! Source: <https://the-odds-api.com/liveapi/guides/v4/>.

mod client;
mod convert;
mod cost;
mod leagues;
mod markets;
mod odds;
mod refusal;
mod scores;
mod wire;

pub use client::{Bookmakers, Historical, TheOddsApi, URL};
pub use convert::{
    Listed, Snapshot, read_event, read_events, read_historical, read_odds, read_sports,
};
pub use cost::{Balance, Question};
pub use refusal::KEY_SETTING;
pub use scores::read_scores;

/// The word that names this feed.
pub const NAME: &str = "the_odds_api";
