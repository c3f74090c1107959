//! `cache`: lists what the programs cache, and drops parts of it.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::bail;
use cache::redis::{Examined, examine};
use shared::cache::namespace::{Row, TABLE};
use shared::cache::{Bound, Layers};
use shared::id::GuildId;
use store::cache_versions;

use super::{connect, print_line, thousands};
use crate::config::{CacheCommand, CacheDropConfig, CacheStatsConfig};

/// Lists or drops.
///
/// # Errors
/// When the database refuses or the server is not known, with a sentence that says so.
pub async fn run(command: &CacheCommand) -> anyhow::Result<ExitCode> {
    match command {
        CacheCommand::Stats(config) => stats(config).await,
        CacheCommand::Drop(config) => drop_part(config).await,
    }
}

async fn stats(config: &CacheStatsConfig) -> anyhow::Result<ExitCode> {
    let Some(address) = config.redis.address()? else {
        for line in table(None) {
            print_line(line)?;
        }
        print_line("No Redis is set: each program caches by itself.")?;
        return Ok(ExitCode::SUCCESS);
    };
    match examine(&address, true).await {
        Ok(found) => {
            for line in table(Some(&found)) {
                print_line(line)?;
            }
            print_line(summary(&found))?;
            Ok(ExitCode::SUCCESS)
        }
        Err(why) => {
            for line in table(None) {
                print_line(line)?;
            }
            print_line(format!("Redis does not answer, and is not used: {why}"))?;
            Ok(ExitCode::FAILURE)
        }
    }
}

/// The table of namespaces, with how many values a Redis has of each.
pub fn table(found: Option<&Examined>) -> Vec<String> {
    TABLE.iter().map(|row| line(row, found)).collect()
}

fn line(row: &Row, found: Option<&Examined>) -> String {
    let bound = match row.bound {
        Bound::Entries(most) => format!("{} values", thousands(most)),
        Bound::Bytes(most) => format!("{} MiB", most >> 20),
    };
    let shared = match (row.layers, found) {
        (Layers::Local, _) => "in each program only".to_owned(),
        (Layers::Both, None) => "also in Redis".to_owned(),
        (Layers::Both, Some(found)) => {
            let count = found.values.get(row.word).copied().unwrap_or(0);
            format!("{} in Redis", thousands(count))
        }
    };
    format!(
        "{:<13} {:>6}  at most {bound} in a program, {shared}; dropped by {}",
        row.word,
        span(row.lifetime),
        row.dropped_by
    )
}

fn span(lifetime: Duration) -> String {
    let minutes = lifetime.as_secs() / 60;
    match minutes {
        0 => format!("{} s", lifetime.as_secs()),
        _ if minutes.is_multiple_of(60) => format!("{} h", minutes / 60),
        _ => format!("{minutes} min"),
    }
}

fn summary(found: &Examined) -> String {
    let all: u64 = found.values.values().sum();
    let counted = if found.is_counted { "" } else { "at least " };
    let most = match found.most_bytes {
        0 => "no limit".to_owned(),
        most => format!("a limit of {} MiB, then {}", most >> 20, found.when_full),
    };
    format!(
        "{}: {counted}{} values of ours, {} MiB in use, {most}",
        found.server,
        thousands(all),
        found.used_bytes >> 20
    )
}

async fn drop_part(config: &CacheDropConfig) -> anyhow::Result<ExitCode> {
    let pool = connect(&config.database, 1).await?;
    let mut transaction = pool.begin().await?;
    let word = config.namespace.word();
    let told = match config.server {
        Some(id) => {
            let guild = GuildId::new(id);
            let moved = cache_versions::move_guild(&mut transaction, guild, config.namespace);
            match moved.await {
                Ok(()) => {}
                Err(error) if error.constraint() == Some("guild_cache_versions_guild_fkey") => {
                    bail!("there is no server {id} in this database");
                }
                Err(error) => return Err(error.into()),
            }
            format!("{word} of server {id} is dropped.")
        }
        None => {
            cache_versions::move_all(&mut transaction, config.namespace).await?;
            format!("{word} is dropped.")
        }
    };
    transaction.commit().await?;
    print_line(told)?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_how_long_what_is_kept_where_and_what_drops_it() {
        let found = Examined {
            values: [("db_query", 1_234)].into(),
            ..Examined::default()
        };
        let lines = table(Some(&found));
        for line in [
            "game_data     15 min  at most 65 values in a program, in each program only; dropped \
             by a moved price or score, by game",
            "db_query      10 min  at most 10,000 values in a program, 1,234 in Redis; dropped by \
             a settlement or correction in the server",
            "image_cache     24 h  at most 16 MiB in a program, 0 in Redis; dropped by nothing: \
             other content is another key",
        ] {
            assert!(lines.contains(&line.to_owned()), "{lines:#?}");
        }
        assert_eq!(lines.len(), TABLE.len());
    }
}
