//! The National Hockey League's own word: scores, schedule and box scores of its web API, without a
//! key, with the prices of the bookmaker that is its partner.
//!
//! Nobody documents it, and it changes without notice. It sends readers of `now` on to a day, and
//! has turned away whoever asks in quick succession since the season of 2025.

mod client;
mod convert;
mod live;
mod odds;
mod players;
mod scores;
mod standings;
mod status;
mod wire;

pub use client::{Nhl, URL};
pub use convert::read;
pub use odds::{GamePrices, Partner, read_odds};
pub use players::{Players, read_box, read_rail};
pub use standings::read_standings;

use crate::coverage::{Coverage, Profile, Topic};

/// The word that names this feed.
pub const NAME: &str = "nhl";

/// What it can tell, and of which leagues.
pub const PROFILE: Profile = Profile {
    name: NAME,
    about: "the National Hockey League's own feed",
    key_setting: None,
    coverage: &[Coverage {
        leagues: &[LEAGUE],
        topics: Topic::GAMES,
        is_proven: true,
    }],
    extras: &[Coverage {
        leagues: &[LEAGUE],
        topics: &[Topic::Standings],
        is_proven: true,
    }],
};

/// Our code of its league.
const LEAGUE: &str = "NHL";
