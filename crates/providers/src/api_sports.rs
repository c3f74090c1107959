//! API-SPORTS: one key for a family of APIs, one for each sport, which have a form in common and
//! differ in the rest.
//!
//! Source: <https://api-sports.io/documentation>.

mod account;
mod client;
mod convert;
mod envelope;
mod football;
mod formula_1;
mod games;
mod leagues;
mod live;
mod odds;
mod plan;
mod questions;
mod refusal;
mod standings;
mod status;
mod wire;

use bytes::Bytes;
use shared::feed::{FeedAnswer, Standings};

pub use client::{ApiSports, Subscription};
pub use football::{Players, read_players};
pub use formula_1::{Ranking, read_ranking};
pub use leagues::Api;
pub use odds::{Prices, read_live, read_odds};
pub use plan::Plan;
pub use refusal::KEY_SETTING;

use crate::coverage::{Coverage, Profile, Topic};
use crate::error::Garbled;

/// The word that names this feed.
pub const NAME: &str = "api_sports";

const SCORES: &[Topic] = &[Topic::Schedule, Topic::LiveScore, Topic::Final];

/// What it can tell, and of which leagues.
pub const PROFILE: Profile = Profile {
    name: NAME,
    about: "scores of many sports, and football with the prices of a dozen bookmakers; a free key \
            has 100 requests a day for each sport",
    key_setting: Some(KEY_SETTING),
    coverage: &[
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
            ],
            topics: Topic::GAMES,
            is_proven: true,
        },
        Coverage {
            leagues: &["MLB", "NPB", "KBO", "NFL", "NCAAF"],
            topics: SCORES,
            is_proven: true,
        },
        Coverage {
            leagues: &["F1"],
            topics: &[Topic::Schedule, Topic::Final],
            is_proven: true,
        },
        // Read as the documentation has it.
        Coverage {
            leagues: &["NBA", "NCAAB", "WNBA", "EUROLEAGUE"],
            topics: &[
                Topic::Schedule,
                Topic::Prices,
                Topic::LiveScore,
                Topic::Final,
            ],
            is_proven: false,
        },
        Coverage {
            leagues: &["NHL", "KHL", "SIXNATIONS", "SUPERRUGBY", "AFL"],
            topics: SCORES,
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
            "MLS",
            "UCL",
            "UEL",
            "BRASILEIRAO",
            "WORLDCUP",
            "F1",
        ],
        topics: &[Topic::Standings],
        is_proven: true,
    }],
};

/// Reads a list of games of one of the APIs, as far as they are of leagues of ours.
///
/// # Errors
/// [`Garbled`] when it is none, or a refusal.
pub fn read(api: Api, body: &Bytes) -> Result<FeedAnswer, Garbled> {
    let listing = match api {
        Api::Football => football::read(body),
        Api::FormulaOne => formula_1::read(body),
        api => games::read(api, body),
    };
    listing.map(convert::Listing::all)
}

/// Reads the table of that league; of Formula 1, the drivers' championship.
///
/// # Errors
/// [`Garbled`] when it is none, a refusal, or another league's.
pub fn read_standings(body: &Bytes, league: &str) -> Result<Standings, Garbled> {
    let known = leagues::find(league);
    let known = known.ok_or_else(|| Garbled::new("", "no league of ours", body.clone()))?;
    standings::read(known, body)
}

#[cfg(test)]
mod tests {
    use super::leagues::LEAGUES;
    use super::*;

    #[test]
    fn every_league_that_converts_is_in_the_profile_with_the_prices_that_are_read() {
        let mut told: Vec<_> = PROFILE.leagues().collect();
        let mut read: Vec<_> = LEAGUES.iter().map(|it| it.code).collect();
        told.sort_unstable();
        read.sort_unstable();
        assert_eq!(told, read);
        for league in LEAGUES {
            let has_prices = PROFILE.tells(league.code, Topic::Prices);
            assert_eq!(has_prices, league.api.has_prices(), "{}", league.code);
        }
    }
}
