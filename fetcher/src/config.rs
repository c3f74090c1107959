//! Every setting, read once, one struct per concern.

mod api_sports;
mod backfill;
mod cache;
mod choice;
mod colors;
mod keys;
mod matching;
mod probe;
mod the_odds_api;

use ::cache::redis::RedisConfig;
use chrono::TimeDelta;
use clap::{Args, Parser, Subcommand};
use grading::decide::Policy;
use ops::{Listen, OpsConfig};
use runtime::env_file::EnvFileConfig;
use runtime::logging::LogConfig;
use runtime::settings::within;
use secrecy::{ExposeSecret, SecretString};
use shared::feed::QuoteMark;
use shared::game::{GameStatus, Period};
use shared::market::{MarketKind, Side};
use store::Program;
use uuid::Uuid;

pub use api_sports::ApiSportsConfig;
pub use backfill::{BackfillConfig, FileFeed};
pub use cache::{CacheCommand, CacheDropConfig, CacheStatsConfig};
pub use choice::{FeedChoice, SEASON};
pub use colors::ColorsConfig;
pub use keys::FeedKeys;
pub use matching::{JoinConfig, MatchCommand, MatchListConfig, PartConfig};
pub use probe::ProbeConfig;
pub use the_odds_api::TheOddsApiConfig;

/// Polls sports feeds, decides results and settles tickets.
#[derive(Debug, Parser)]
#[command(name = "dbsbm-fetcher", version)]
pub struct Cli {
    /// Logging.
    #[command(flatten)]
    pub log: LogConfig,
    /// A file with more settings.
    #[command(flatten)]
    pub env_file: EnvFileConfig,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// The fetcher's commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Polls the feeds and settles tickets until it is stopped.
    Run(RunConfig),
    /// Brings the schema up to date and creates the programs' roles. Needs the owner's URL.
    Migrate(MigrateConfig),
    /// Imports whole seasons from files. Running it again writes only what is new.
    Backfill(BackfillConfig),
    /// Bets one unit on every game of a league at stored prices, and reports how that went.
    Backtest(BacktestConfig),
    /// Lists games whose sources contradict each other, or decides one of them for every server.
    #[command(subcommand)]
    Review(ReviewCommand),
    /// Lists games that two feeds may know under two names, and joins or parts them.
    #[command(subcommand, name = "match")]
    Match(MatchCommand),
    /// Grades tickets from standard input, one JSON object per line. Needs no database. Exits with
    /// 1 if a line could not be graded.
    Grade,
    /// Prints the house rules of a sport with their sources. Without a sport, lists the sports.
    Rules(RulesConfig),
    /// Lists the leagues, and which feeds tell schedule, prices, score, final and players of each.
    Leagues,
    /// Asks a feed once, and names what differs from what is expected. Exits with 1 if anything
    /// does.
    Probe(ProbeConfig),
    /// Prints codes and colours of a league's teams, for whoever completes `assets/teams`.
    Colors(ColorsConfig),
    /// Says what each feed's key may still spend, how often each league is polled for that, and
    /// what is polled less often than it would be. Takes the settings of `run`, and asks no feed.
    Quota(RunConfig),
    /// Lists what the programs cache, or drops a part of it.
    #[command(subcommand)]
    Cache(CacheCommand),
    /// Adds up the books, or grades every receipt again. Exits with 1 at the first difference.
    Audit(AuditConfig),
    /// Says how long each table's rows are kept and why, and how many are over it. Deletes nothing.
    Retention(DatabaseConfig),
    /// Reports what works and what is missing.
    Doctor(DoctorConfig),
}

/// The database.
#[derive(Clone, Debug, Args)]
pub struct DatabaseConfig {
    /// The database's URL: with dbsbm_fetcher in production, with the database's owner for a first
    /// try.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub database_url: Option<SecretString>,
}

impl DatabaseConfig {
    /// The URL, or a sentence that says how to set it. An empty `DATABASE_URL=` counts as missing.
    ///
    /// # Errors
    /// A sentence for the operator when there is no URL.
    pub fn url(&self) -> Result<&str, &'static str> {
        let url = self
            .database_url
            .as_ref()
            .map(|it| it.expose_secret().trim());
        url.filter(|it| !it.is_empty())
            .ok_or("DATABASE_URL is not set: postgres://dbsbm_fetcher:PASSWORD@HOST:5432/DATABASE")
    }
}

/// The database, and how many connections `run` opens.
#[derive(Clone, Debug, Args)]
pub struct ServiceDatabaseConfig {
    #[command(flatten)]
    pub database: DatabaseConfig,
    /// The most connections to open at the same time.
    #[arg(long, env = "DATABASE_CONNECTIONS",
          default_value_t = Program::Fetcher.connections_default(),
          value_parser = within(CONNECTIONS_MIN..=CONNECTIONS_MAX))]
    pub database_connections: u32,
}

/// With fewer, a task that holds one connection would wait for ever for a second one.
const CONNECTIONS_MIN: u32 = 2;
/// One program gains nothing from more connections than this.
const CONNECTIONS_MAX: u32 = 500;
/// The longest interval that is given in seconds: a day.
const SECONDS_MAX: u32 = 86_400;
/// The longest interval that is given in hours: a year.
const HOURS_MAX: u32 = 8_784;

/// Which feeds are polled, and how often.
#[derive(Clone, Debug, Args)]
pub struct RunConfig {
    #[command(flatten)]
    pub database: ServiceDatabaseConfig,
    /// A feed to poll. Repeatable. Default: espn.
    #[arg(long = "provider", env = "FETCHER_PROVIDERS", value_delimiter = ',', value_name = "FEED",
          help = providers_help())]
    pub providers: Vec<FeedChoice>,
    /// The leagues to poll, by code. Each feed is asked about those of them that it knows.
    #[arg(
        long,
        env = "FETCHER_LEAGUES",
        value_delimiter = ',',
        default_value = "NFL,NBA,MLB,NHL,EPL"
    )]
    pub leagues: Vec<String>,
    /// Also polls what was never compared with an answer of the real feed, as `leagues` marks it.
    #[arg(long, env = "FETCHER_UNPROVEN")]
    pub unproven: bool,
    /// Where the weather at the start of games is asked for, or `off`.
    #[arg(long, env = "FETCHER_WEATHER", default_value = providers::nws::URL, value_name = "URL")]
    pub weather: String,
    /// How often to poll a league while no game is near, in seconds. All of the days ahead are
    /// covered once an hour at most.
    #[arg(long, env = "FETCHER_POLL_FAR_SECONDS", default_value_t = 900,
          value_parser = within(1..=SECONDS_MAX))]
    pub poll_far_seconds: u32,
    /// How often to poll a league shortly before and during its games, in seconds. Games in play
    /// that somebody has an open bet on are polled every 15 to 60 seconds, by sport, if that is
    /// more often.
    #[arg(long, env = "FETCHER_POLL_NEAR_SECONDS", default_value_t = 60,
          value_parser = within(1..=SECONDS_MAX))]
    pub poll_near_seconds: u32,
    /// How often to poll the made-up season, in seconds. Its games are short.
    #[arg(long, env = "FETCHER_POLL_SEASON_SECONDS", default_value_t = 2,
          value_parser = within(1..=SECONDS_MAX))]
    pub poll_season_seconds: u32,
    /// How long a leader may be silent before another process takes over, in seconds.
    #[arg(long, env = "FETCHER_LEASE_SECONDS", default_value_t = 10,
          value_parser = within(1_u32..=3600))]
    pub lease_seconds: u32,
    /// How long a result from a single source must stand before tickets are settled on it, in
    /// seconds.
    #[arg(long, env = "FETCHER_RESULT_STANDS_SECONDS", default_value_t = 120,
          value_parser = within(0..=SECONDS_MAX))]
    pub result_stands_seconds: u32,
    /// For how long after a result its corrections are followed automatically, in hours; 0 turns
    /// that off. Default: as the rules of the sport say.
    #[arg(long, env = "FETCHER_CORRECTED_FOR_HOURS", value_parser = within(0..=HOURS_MAX))]
    pub corrected_for_hours: Option<u32>,
    #[command(flatten)]
    pub keys: FeedKeys,
    /// Where metrics and health checks are served to this machine: a port, `127.0.0.1:PORT`, or
    /// `off`. 0 takes a free port.
    #[arg(long, env = "FETCHER_OPS", default_value = "9601", value_name = "PORT")]
    pub ops: Listen,
    #[command(flatten)]
    pub ops_config: OpsConfig,
    /// Also asks BALLDONTLIE for players and prices, which its paid plans have.
    #[arg(long, env = "BALLDONTLIE_PAID")]
    pub balldontlie_paid: bool,
    #[command(flatten)]
    pub the_odds_api: TheOddsApiConfig,
    #[command(flatten)]
    pub api_sports: ApiSportsConfig,
}

fn providers_help() -> String {
    format!(
        "A feed to poll: {}. Repeatable; `leagues` says what each can tell [default: espn]",
        choice::names()
    )
}

/// What is looked at.
#[derive(Clone, Debug, Args)]
pub struct DoctorConfig {
    #[command(flatten)]
    pub database: ServiceDatabaseConfig,
    #[command(flatten)]
    pub redis: RedisConfig,
    #[command(flatten)]
    pub keys: FeedKeys,
}

impl RunConfig {
    /// Where the weather is asked for. `None`: nowhere.
    pub fn weather(&self) -> Option<&str> {
        Some(self.weather.as_str()).filter(|it| *it != "off")
    }

    /// How long to wait for a second source, and for how long results are corrected.
    pub fn policy(&self) -> Policy {
        Policy {
            stands: TimeDelta::seconds(i64::from(self.result_stands_seconds)),
            corrected_for: self
                .corrected_for_hours
                .map(|it| TimeDelta::hours(i64::from(it))),
            ..Policy::default()
        }
    }
}

/// The owner's URL, and passwords to set for the programs' roles.
#[derive(Clone, Debug, Args)]
pub struct MigrateConfig {
    #[command(flatten)]
    pub database: DatabaseConfig,
    /// A new password for dbsbm_bot.
    #[arg(long, env = "DBSBM_BOT_PASSWORD", hide_env_values = true)]
    pub bot_password: Option<SecretString>,
    /// A new password for dbsbm_fetcher.
    #[arg(long, env = "DBSBM_FETCHER_PASSWORD", hide_env_values = true)]
    pub fetcher_password: Option<SecretString>,
}

/// What is audited.
#[derive(Clone, Debug, Args)]
pub struct AuditConfig {
    #[command(flatten)]
    pub database: DatabaseConfig,
    /// Grades every receipt again, byte by byte, instead of adding up the accounts.
    #[arg(long)]
    pub replay: bool,
}

/// What to do about games under review.
#[derive(Debug, Subcommand)]
pub enum ReviewCommand {
    /// Lists them, with what each source says and which servers have bets on them.
    List(DatabaseConfig),
    /// Decides how a game ended, for every server, whether or not it is under review.
    Decide(DecideConfig),
}

/// How a game ended, and why the operator says so.
#[derive(Clone, Debug, Args)]
pub struct DecideConfig {
    #[command(flatten)]
    pub database: DatabaseConfig,
    /// The game's id, as `review list` shows it.
    pub game: Uuid,
    /// Decides as this source reported it.
    pub provider: Option<String>,
    /// The score, home first, instead of a source's report: `24-20`.
    #[arg(long, conflicts_with = "provider")]
    pub score: Option<StatedScore>,
    /// The score of one period: `H1=10-7`. Repeatable.
    #[arg(long, requires = "score")]
    pub part: Vec<StatedPart>,
    /// How it ended.
    #[arg(long, value_parser = status, default_value = "final", conflicts_with = "provider")]
    pub status: GameStatus,
    /// The reason, one sentence. It stays in the history.
    #[arg(long)]
    pub reason: String,
    /// Who decides, for the history.
    #[arg(long, env = "USER", default_value = "operator")]
    pub by: String,
    /// Shows what would change, and writes nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// A score, home first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatedScore {
    pub home: i32,
    pub away: i32,
}

impl std::str::FromStr for StatedScore {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let points = |it: &str| it.parse::<u16>().ok().map(i32::from);
        let read = text.split_once('-').and_then(|(home, away)| {
            let (home, away) = (points(home)?, points(away)?);
            Some(Self { home, away })
        });
        read.ok_or_else(|| format!("{text:?} is no score: 24-20, home first"))
    }
}

/// The score of one period of a game.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatedPart {
    pub period: Period,
    pub score: StatedScore,
}

impl std::str::FromStr for StatedPart {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (period, score) = text
            .split_once('=')
            .ok_or_else(|| format!("{text:?} is no part: H1=10-7"))?;
        Ok(Self {
            period: period.parse().map_err(|it| format!("{it}"))?,
            score: score.parse()?,
        })
    }
}

fn status(text: &str) -> Result<GameStatus, String> {
    let over = GameStatus::from_word(text).filter(|it| it.is_over());
    over.ok_or_else(|| {
        let all = GameStatus::ALL.iter().filter(|it| it.is_over());
        let all: Vec<_> = all.map(|it| it.word()).collect();
        format!("one of {}", all.join(", "))
    })
}

/// What to bet on, at which prices.
#[derive(Clone, Debug, Args)]
pub struct BacktestConfig {
    #[command(flatten)]
    pub database: DatabaseConfig,
    /// The league, by code: `NFL`.
    #[arg(long)]
    pub league: String,
    /// The market: moneyline, 1x2, spread, total, or any other by its stored word.
    #[arg(long, value_parser = market)]
    pub market: MarketKind,
    /// The period of the game: full, regulation, H1 …
    #[arg(long, default_value = "full")]
    pub period: Period,
    /// The side to bet on: home, over …; or favourite or underdog of a moneyline or a spread.
    #[arg(long, value_parser = pick)]
    pub side: Pick,
    /// A season. Repeatable. Default: all.
    #[arg(long)]
    pub season: Vec<String>,
    /// The bookmaker, by code. Default: the only one there is, or else `average`.
    #[arg(long)]
    pub bookmaker: Option<String>,
    /// Opening or closing prices.
    #[arg(long, value_parser = mark, default_value = "closing")]
    pub mark: QuoteMark,
    /// Grades every game that has a result, with or without prices: counts, no return. For markets
    /// without a line.
    #[arg(long, conflicts_with_all = ["bookmaker", "mark"])]
    pub without_prices: bool,
}

/// Which sport's rules are printed.
#[derive(Clone, Debug, Args)]
pub struct RulesConfig {
    /// The sport: `soccer`, `ice hockey`.
    #[arg(value_name = "SPORT")]
    pub sport: Vec<String>,
}

/// Which side is bet on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// The same side in every game.
    Side(Side),
    /// The side that gives points, or has the shorter price. Games where neither does are counted
    /// apart.
    Favourite,
    /// The opposite of the favourite.
    Underdog,
}

impl std::fmt::Display for Pick {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Side(side) => write!(f, "{side}"),
            Self::Favourite => f.write_str("favourite"),
            Self::Underdog => f.write_str("underdog"),
        }
    }
}

fn market(text: &str) -> Result<MarketKind, String> {
    match text {
        "moneyline" => Ok(MarketKind::Moneyline2),
        "1x2" => Ok(MarketKind::Moneyline3),
        word => MarketKind::from_word(word).ok_or_else(|| {
            let words: Vec<_> = MarketKind::ALL.iter().map(|it| it.word()).collect();
            format!("one of moneyline, 1x2, {}", words.join(", "))
        }),
    }
}

fn pick(text: &str) -> Result<Pick, String> {
    match text {
        "favourite" | "favorite" => Ok(Pick::Favourite),
        "underdog" => Ok(Pick::Underdog),
        word => Side::from_word(word).map(Pick::Side).ok_or_else(|| {
            "one of home, away, draw, over, under, favourite, underdog, or another answer's word"
                .to_owned()
        }),
    }
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
    fn a_market_is_named_by_its_stored_word_or_a_short_one() {
        for kind in MarketKind::ALL {
            assert_eq!(market(kind.word()), Ok(*kind));
        }
        assert_eq!(market("moneyline"), Ok(MarketKind::Moneyline2));
        assert_eq!(market("1x2"), Ok(MarketKind::Moneyline3));
        assert!(market("weather").is_err());
    }

    #[test]
    fn a_score_is_stated_home_first() {
        let (home, away) = (10, 7);
        assert_eq!("10-7".parse(), Ok(StatedScore { home, away }));
        let part: StatedPart = "H1=10-7".parse().unwrap();
        assert_eq!(part.period, Period::Half(1));
        for wrong in ["10", "10:7", "-1-7", "10-", "ten-7"] {
            assert!(wrong.parse::<StatedScore>().is_err(), "{wrong}");
        }
        assert!("H1".parse::<StatedPart>().is_err());
        assert!(status("live").is_err());
        assert_eq!(status("abandoned"), Ok(GameStatus::Abandoned));
    }
}
