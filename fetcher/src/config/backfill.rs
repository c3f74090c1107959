//! Which seasons `backfill` imports, and from where.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use runtime::settings::http_address;

use super::DatabaseConfig;

/// A feed that publishes whole seasons as files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FileFeed {
    /// Every NFL game since 1999, with closing lines.
    Nflverse,
    /// European football, with opening and closing prices of several bookmakers.
    #[value(name = "football_data")]
    FootballData,
    /// Archives of Sportsbook Review: NBA, NHL, MLB, NFL. Only with --file.
    Sbr,
    /// Tennis seasons with closing prices of several bookmakers. Only with --file.
    #[value(name = "tennis_data")]
    TennisData,
    /// UFC fights with moneylines. Only with --file.
    Ufc,
}

/// Which seasons are imported, and from where. Exits with 1 if any of them was not.
#[derive(Clone, Debug, Args)]
pub struct BackfillConfig {
    #[command(flatten)]
    pub database: DatabaseConfig,
    /// The feed.
    #[arg(long)]
    pub provider: FileFeed,
    /// A season: `2024` for nflverse, `2022/23` for football_data. Repeatable.
    #[arg(long)]
    pub season: Vec<String>,
    /// A file on this machine. Repeatable. Nothing is downloaded then.
    #[arg(long)]
    pub file: Vec<PathBuf>,
    /// Every season that began in this year or later. Default: the current season.
    #[arg(long, conflicts_with = "season")]
    pub since: Option<i32>,
    /// The leagues to download, by code. Repeatable. Default: NFL, or EPL.
    #[arg(long)]
    pub league: Vec<String>,
    /// The feed's address, if it is not the published one.
    #[arg(long, value_parser = http_address)]
    pub url: Option<String>,
    /// How many files or seasons are read or downloaded at the same time. They are stored one after
    /// the other.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=20))]
    pub at_once: u8,
    /// Lists every rejected row and market with the reason.
    #[arg(long)]
    pub list_refused: bool,
}
