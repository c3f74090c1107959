//! Every setting, read once, one struct per concern.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use runtime::logging::LogConfig;
use secrecy::SecretString;
use shared::feed::QuoteMark;
use shared::market::{MarketKind, Side};

/// Asks the feeds, keeps what they say, settles tickets.
#[derive(Debug, Parser)]
#[command(name = "dbsbm-fetcher", version)]
pub struct Cli {
    /// What is logged.
    #[command(flatten)]
    pub log: LogConfig,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the fetcher can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Polls the feeds and settles tickets until told to stop.
    Run(RunConfig),
    /// Brings the schema up to date and makes the programs' roles. Takes the owner's URL.
    Migrate(MigrateConfig),
    /// Takes whole seasons from a feed of files. Any number of times: it writes what is new.
    Backfill(BackfillConfig),
    /// Bets one unit on every game of a league at stored prices, and says what came of it.
    Backtest(BacktestConfig),
    /// Adds up the books and grades every receipt again; exits with 1 at the first difference.
    Audit(DatabaseConfig),
    /// Says what is missing.
    Doctor(DatabaseConfig),
}

/// Where the database is.
#[derive(Clone, Debug, Args)]
pub struct DatabaseConfig {
    /// Where the database is: as dbsbm_fetcher in production, as its owner for a first try.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub database_url: SecretString,
}

/// Which feeds are polled, and how.
#[derive(Clone, Debug, Args)]
pub struct RunConfig {
    /// The database.
    #[command(flatten)]
    pub database: DatabaseConfig,
    /// A feed to poll: `espn`, or `season=http://127.0.0.1:8091`. Repeatable. Default: espn.
    #[arg(long = "provider", env = "FETCHER_PROVIDERS", value_delimiter = ',')]
    pub providers: Vec<FeedChoice>,
    /// The leagues to ask espn about, by code.
    #[arg(
        long,
        env = "FETCHER_LEAGUES",
        value_delimiter = ',',
        default_value = "NFL,NBA,MLB,NHL,EPL"
    )]
    pub leagues: Vec<String>,
    /// How often a league is asked about while nothing is near, in seconds.
    #[arg(long, env = "FETCHER_POLL_FAR_SECONDS", default_value_t = 900)]
    pub poll_far_seconds: u32,
    /// How often a league is asked about near and during its games, in seconds.
    #[arg(long, env = "FETCHER_POLL_NEAR_SECONDS", default_value_t = 60)]
    pub poll_near_seconds: u32,
    /// How often the made-up season is asked about, in seconds: its games are short.
    #[arg(long, env = "FETCHER_POLL_SEASON_SECONDS", default_value_t = 2)]
    pub poll_season_seconds: u32,
    /// How long a silent leader is waited for before another takes over, in seconds.
    #[arg(long, env = "FETCHER_LEASE_SECONDS", default_value_t = 10,
          value_parser = clap::value_parser!(u32).range(1..=3600))]
    pub lease_seconds: u32,
}

/// A feed, and where it is when that is not where it is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedChoice {
    /// Which feed.
    pub name: String,
    /// Its address.
    pub url: Option<String>,
}

impl std::str::FromStr for FeedChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, url) = match text.split_once('=') {
            Some((name, url)) => (name, Some(url.trim_end_matches('/').to_owned())),
            None => (text, None),
        };
        match (name, &url) {
            ("espn", _) | ("season", Some(_)) => Ok(Self {
                name: name.to_owned(),
                url,
            }),
            ("season", None) => {
                Err("season needs its address: season=http://127.0.0.1:8091".to_owned())
            }
            _ => Err(format!(
                "no feed is called {name:?}: there are espn and season=<address>"
            )),
        }
    }
}

/// The owner's URL, and what the roles shall be let in with.
#[derive(Clone, Debug, Args)]
pub struct MigrateConfig {
    /// The database, as its owner.
    #[command(flatten)]
    pub database: DatabaseConfig,
    /// The password that dbsbm_bot shall have from now on.
    #[arg(long, env = "DBSBM_BOT_PASSWORD", hide_env_values = true)]
    pub bot_password: Option<SecretString>,
    /// The password that dbsbm_fetcher shall have from now on.
    #[arg(long, env = "DBSBM_FETCHER_PASSWORD", hide_env_values = true)]
    pub fetcher_password: Option<SecretString>,
}

/// A feed that publishes whole seasons as files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FileFeed {
    /// Every NFL game since 1999, with closing lines.
    Nflverse,
    /// European football, with opening and closing prices of several bookmakers.
    #[value(name = "football_data")]
    FootballData,
}

/// Which seasons are taken, and from where.
#[derive(Clone, Debug, Args)]
pub struct BackfillConfig {
    /// The database.
    #[command(flatten)]
    pub database: DatabaseConfig,
    /// Which feed.
    #[arg(long)]
    pub provider: FileFeed,
    /// A season: `2024` of nflverse, `2022/23` of football_data. Repeatable.
    #[arg(long)]
    pub season: Vec<String>,
    /// A file that is already here. Repeatable. Nothing is downloaded then.
    #[arg(long)]
    pub file: Vec<PathBuf>,
    /// Every season that began in that year or later. Default: the season that is on.
    #[arg(long, conflicts_with = "season")]
    pub since: Option<i32>,
    /// The leagues to download, by code. Repeatable. Default: NFL, or EPL.
    #[arg(long)]
    pub league: Vec<String>,
    /// Where the feed is, when that is not where it is published.
    #[arg(long)]
    pub url: Option<String>,
}

/// What is bet on, at which prices.
#[derive(Clone, Debug, Args)]
pub struct BacktestConfig {
    /// The database.
    #[command(flatten)]
    pub database: DatabaseConfig,
    /// The league, by code: `NFL`.
    #[arg(long)]
    pub league: String,
    /// The market.
    #[arg(long, value_parser = market)]
    pub market: MarketKind,
    /// The answer that is bet on.
    #[arg(long, value_parser = side)]
    pub side: Side,
    /// A season. Repeatable. Default: all.
    #[arg(long)]
    pub season: Vec<String>,
    /// Whose prices, by code. Default: the only one there is, else `average`.
    #[arg(long)]
    pub bookmaker: Option<String>,
    /// Which prices.
    #[arg(long, value_parser = mark, default_value = "closing")]
    pub mark: QuoteMark,
}

fn market(text: &str) -> Result<MarketKind, String> {
    match text {
        "moneyline" | "moneyline_2way" => Ok(MarketKind::Moneyline2),
        "1x2" | "moneyline_3way" => Ok(MarketKind::Moneyline3),
        "spread" => Ok(MarketKind::Spread),
        "total" => Ok(MarketKind::Total),
        _ => Err("one of moneyline, 1x2, spread, total".to_owned()),
    }
}

fn side(text: &str) -> Result<Side, String> {
    Side::from_word(text).ok_or_else(|| "one of home, away, draw, over, under".to_owned())
}

fn mark(text: &str) -> Result<QuoteMark, String> {
    match text {
        "opening" => Ok(QuoteMark::Opening),
        "closing" => Ok(QuoteMark::Closing),
        _ => Err("one of opening, closing".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_feed_is_named_with_its_address() {
        let season: FeedChoice = "season=http://127.0.0.1:8091/".parse().unwrap();
        assert_eq!(season.url.as_deref(), Some("http://127.0.0.1:8091"));
        assert_eq!("espn".parse::<FeedChoice>().unwrap().url, None);
        assert!("season".parse::<FeedChoice>().is_err());
        assert!("oracle".parse::<FeedChoice>().is_err());
    }
}
