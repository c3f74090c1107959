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

use crate::coverage::{Coverage, Profile, Topic};

/// The word that names this feed.
pub const NAME: &str = "espn";

/// What it can tell, and of which leagues.
pub const PROFILE: Profile = Profile {
    name: NAME,
    about: "scoreboards of many leagues with the prices of one bookmaker",
    key_setting: None,
    coverage: &[Coverage {
        leagues: &[
            "NFL", "NBA", "MLB", "NHL", "EPL", "LALIGA", "MLS", "NCAAF", "WNBA",
        ],
        topics: &[
            Topic::Schedule,
            Topic::Prices,
            Topic::LiveScore,
            Topic::Final,
        ],
        is_proven: true,
    }],
};
