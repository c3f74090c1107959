//! Jolpica-F1, a community's archive of Formula 1: the calendar, and how each race was classified.
//! Without a key, for non-commercial use.
//!
//! Source: <https://github.com/jolpica/jolpica-f1/tree/main/docs>.

mod classification;
mod client;
mod convert;
mod standings;
mod wire;

pub use client::{Jolpica, URL};
pub use convert::read;
pub use standings::read_standings;

use crate::coverage::{Coverage, Profile, Topic};

/// The word that names this feed.
pub const NAME: &str = "jolpica";

/// What it can tell, and of which leagues.
pub const PROFILE: Profile = Profile {
    name: NAME,
    about: "a community's archive of Formula 1, for non-commercial use",
    key_setting: None,
    coverage: &[Coverage {
        leagues: &[LEAGUE],
        topics: &[Topic::Schedule, Topic::Final],
        is_proven: true,
    }],
    extras: &[Coverage {
        leagues: &[LEAGUE],
        topics: &[Topic::Standings],
        is_proven: false,
    }],
};

/// Our code of its league.
const LEAGUE: &str = "F1";
