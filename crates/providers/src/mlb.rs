//! Major League Baseball's own word: schedule, line scores and box scores of its Stats API, without
//! a key. It has no prices.
//!
//! Its answers are for individual, non-commercial use and not for bulk, as each of them says.
//! Nobody documents it, and it changes without notice: in which shapes it answers is in `wire`,
//! what its status codes mean in `status`.

mod client;
mod convert;
mod ending;
mod live;
mod players;
mod rosters;
mod scores;
mod standings;
mod status;
mod wire;

pub use client::{Mlb, URL};
pub use convert::{LiveGame, read, read_live};
pub use players::{Players, read_box};
pub use rosters::read_roster;
pub use standings::read_standings;

use crate::coverage::{Coverage, Profile, Topic};

/// The word that names this feed.
pub const NAME: &str = "mlb";

/// What it can tell, and of which leagues.
pub const PROFILE: Profile = Profile {
    name: NAME,
    about: "Major League Baseball's own feed, without prices",
    key_setting: None,
    coverage: &[Coverage {
        leagues: &[LEAGUE],
        topics: &[
            Topic::Schedule,
            Topic::LiveScore,
            Topic::Final,
            Topic::Players,
        ],
        is_proven: true,
    }],
    extras: &[Coverage {
        leagues: &[LEAGUE],
        topics: &[Topic::Standings, Topic::Rosters],
        is_proven: true,
    }],
};

/// Our code of its league.
const LEAGUE: &str = "MLB";
