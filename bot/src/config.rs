//! Settings of the process, one struct per concern, read once.

use cache::redis::RedisConfig;
use clap::{Args, Parser, Subcommand};
use ops::{Listen, OpsConfig};
use runtime::env_file::EnvFileConfig;
use runtime::logging::LogConfig;
use runtime::settings::{host_and_port, websocket_address, within};
use secrecy::{ExposeSecret, SecretString};
use shared::shards::ShardRange;
use store::Program;

/// Serves Discord: takes bets with play units, posts slips, announces results.
#[derive(Debug, Parser)]
#[command(name = "dbsbm-bot", version)]
pub struct Cli {
    /// How to reach Discord.
    #[command(flatten)]
    pub discord: DiscordConfig,
    /// How to reach Postgres.
    #[command(flatten)]
    pub database: DatabaseConfig,
    /// Where metrics and health checks are served to this machine: a port, `127.0.0.1:PORT`, or
    /// `off`. 0 takes a free port.
    #[arg(long, env = "BOT_OPS", default_value = "9600", value_name = "PORT")]
    pub ops: Listen,
    /// How this process is named and what it watches.
    #[command(flatten)]
    pub ops_config: OpsConfig,
    /// Where processes cache together.
    #[command(flatten)]
    pub redis: RedisConfig,
    /// Whether anything is cached. With `off` everything is read anew each time it is asked for,
    /// which shows what the cache is worth.
    #[arg(long = "cache", env = "CACHE", value_enum, default_value_t = Caching::On)]
    pub caching: Caching,
    /// What is logged.
    #[command(flatten)]
    pub log: LogConfig,
    /// Where more settings are.
    #[command(flatten)]
    pub env_file: EnvFileConfig,
    /// What to do; `run` where nothing is said.
    #[command(subcommand)]
    pub task: Option<Task>,
}

/// Whether anything is cached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Caching {
    /// As usual.
    On,
    /// Nothing, in no layer.
    Off,
}

/// What the bot can do.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Connects and serves until it is stopped. The default.
    Run,
    /// Registers the commands with Discord, changed or not.
    RegisterCommands,
    /// Says what is missing, and prints the link with which the bot is invited.
    Doctor,
}

/// How to reach Discord.
#[derive(Clone, Debug, Args)]
pub struct DiscordConfig {
    /// The bot's token, from the developer portal.
    #[arg(long, env = "DISCORD_TOKEN", hide_env_values = true, value_parser = secret)]
    pub discord_token: Option<SecretString>,

    /// Host and port of another Discord over plain HTTP, such as the sandbox.
    #[arg(long, env = "DISCORD_API", value_parser = host_and_port)]
    pub discord_api: Option<String>,

    /// The gateway of another Discord: `ws://127.0.0.1:9301`.
    #[arg(long, env = "DISCORD_GATEWAY", value_parser = websocket_address)]
    pub discord_gateway: Option<String>,

    /// Which shards this process runs, where several processes share the bot: `0..16/64` are the
    /// first sixteen of 64. It tells the servers of these what happened, and takes their share of
    /// what Discord accepts. Without it the process runs every shard that Discord asks for.
    #[arg(long, env = "DISCORD_SHARDS", value_name = "FIRST..END/TOTAL")]
    pub discord_shards: Option<ShardRange>,

    /// Edits per 6 s of messages over an hour old, per channel.
    #[arg(long, env = "DISCORD_OLD_EDITS", default_value_t = OLD_EDITS,
          value_parser = within(1_u16..=100))]
    pub discord_old_edits: u16,

    /// How long Discord has for one try of an answer, in milliseconds. The waits between tries
    /// follow from it: a tenth of it at first, six times as long at most.
    #[arg(long, env = "DISCORD_TRY_MS", default_value_t = TRY_MS,
          value_parser = clap::value_parser!(u32).range(50..=10_000))]
    pub discord_try_ms: u32,

    /// How many presses a second one member may make, over time; six times as many at once. A
    /// server has as much as 20 members.
    #[arg(long, env = "PRESSES_PER_SECOND", default_value_t = PRESSES_PER_SECOND,
          value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub presses_per_second: u32,

    /// The key under which accounts are recorded that exclude themselves from betting. Several with
    /// commas between them: the first is used from now on, and the others still hold.
    #[arg(long, env = "EXCLUSION_KEY", hide_env_values = true, value_parser = secret)]
    pub exclusion_key: Option<SecretString>,
}

impl DiscordConfig {
    /// The token, or what to do about its absence. `DISCORD_TOKEN=` in a file is an absence.
    ///
    /// # Errors
    /// A sentence, where there is none.
    pub fn token(&self) -> Result<&SecretString, &'static str> {
        filled(self.discord_token.as_ref()).ok_or(
            "DISCORD_TOKEN is not set: copy the token from the page Bot of your application in \
             Discord's developer portal",
        )
    }
}

/// Discord documents that there is a limit; this is what it is seen to be.
pub const OLD_EDITS: u16 = 3;

/// Longer than Discord takes for anything, and short enough for several tries while a member still
/// looks.
pub const TRY_MS: u32 = 5_000;

/// Twice as fast as people press buttons that change under their thumb. With the allowed burst,
/// nobody who waits for an answer now and then reaches it.
pub const PRESSES_PER_SECOND: u32 = 5;

/// How to reach Postgres.
#[derive(Clone, Debug, Args)]
pub struct DatabaseConfig {
    /// The database, as `dbsbm_bot`; as its owner, the schema is brought up to date first.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_parser = secret)]
    pub database_url: Option<SecretString>,

    /// Postgres itself, to listen at, where DATABASE_URL leads to a pooler in transaction mode.
    /// Without it the bot looks by itself there, every few seconds.
    #[arg(long, env = "DATABASE_LISTEN_URL", hide_env_values = true, value_parser = secret)]
    pub database_listen_url: Option<SecretString>,

    /// The most connections that are held at once; one of them listens.
    #[arg(long, env = "DATABASE_CONNECTIONS",
          default_value_t = Program::Bot.connections_default(),
          value_parser = within(CONNECTIONS_MIN..=CONNECTIONS_MAX))]
    pub database_connections: u32,
}

/// With fewer, somebody who holds one would wait for another for ever.
const CONNECTIONS_MIN: u32 = 2;
/// More than a server of Postgres takes from one program with any good.
const CONNECTIONS_MAX: u32 = 500;

impl DatabaseConfig {
    /// The URL, or what to do about its absence.
    ///
    /// # Errors
    /// A sentence, where there is none.
    pub fn url(&self) -> Result<&SecretString, &'static str> {
        filled(self.database_url.as_ref())
            .ok_or("DATABASE_URL is not set: postgres://dbsbm_bot:PASSWORD@HOST:5432/DATABASE")
    }

    /// The URL to listen at, if there is one.
    pub fn listen_url(&self) -> Option<&str> {
        let url = filled(self.database_listen_url.as_ref());
        url.map(ExposeSecret::expose_secret)
    }
}

fn filled(secret: Option<&SecretString>) -> Option<&SecretString> {
    secret.filter(|it| !it.expose_secret().trim().is_empty())
}

fn secret(text: &str) -> Result<SecretString, std::convert::Infallible> {
    Ok(text.trim().into())
}
