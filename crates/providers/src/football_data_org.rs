//! football-data.org, version 4: fixtures and scores of the large football competitions, with a
//! free key, for non-commercial use and with a word of where they are from.
//!
//! Source: <https://docs.football-data.org/general/v4/index.html>.

mod client;
mod convert;
mod refusal;
mod scores;
mod standings;
mod wire;

pub use client::{FootballDataOrg, URL};
pub use convert::read;
pub use refusal::KEY_SETTING;
pub use standings::read_standings;

use crate::coverage::{Coverage, Profile, Topic};

/// The word that names this feed.
pub const NAME: &str = "football_data_org";

const TOPICS: &[Topic] = &[Topic::Schedule, Topic::LiveScore, Topic::Final];

/// What it can tell, and of which leagues.
pub const PROFILE: Profile = Profile {
    name: NAME,
    about: "scores of the large football competitions; a free key is asked ten times a minute",
    key_setting: Some(KEY_SETTING),
    coverage: &[
        Coverage {
            leagues: &[
                "EPL",
                "LALIGA",
                "BUNDESLIGA",
                "SERIEA",
                "LIGUE1",
                "BRASILEIRAO",
            ],
            topics: TOPICS,
            is_proven: true,
        },
        // Extra time and shoot-outs were read in answers that others quote, and in no other.
        Coverage {
            leagues: &["UCL", "WORLDCUP"],
            topics: TOPICS,
            is_proven: false,
        },
    ],
    extras: &[Coverage {
        leagues: &[
            "EPL",
            "LALIGA",
            "BUNDESLIGA",
            "SERIEA",
            "LIGUE1",
            "UCL",
            "BRASILEIRAO",
            "WORLDCUP",
        ],
        topics: &[Topic::Standings],
        // Written after the documentation.
        is_proven: false,
    }],
};

/// What the feed calls our leagues, of those that a free key has.
const COMPETITIONS: &[(&str, &str)] = &[
    ("EPL", "PL"),
    ("LALIGA", "PD"),
    ("BUNDESLIGA", "BL1"),
    ("SERIEA", "SA"),
    ("LIGUE1", "FL1"),
    ("BRASILEIRAO", "BSA"),
    ("UCL", "CL"),
    ("WORLDCUP", "WC"),
];

/// The feed's code of that league.
fn competition(league: &str) -> Option<&'static str> {
    COMPETITIONS.iter().find(|it| it.0 == league).map(|it| it.1)
}
