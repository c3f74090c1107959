//! What `cache` is told.

use cache::redis::RedisConfig;
use clap::{Args, Subcommand};
use secrecy::SecretString;
use shared::cache::Namespace;
use shared::cache::namespace::TABLE;

use super::DatabaseConfig;

/// What is done with what the programs cache.
#[derive(Clone, Debug, Subcommand)]
pub enum CacheCommand {
    /// Lists every namespace: how long its values may be kept, what drops them, and how many of
    /// them the Redis has that is set. Exits with 1 if it does not answer.
    Stats(CacheStatsConfig),
    /// Drops a namespace, or one server's part of it, in every program at once.
    Drop(CacheDropConfig),
}

/// Where the cache is.
#[derive(Clone, Debug, Args)]
pub struct CacheStatsConfig {
    #[command(flatten)]
    pub redis: RedisConfig,
}

/// What is dropped.
#[derive(Clone, Debug, Args)]
pub struct CacheDropConfig {
    #[command(flatten)]
    pub database: DatabaseConfig,
    /// The namespace, as `cache stats` lists it.
    #[arg(value_name = "NAMESPACE", value_parser = namespace)]
    pub namespace: Namespace,
    /// The Discord id of a server: only what belongs to it.
    #[arg(value_name = "SERVER", value_parser = clap::value_parser!(u64).range(1..))]
    pub server: Option<u64>,
}

fn namespace(word: &str) -> Result<Namespace, String> {
    Namespace::from_word(word).ok_or_else(|| {
        let words: Vec<_> = TABLE.iter().map(|row| row.word).collect();
        format!("there are {}", words.join(", "))
    })
}

impl CacheCommand {
    /// The database URL.
    pub const fn database_url(&self) -> Option<&SecretString> {
        match self {
            Self::Stats(_) => None,
            Self::Drop(config) => config.database.database_url.as_ref(),
        }
    }
}
