//! What `probe` asks.

use clap::Args;

use super::{ApiSportsConfig, DatabaseConfig, FeedChoice, FeedKeys, TheOddsApiConfig};

/// Which feed is asked, and about what.
#[derive(Clone, Debug, Args)]
pub struct ProbeConfig {
    /// The feed: `espn`; with another address, `espn=https://…`.
    pub feed: FeedChoice,
    /// The league, by code: `NFL`. Default: the first one that the feed has.
    pub league: Option<String>,
    #[command(flatten)]
    pub keys: FeedKeys,
    #[command(flatten)]
    pub the_odds_api: TheOddsApiConfig,
    #[command(flatten)]
    pub api_sports: ApiSportsConfig,
    /// With it, the answer is also compared with what `run` has seen before.
    #[command(flatten)]
    pub database: DatabaseConfig,
}
