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

use crate::coverage::{Coverage, Profile, Topic};

/// The word that names this feed.
pub const NAME: &str = "the_odds_api";

/// What it can tell, and of which leagues.
pub const PROFILE: Profile = Profile {
    name: NAME,
    about: "prices of many bookmakers, paid by the question; a free key has 500 credits a month",
    key_setting: Some(KEY_SETTING),
    // Scores are asked for on request alone: they cost, and tell less than others do for free.
    coverage: &[
        Coverage {
            leagues: WITH_PLAYERS,
            topics: &[Topic::Schedule, Topic::Prices, Topic::PlayerPrices],
            is_proven: true,
        },
        Coverage {
            leagues: &["NCAAF", "CFL", "NCAAB", "EUROLEAGUE", "NPB", "KBO", "AFL"],
            topics: &[Topic::Schedule, Topic::Prices],
            is_proven: true,
        },
    ],
    extras: &[],
};

/// The leagues whose players are asked about. In others nobody's box scores would name them, so
/// that their prices could neither be offered nor settled.
const WITH_PLAYERS: &[&str] = &[
    "NFL",
    "NBA",
    "WNBA",
    "MLB",
    "NHL",
    "EPL",
    "LALIGA",
    "BUNDESLIGA",
    "SERIEA",
    "LIGUE1",
    "MLS",
    "BRASILEIRAO",
];
