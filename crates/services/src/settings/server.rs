//! A server with its settings, which are made where it has none.

use serde::{Deserialize, Serialize};
use shared::id::GuildId;
use shared::settings::ServerSettings;
use sqlx::PgPool;
use store::StoreError;
use store::guilds::{self, Guild, JoinedGuild};

use super::defaults::defaults;

/// A server with its current settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Server {
    /// The server.
    pub guild: Guild,
    /// Its settings.
    pub settings: ServerSettings,
}

/// Reads a server. One that is seen for the first time is made, with the defaults of `locale`, as
/// Discord writes it: `en-US`.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn load(pool: &PgPool, guild: GuildId, locale: &str) -> Result<Server, StoreError> {
    let missing = || StoreError::Database(sqlx::Error::RowNotFound);
    let mut tx = store::begin_guild(pool, guild).await?;
    let found = match guilds::find(&mut tx, guild).await? {
        Some(found) => found,
        None => {
            guilds::ensure(&mut tx, locale, &defaults(guild, locale, 0)).await?;
            guilds::find(&mut tx, guild).await?.ok_or_else(missing)?
        }
    };
    // Settings are made with the server.
    let settings = guilds::settings(&mut tx, guild).await?;
    tx.commit().await?;
    Ok(Server {
        guild: found,
        settings: settings.ok_or_else(missing)?,
    })
}

/// Records that the bot is in a server, with the defaults of its language and size where it has no
/// settings yet.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn joined(
    pool: &PgPool,
    guild: GuildId,
    reported: &JoinedGuild<'_>,
) -> Result<(), StoreError> {
    let defaults = defaults(guild, reported.locale, reported.member_count);
    let mut tx = store::begin_guild(pool, guild).await?;
    guilds::joined(&mut tx, reported, &defaults).await?;
    tx.commit().await?;
    Ok(())
}
