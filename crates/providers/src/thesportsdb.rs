//! TheSportsDB, which its readers keep: short names, codes and colours of teams, for whoever writes
//! `assets/teams`. Its results are another feed's, and its badges belong to the clubs: neither is
//! read.
//!
//! Source: <https://www.thesportsdb.com/documentation>.

mod client;
mod convert;
mod wire;

pub use client::{KEY_SETTING, TheSportsDb, URL};
pub use convert::{Look, read};

/// The word that names this feed.
pub const NAME: &str = "thesportsdb";

/// What the feed calls our leagues.
const LEAGUES: &[(&str, &str)] = &[
    ("NFL", "4391"),
    ("NBA", "4387"),
    ("WNBA", "4516"),
    ("MLB", "4424"),
    ("NHL", "4380"),
    ("EPL", "4328"),
    ("LALIGA", "4335"),
    ("BUNDESLIGA", "4331"),
    ("SERIEA", "4332"),
    ("LIGUE1", "4334"),
    ("MLS", "4346"),
    ("BRASILEIRAO", "4351"),
];

/// The feed's id of that league.
fn id(league: &str) -> Option<&'static str> {
    LEAGUES.iter().find(|it| it.0 == league).map(|it| it.1)
}

/// Our codes of the leagues that it has.
pub fn leagues() -> impl Iterator<Item = &'static str> {
    LEAGUES.iter().map(|it| it.0)
}
