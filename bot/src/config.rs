//! Settings of the process, one struct per concern, read once.

use clap::Args;
use secrecy::SecretString;

/// How to reach Discord.
#[derive(Clone, Debug, Args)]
pub struct DiscordConfig {
    /// The bot's token, from the developer portal.
    #[arg(long, env = "DISCORD_TOKEN", hide_env_values = true, value_parser = secret)]
    pub discord_token: Option<SecretString>,

    /// Host and port of another Discord over plain HTTP, such as the sandbox.
    #[arg(long, env = "DISCORD_API")]
    pub discord_api: Option<String>,

    /// The gateway of another Discord: `ws://127.0.0.1:9301`.
    #[arg(long, env = "DISCORD_GATEWAY")]
    pub discord_gateway: Option<String>,

    /// How many messages of a channel are edited within six seconds: what Discord takes where
    /// they are over an hour old.
    #[arg(long, env = "DISCORD_OLD_EDITS", default_value_t = OLD_EDITS)]
    pub discord_old_edits: u16,

    /// How long Discord has for one try of an answer, in milliseconds. The waits between tries
    /// follow from it: a tenth of it at first, six times as long at most.
    #[arg(long, env = "DISCORD_TRY_MS", default_value_t = TRY_MS,
          value_parser = clap::value_parser!(u32).range(50..=10_000))]
    pub discord_try_ms: u32,
}

/// Discord documents that there is a limit; this is what it is seen to be.
pub const OLD_EDITS: u16 = 3;

/// Longer than Discord takes for anything, and short enough for several tries while a member still
/// looks.
pub const TRY_MS: u32 = 5_000;

/// How to reach Postgres.
#[derive(Clone, Debug, Args)]
pub struct DatabaseConfig {
    /// The database, as `dbsbm_bot`; as its owner, the schema is brought up to date first.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_parser = secret)]
    pub database_url: Option<SecretString>,

    /// The most connections that are held at once.
    #[arg(long, env = "DATABASE_CONNECTIONS", default_value = "16")]
    pub database_connections: u32,
}

fn secret(text: &str) -> Result<SecretString, std::convert::Infallible> {
    Ok(text.into())
}
