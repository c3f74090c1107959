//! OpenLigaDB, German football that its readers keep: whoever is logged in may change a result for
//! six days. A second voice for the Bundesliga, and never more.
//!
//! Source: <https://github.com/OpenLigaDB/OpenLigaDB-Samples>.

mod client;
mod convert;
mod scores;
mod standings;
mod wire;

pub use client::{OpenLigaDb, URL};
pub use convert::read;
pub use standings::read_standings;

use crate::coverage::{Coverage, Profile, Topic};

/// The word that names this feed.
pub const NAME: &str = "open_liga_db";

/// What it can tell, and of which leagues.
pub const PROFILE: Profile = Profile {
    name: NAME,
    about: "German football that its readers keep, a second voice and no more",
    key_setting: None,
    coverage: &[Coverage {
        leagues: &[LEAGUE],
        topics: &[Topic::Schedule, Topic::LiveScore, Topic::Final],
        // Written after answers that others quote.
        is_proven: false,
    }],
    extras: &[Coverage {
        leagues: &[LEAGUE],
        topics: &[Topic::Standings],
        is_proven: false,
    }],
};

/// Our code of its league.
const LEAGUE: &str = "BUNDESLIGA";

/// What the feed calls it.
const SHORTCUT: &str = "bl1";
