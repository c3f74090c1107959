//! ESPN's scoreboards: schedule, scores and the prices of one bookmaker, without a key. Beside them
//! the box scores of team sports and the leaderboards of golf.
//!
//! They are not documented and nobody promises them. A server can do without.

mod athletes;
mod client;
mod convert;
mod ending;
mod fights;
mod figures;
mod forms;
mod game;
mod gathered;
mod golf;
mod injuries;
mod leagues;
mod live;
mod odds;
mod one;
mod racing;
mod rosters;
mod scores;
mod standings;
mod status;
mod summary;
mod tennis;
mod wire;

pub use client::{Espn, URL, URL_SECOND};
pub use convert::read;
pub use golf::{Leaderboard, read_leaderboard};
pub use injuries::read_injuries;
pub use rosters::read_roster;
pub use standings::read_standings;
pub use summary::{BoxScore, TeamPlayers, read_summary};

use crate::coverage::{Coverage, Profile, Topic};

/// The word that names this feed.
pub const NAME: &str = "espn";

/// What boards of teams tell.
const BOARDS: &[Topic] = &[
    Topic::Schedule,
    Topic::Prices,
    Topic::LiveScore,
    Topic::Final,
];

/// What it can tell, and of which leagues.
pub const PROFILE: Profile = Profile {
    name: NAME,
    about: "scoreboards of many leagues with the prices of one bookmaker, and box scores",
    key_setting: None,
    coverage: &[
        Coverage {
            leagues: &[
                "NFL",
                "NBA",
                "WNBA",
                "EPL",
                "LALIGA",
                "BUNDESLIGA",
                "SERIEA",
                "LIGUE1",
                "MLS",
                "UCL",
                "UEL",
                "BRASILEIRAO",
                "WORLDCUP",
            ],
            topics: Topic::GAMES,
            is_proven: true,
        },
        Coverage {
            leagues: &["MLB", "NHL", "NCAAF"],
            topics: BOARDS,
            is_proven: true,
        },
        // College basketball in halves, rugby and Australian rules as others describe their boards.
        Coverage {
            leagues: &["NCAAB", "SUPERRUGBY", "SIXNATIONS", "AFL"],
            topics: BOARDS,
            is_proven: false,
        },
        Coverage {
            leagues: &["ATP", "WTA"],
            topics: &[Topic::Schedule, Topic::LiveScore, Topic::Final],
            is_proven: true,
        },
        // A fight has no score.
        Coverage {
            leagues: &["UFC"],
            topics: &[Topic::Schedule, Topic::Final],
            is_proven: true,
        },
        // Boards of both were compared while they were played; ends, places and tee times were not.
        Coverage {
            leagues: &["PGA", "LPGA", "DPWORLD", "LIV", "F1"],
            topics: &[Topic::Schedule, Topic::Final],
            is_proven: false,
        },
    ],
    extras: &[
        Coverage {
            leagues: &[
                "EPL",
                "LALIGA",
                "BUNDESLIGA",
                "SERIEA",
                "LIGUE1",
                "MLS",
                "UCL",
                "UEL",
                "BRASILEIRAO",
                "WORLDCUP",
                "NFL",
                "NBA",
            ],
            topics: &[Topic::Standings],
            is_proven: true,
        },
        Coverage {
            leagues: &["WNBA"],
            topics: &[Topic::Injuries],
            is_proven: true,
        },
        // Of other leagues neither was seen.
        Coverage {
            leagues: &["NFL", "NBA", "MLB", "NHL"],
            topics: &[Topic::Injuries],
            is_proven: false,
        },
        Coverage {
            leagues: &["WNBA", "MLB", "NHL"],
            topics: &[Topic::Standings],
            is_proven: false,
        },
        Coverage {
            leagues: &["NFL"],
            topics: &[Topic::Rosters],
            is_proven: true,
        },
        // Others read them as one list, or in groups as in football.
        Coverage {
            leagues: &["NBA", "WNBA", "NHL"],
            topics: &[Topic::Rosters],
            is_proven: false,
        },
    ],
};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{PROFILE, leagues};

    #[test]
    fn every_league_that_converts_is_said_to_be_covered() {
        let converts: BTreeSet<_> = leagues::LEAGUES.iter().map(|it| it.code).collect();
        let covered: BTreeSet<_> = PROFILE.leagues().collect();
        assert_eq!(converts, covered);
    }
}
