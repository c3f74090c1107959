//! Every setting, read once, one struct per concern.

use std::path::PathBuf;

use chrono::TimeDelta;
use clap::{Args, Parser, Subcommand, ValueEnum};
use grading::decide::Policy;
use runtime::env_file::EnvFileConfig;
use runtime::logging::LogConfig;
use runtime::settings::{http_address, within};
use secrecy::{ExposeSecret, SecretString};
use shared::feed::QuoteMark;
use shared::game::{GameStatus, Period};
use shared::market::{MarketKind, Side};
use store::Program;
use uuid::Uuid;

/// Asks the feeds, keeps what they say, settles tickets.
#[derive(Debug, Parser)]
#[command(name = "dbsbm-fetcher", version)]
pub struct Cli {
    /// What is logged.
    #[command(flatten)]
    pub log: LogConfig,
    /// Where more settings are.
    #[command(flatten)]
    pub env_file: EnvFileConfig,
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
    /// Lists the games whose sources contradict each other, or decides one for every server.
    #[command(subcommand)]
    Review(ReviewCommand),
    /// Grades tickets written as JSON, one a line, from standard input; needs nothing else. Exits
    /// with 1 if a line could not be graded.
    Grade,
    /// Prints the house rules of a sport, each with its source; without one, which sports there
    /// are.
    Rules(RulesConfig),
    /// Adds up the books and grades every receipt again; exits with 1 at the first difference.
    Audit(AuditConfig),
    /// Says what is missing.
    Doctor(ServiceDatabaseConfig),
}

impl Command {
    /// Where this command finds its database, if it needs one.
    pub const fn database_url(&self) -> Option<&SecretString> {
        let config = match self {
            Self::Run(run) => &run.database.database,
            Self::Migrate(migrate) => &migrate.database,
            Self::Backfill(backfill) => &backfill.database,
            Self::Backtest(backtest) => &backtest.database,
            Self::Review(ReviewCommand::List(config)) => config,
            Self::Review(ReviewCommand::Decide(decide)) => &decide.database,
            Self::Doctor(doctor) => &doctor.database,
            Self::Audit(audit) => &audit.database,
            Self::Grade | Self::Rules(_) => return None,
        };
        config.database_url.as_ref()
    }

    /// The passwords that it is to set.
    pub fn passwords(&self) -> impl Iterator<Item = &SecretString> {
        let both = match self {
            Self::Migrate(it) => [it.bot_password.as_ref(), it.fetcher_password.as_ref()],
            _ => [None, None],
        };
        both.into_iter().flatten()
    }
}

/// Where the database is.
#[derive(Clone, Debug, Args)]
pub struct DatabaseConfig {
    /// Where the database is: as dbsbm_fetcher in production, as its owner for a first try.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub database_url: Option<SecretString>,
}

impl DatabaseConfig {
    /// The URL, or what to do about its absence. `DATABASE_URL=` in a file is an absence.
    ///
    /// # Errors
    /// A sentence, where there is none.
    pub fn url(&self) -> Result<&str, &'static str> {
        let url = self
            .database_url
            .as_ref()
            .map(|it| it.expose_secret().trim());
        url.filter(|it| !it.is_empty())
            .ok_or("DATABASE_URL is not set: postgres://dbsbm_fetcher:PASSWORD@HOST:5432/DATABASE")
    }
}

/// Where the database is, and how much of it `run` takes.
#[derive(Clone, Debug, Args)]
pub struct ServiceDatabaseConfig {
    /// The database.
    #[command(flatten)]
    pub database: DatabaseConfig,
    /// The most connections that are held at once.
    #[arg(long, env = "DATABASE_CONNECTIONS",
          default_value_t = Program::Fetcher.connections_default(),
          value_parser = within(CONNECTIONS_MIN..=CONNECTIONS_MAX))]
    pub database_connections: u32,
}

/// With fewer, somebody who holds one would wait for another for ever.
const CONNECTIONS_MIN: u32 = 2;
/// More than a server of Postgres takes from one program with any good.
const CONNECTIONS_MAX: u32 = 500;
/// The longest span that is given in seconds: a day.
const SECONDS_MAX: u32 = 86_400;
/// The longest that is given in hours: a year.
const HOURS_MAX: u32 = 8_784;

/// Which feeds are polled, and how.
#[derive(Clone, Debug, Args)]
pub struct RunConfig {
    /// The database.
    #[command(flatten)]
    pub database: ServiceDatabaseConfig,
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
    /// How often a league is asked about while nothing is near, in seconds. All of the days ahead
    /// are asked about once an hour at most.
    #[arg(long, env = "FETCHER_POLL_FAR_SECONDS", default_value_t = 900,
          value_parser = within(1..=SECONDS_MAX))]
    pub poll_far_seconds: u32,
    /// How often a league is asked about near and during its games, in seconds.
    #[arg(long, env = "FETCHER_POLL_NEAR_SECONDS", default_value_t = 60,
          value_parser = within(1..=SECONDS_MAX))]
    pub poll_near_seconds: u32,
    /// How often the made-up season is asked about, in seconds: its games are short.
    #[arg(long, env = "FETCHER_POLL_SEASON_SECONDS", default_value_t = 2,
          value_parser = within(1..=SECONDS_MAX))]
    pub poll_season_seconds: u32,
    /// How long a silent leader is waited for before another takes over, in seconds.
    #[arg(long, env = "FETCHER_LEASE_SECONDS", default_value_t = 10,
          value_parser = within(1_u32..=3600))]
    pub lease_seconds: u32,
    /// How long a result that one source alone gives must have stood before it is settled on, in
    /// seconds.
    #[arg(long, env = "FETCHER_RESULT_STANDS_SECONDS", default_value_t = 120,
          value_parser = within(0..=SECONDS_MAX))]
    pub result_stands_seconds: u32,
    /// How long after a result its corrections are followed, in hours; 0 is never. Default: as the
    /// rules of the sport say.
    #[arg(long, env = "FETCHER_CORRECTED_FOR_HOURS", value_parser = within(0..=HOURS_MAX))]
    pub corrected_for_hours: Option<u32>,
}

impl RunConfig {
    /// How long is waited for a second source, and how long results are corrected.
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
            Some((name, url)) => (name, Some(http_address(url)?)),
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
    /// Archives of Sportsbook Review: NBA, NHL, MLB, NFL. Only with --file.
    Sbr,
    /// Tennis seasons with closing prices of several bookmakers. Only with --file.
    #[value(name = "tennis_data")]
    TennisData,
    /// UFC fights with moneylines. Only with --file.
    Ufc,
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
    #[arg(long, value_parser = http_address)]
    pub url: Option<String>,
    /// Names every row and market that was refused, with the reason.
    #[arg(long)]
    pub list_refused: bool,
}

/// What is audited.
#[derive(Clone, Debug, Args)]
pub struct AuditConfig {
    /// The database.
    #[command(flatten)]
    pub database: DatabaseConfig,
    /// Grades every receipt again to the byte, and leaves the accounts alone.
    #[arg(long)]
    pub replay: bool,
}

/// What to do about games under review.
#[derive(Debug, Subcommand)]
pub enum ReviewCommand {
    /// Lists them, with what each source says and which servers have bets on them.
    List(DatabaseConfig),
    /// Decides how a game ended, for every server, whether it is under review or not.
    Decide(DecideConfig),
}

/// How a game ended, and why one says so.
#[derive(Clone, Debug, Args)]
pub struct DecideConfig {
    /// The database.
    #[command(flatten)]
    pub database: DatabaseConfig,
    /// The game's id, as `review list` shows it.
    pub game: Uuid,
    /// Whose word is taken: a source that has reported it.
    pub provider: Option<String>,
    /// The score, home first, where no source's word is taken: `24-20`.
    #[arg(long, conflicts_with = "provider")]
    pub score: Option<StatedScore>,
    /// The score of a part of it: `H1=10-7`. Repeatable.
    #[arg(long, requires = "score")]
    pub part: Vec<StatedPart>,
    /// How it ended.
    #[arg(long, value_parser = status, default_value = "final", conflicts_with = "provider")]
    pub status: GameStatus,
    /// Why, in a sentence that stays in the history.
    #[arg(long)]
    pub reason: String,
    /// Who decides, for the history.
    #[arg(long, env = "USER", default_value = "operator")]
    pub by: String,
    /// Says what would be touched, and writes nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// A score, home first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatedScore {
    /// The home side's.
    pub home: i32,
    /// The away side's.
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

/// The score of a part of a game.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatedPart {
    /// Which part.
    pub period: Period,
    /// Its score.
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

/// What is bet on, at which prices.
#[derive(Clone, Debug, Args)]
pub struct BacktestConfig {
    /// The database.
    #[command(flatten)]
    pub database: DatabaseConfig,
    /// The league, by code: `NFL`.
    #[arg(long)]
    pub league: String,
    /// The market: moneyline, 1x2, spread, total, or any other by its stored word.
    #[arg(long, value_parser = market)]
    pub market: MarketKind,
    /// The part of the game that it is on: full, regulation, H1 …
    #[arg(long, default_value = "full")]
    pub period: Period,
    /// The answer that is bet on: home, over …; favourite or underdog of a moneyline or a spread.
    #[arg(long, value_parser = pick)]
    pub side: Pick,
    /// A season. Repeatable. Default: all.
    #[arg(long)]
    pub season: Vec<String>,
    /// Whose prices, by code. Default: the only one there is, else `average`.
    #[arg(long)]
    pub bookmaker: Option<String>,
    /// Which prices.
    #[arg(long, value_parser = mark, default_value = "closing")]
    pub mark: QuoteMark,
    /// Grades every game that has a result, whether somebody priced it or not: counts, no return.
    /// For markets without a line.
    #[arg(long, conflicts_with_all = ["bookmaker", "mark"])]
    pub without_prices: bool,
}

/// Whose rules are printed.
#[derive(Clone, Debug, Args)]
pub struct RulesConfig {
    /// The sport: `soccer`, `ice hockey`.
    #[arg(value_name = "SPORT")]
    pub sport: Vec<String>,
}

/// Which answer is bet on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// The same in every game.
    Side(Side),
    /// The side that gives points, or is at the shorter price. Where neither does, neither is it.
    Favourite,
    /// The other one.
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
        "moneyline" | "moneyline_2way" => Ok(MarketKind::Moneyline2),
        "1x2" | "moneyline_3way" => Ok(MarketKind::Moneyline3),
        "spread" => Ok(MarketKind::Spread),
        "total" => Ok(MarketKind::Total),
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
    fn a_feed_is_named_with_its_address() {
        let season: FeedChoice = "season=http://127.0.0.1:8091/".parse().unwrap();
        assert_eq!(season.url.as_deref(), Some("http://127.0.0.1:8091"));
        assert_eq!("espn".parse::<FeedChoice>().unwrap().url, None);
        assert!("season".parse::<FeedChoice>().is_err());
        assert!("season=127.0.0.1:8091".parse::<FeedChoice>().is_err());
        assert!("oracle".parse::<FeedChoice>().is_err());
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
