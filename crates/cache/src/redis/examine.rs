//! What an operator wants to know of the server.

use std::collections::BTreeMap;
use std::time::Duration;

use deadpool_redis::Connection;
use deadpool_redis::redis::cmd;
use shared::cache::Namespace;
use tokio::time::timeout;

use super::{Address, Limits, RedisConfig};
use crate::names::PREFIX;

/// How long looking may take in all.
const LOOK: Duration = Duration::from_secs(10);
/// How many names are looked at: more are counted in part.
const NAMES_MAX: usize = 200_000;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examined {
    /// `valkey 9.1.2`.
    pub server: String,
    /// How much it holds, in bytes.
    pub used_bytes: u64,
    /// How much it may hold, in bytes. 0: as much as there is.
    pub most_bytes: u64,
    /// What it does when it is full: `allkeys-lru`.
    pub when_full: String,
    /// How many values of ours it has, by namespace.
    pub values: BTreeMap<&'static str, u64>,
    /// Whether all of them were counted.
    pub is_counted: bool,
}

/// Asks a server about itself, and counts our values where that is wanted.
///
/// # Errors
/// A sentence without the address, if it cannot be reached or does not answer.
pub async fn examine(address: &Address, count: bool) -> Result<Examined, String> {
    timeout(LOOK, look(address, count))
        .await
        .map_err(|_| "it does not answer in time".to_owned())?
}

/// What is wrong with the Redis that is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Its address cannot be read: the programs refuse to start.
    Unreadable(String),
    /// It does not answer: the programs go on without it.
    Away(String),
}

/// A sentence for the operator about the Redis that is set, or about none.
///
/// # Errors
/// [`Trouble`].
pub async fn report(config: &RedisConfig) -> Result<String, Trouble> {
    let address = config
        .address()
        .map_err(|error| Trouble::Unreadable(error.to_string()))?;
    let Some(address) = address else {
        return Ok("cache: no Redis is set, each process caches by itself".to_owned());
    };
    match examine(&address, false).await {
        Ok(found) if found.most_bytes > 0 && found.when_full == "noeviction" => {
            Err(Trouble::Away(format!(
                "cache: {} keeps nothing new when it is full: set maxmemory-policy to allkeys-lru",
                found.server
            )))
        }
        Ok(found) => Ok(format!("cache: {} answers", found.server)),
        Err(why) => Err(Trouble::Away(format!(
            "cache: Redis does not answer, each process caches by itself: {why}"
        ))),
    }
}

async fn look(address: &Address, count: bool) -> Result<Examined, String> {
    let pool = super::pool(address, Limits::default()).map_err(|it| it.to_string())?;
    let connection = pool.get().await.map_err(|it| it.to_string())?;
    let mut connection = Connection::take(connection);
    let info: String = cmd("INFO")
        .query_async(&mut connection)
        .await
        .map_err(|it| it.to_string())?;
    let mut examined = read(&info);
    if !count {
        return Ok(examined);
    }
    let (mut cursor, mut seen) = (0_u64, 0);
    loop {
        let mut scan = cmd("SCAN");
        scan.arg(cursor)
            .arg("MATCH")
            .arg(format!("{PREFIX}:*"))
            .arg("COUNT")
            .arg(1_000);
        let (next, names): (u64, Vec<String>) = scan
            .query_async(&mut connection)
            .await
            .map_err(|it| it.to_string())?;
        seen += names.len();
        for name in &names {
            let word = name.split(':').nth(1).and_then(Namespace::from_word);
            if let Some(namespace) = word {
                *examined.values.entry(namespace.word()).or_default() += 1;
            }
        }
        cursor = next;
        if cursor == 0 || seen >= NAMES_MAX {
            examined.is_counted = cursor == 0;
            return Ok(examined);
        }
    }
}

fn read(info: &str) -> Examined {
    let fields: BTreeMap<&str, &str> = info
        .lines()
        .filter_map(|line| line.trim().split_once(':'))
        .collect();
    let text = |name: &str| fields.get(name).copied().unwrap_or_default();
    let number = |name: &str| text(name).parse().unwrap_or(0);
    let server = match fields.get("valkey_version") {
        Some(version) => format!("valkey {version}"),
        None => format!("redis {}", text("redis_version")),
    };
    Examined {
        server,
        used_bytes: number("used_memory"),
        most_bytes: number("maxmemory"),
        when_full: text("maxmemory_policy").to_owned(),
        ..Examined::default()
    }
}
