//! Kalshi, an exchange: what its members ask for the winner of a game, without a key. A second
//! opinion on prices, and no source of results: it says who won, and no score.
//!
//! Source: <https://docs.kalshi.com>, "Get Events" and "Get Markets".

mod client;
mod convert;
mod price;
mod ticker;
mod wire;

pub use client::{Kalshi, URL};
pub use convert::read;

use crate::coverage::{Coverage, Profile, Topic};

/// The word that names this feed.
pub const NAME: &str = "kalshi";

/// What it can tell, and of which leagues.
pub const PROFILE: Profile = Profile {
    name: NAME,
    about: "what an exchange's members ask for the winner, without its fee; no results",
    key_setting: None,
    coverage: &[
        Coverage {
            leagues: &["WNBA"],
            topics: &[Topic::Schedule, Topic::Prices],
            is_proven: true,
        },
        // The same shapes, of which no real answer was at hand.
        Coverage {
            leagues: &["NFL", "NBA", "MLB", "NHL"],
            topics: &[Topic::Schedule, Topic::Prices],
            is_proven: false,
        },
    ],
    extras: &[],
};

/// What the feed calls the games of each league. It is asked by these series alone: a list of
/// everything that is open is flooded with parlays that the exchange makes up.
const SERIES: &[(&str, &str)] = &[
    ("WNBA", "KXWNBAGAME"),
    ("NFL", "KXNFLGAME"),
    ("NBA", "KXNBAGAME"),
    ("MLB", "KXMLBGAME"),
    ("NHL", "KXNHLGAME"),
];

/// The series of that league's games.
fn series(league: &str) -> Option<&'static str> {
    SERIES.iter().find(|it| it.0 == league).map(|it| it.1)
}
