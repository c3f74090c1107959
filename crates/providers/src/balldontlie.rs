//! BALLDONTLIE: games, box scores, and prices of several bookmakers, players' among them. It needs
//! a key; a free one has the games, and is asked five times a minute.
//!
//! Source: <https://docs.balldontlie.io>, <https://wnba.balldontlie.io>.

mod client;
mod convert;
mod injuries;
mod odds;
mod players;
mod props;
mod refusal;
mod standings;
mod status;
mod wire;

pub use client::{Balldontlie, URL};
pub use convert::read;
pub use injuries::read_injuries;
pub use odds::read_odds;
pub use players::{Players, read_players, read_stats};
pub use props::read_props;
pub use refusal::KEY_SETTING;
pub use standings::read_standings;

use crate::coverage::{Coverage, Profile, Topic};

/// The word that names this feed.
pub const NAME: &str = "balldontlie";

/// What it can tell, and of which leagues.
pub const PROFILE: Profile = Profile {
    name: NAME,
    about: "games with a free key; players and prices with BALLDONTLIE_PAID",
    key_setting: Some(KEY_SETTING),
    coverage: &[
        Coverage {
            leagues: &["WNBA"],
            topics: Topic::GAMES,
            is_proven: true,
        },
        // Written after the vendor's examples.
        Coverage {
            leagues: &["NBA", "NFL"],
            topics: &[Topic::Schedule, Topic::LiveScore, Topic::Final],
            is_proven: false,
        },
    ],
    extras: &[Coverage {
        leagues: &[WITH_PLAYERS],
        topics: &[Topic::Standings, Topic::Injuries],
        is_proven: true,
    }],
};

/// Where the feed has each league's games.
const LEAGUES: &[(&str, &str)] = &[("WNBA", "/wnba/v1"), ("NBA", "/v1"), ("NFL", "/nfl/v1")];

/// The league whose players and prices are read.
const WITH_PLAYERS: &str = "WNBA";

/// Where the feed has that league.
fn base(league: &str) -> Option<&'static str> {
    LEAGUES.iter().find(|it| it.0 == league).map(|it| it.1)
}
