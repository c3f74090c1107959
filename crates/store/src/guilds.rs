//! Discord servers, and their settings in append-only versions.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use shared::cache::Namespace;
use shared::id::{ChannelId, DiscordUserId, GuildId, MessageId, RoleId};
use shared::price::OddsFormat;
use shared::settings::{RuleChoices, ServerSettings, SlipAudience};
use shared::shards::ShardRange;
use shared::units::Units;
use sqlx::{PgConnection, PgPool};

use crate::rows::shards::columns;
use crate::{Inconsistency, StoreError, cache_versions};

/// A Discord server as it was last seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guild {
    /// The server.
    pub id: GuildId,
    /// Its name.
    pub name: String,
    /// Its language, as Discord writes it: `en-US`.
    pub locale: String,
    /// How many members it had when the bot last connected.
    pub member_count: u32,
    /// The channel of its pinned board, if it has one.
    pub board_channel: Option<ChannelId>,
    /// The board's message, once it has been posted.
    pub board_message: Option<MessageId>,
    /// The digest of what the board shows.
    pub board_digest: Option<String>,
}

/// Records that the bot is in this server, and creates its first settings from `defaults` if it has
/// none. Writes nothing when nothing changed.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn joined(
    conn: &mut PgConnection,
    guild: &JoinedGuild<'_>,
    defaults: &ServerSettings,
) -> Result<(), StoreError> {
    let done = sqlx::query!(
        "INSERT INTO guilds AS g (guild_id, name, locale, member_count, joined_at)
         VALUES ($1, $2, $3, $4, app_now())
         ON CONFLICT ON CONSTRAINT guilds_pkey DO UPDATE
         SET name = excluded.name, locale = excluded.locale,
             member_count = excluded.member_count, left_at = NULL
         WHERE (g.name, g.locale, g.member_count) IS DISTINCT FROM
               (excluded.name, excluded.locale, excluded.member_count) OR g.left_at IS NOT NULL",
        defaults.guild as _,
        guild.name,
        guild.locale,
        i32::try_from(guild.member_count).unwrap_or(i32::MAX),
    )
    .execute(&mut *conn)
    .await?;
    make_settings(conn, defaults).await?;
    if done.rows_affected() > 0 {
        cache_versions::move_guild(conn, defaults.guild, Namespace::GuildData).await?;
    }
    Ok(())
}

/// What Discord reports about a server when the bot connects.
#[derive(Clone, Copy, Debug)]
pub struct JoinedGuild<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its language, as Discord writes it: `en-US`.
    pub locale: &'a str,
    /// How many members it has.
    pub member_count: u32,
}

/// Makes sure that a server in which somebody used the bot has a row and settings.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn ensure(
    conn: &mut PgConnection,
    locale: &str,
    defaults: &ServerSettings,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO guilds (guild_id, name, locale, joined_at) VALUES ($1, '', $2, app_now())
         ON CONFLICT ON CONSTRAINT guilds_pkey DO NOTHING",
        defaults.guild as _,
        locale,
    )
    .execute(&mut *conn)
    .await?;
    make_settings(conn, defaults).await
}

/// Creates the first version of a server's settings if it has none, in the transaction that creates
/// the server, so that neither is ever seen alone.
async fn make_settings(
    conn: &mut PgConnection,
    defaults: &ServerSettings,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO guild_settings (guild_id, version, time_zone, odds_format, stake_min,
           stake_max, slip_audience, rule_choices, grading_digest)
         VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT ON CONSTRAINT guild_settings_pkey DO NOTHING",
        defaults.guild as _,
        defaults.time_zone.name(),
        defaults.odds_format.word(),
        defaults.stake_min as _,
        defaults.stake_max as _,
        defaults.slip_audience.word(),
        sqlx::types::Json(&defaults.rules) as _,
        defaults.rules.digest(),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Records that the bot is no longer in this server. Its books stay.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn left(conn: &mut PgConnection, guild: GuildId) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE guilds SET left_at = app_now(), board_channel_id = NULL,
           board_message_id = NULL, board_digest = NULL
         WHERE guild_id = $1 AND left_at IS NULL",
        guild as _,
    )
    .execute(&mut *conn)
    .await?;
    cache_versions::move_guild(conn, guild, Namespace::GuildData).await
}

/// One server.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn find(conn: &mut PgConnection, guild: GuildId) -> Result<Option<Guild>, StoreError> {
    let row = sqlx::query!(
        r#"SELECT guild_id AS "id: GuildId", name, locale, member_count,
             board_channel_id AS "board_channel: ChannelId",
             board_message_id AS "board_message: MessageId", board_digest
           FROM guilds WHERE guild_id = $1"#,
        guild as _,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Guild {
        id: row.id,
        name: row.name,
        locale: row.locale,
        member_count: u32::try_from(row.member_count).unwrap_or(0),
        board_channel: row.board_channel,
        board_message: row.board_message,
        board_digest: row.board_digest,
    }))
}

/// The newest version of a server's settings. `None` if the server is unknown.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn settings(
    conn: &mut PgConnection,
    guild: GuildId,
) -> Result<Option<ServerSettings>, StoreError> {
    let row = sqlx::query_as!(
        SettingsRow,
        r#"SELECT guild_id AS "guild: GuildId", version,
             slip_channel_id AS "slip_channel: ChannelId",
             results_channel_id AS "results_channel: ChannelId",
             time_zone, odds_format, stake_min, stake_max, slip_audience,
             admin_role_id AS "admin_role: RoleId", manual_bets,
             rule_choices AS "rules: sqlx::types::Json<RuleChoices>"
           FROM guild_settings WHERE guild_id = $1 ORDER BY version DESC LIMIT 1"#,
        guild as _,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(SettingsRow::settings).transpose()?)
}

/// Locks a server's row, so that changes of its settings follow one another.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn lock(conn: &mut PgConnection, guild: GuildId) -> Result<(), StoreError> {
    sqlx::query!(
        "SELECT 1 AS one FROM guilds WHERE guild_id = $1 FOR NO KEY UPDATE",
        guild as _
    )
    .fetch_optional(conn)
    .await?;
    Ok(())
}

/// Appends a version of the settings, one above `settings.version`, and notifies every process of
/// the change when the transaction commits.
///
/// # Errors
/// [`StoreError`] when the database refuses; the constraint `guild_settings_pkey` when another
/// transaction appended that version first.
pub async fn append_settings(
    conn: &mut PgConnection,
    settings: &ServerSettings,
    changed_by: DiscordUserId,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO guild_settings (guild_id, version, slip_channel_id, results_channel_id,
           time_zone, odds_format, stake_min, stake_max, slip_audience, changed_by,
           admin_role_id, manual_bets, rule_choices, grading_digest)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        settings.guild as _,
        settings.version + 1,
        settings.slip_channel as _,
        settings.results_channel as _,
        settings.time_zone.name(),
        settings.odds_format.word(),
        settings.stake_min as _,
        settings.stake_max as _,
        settings.slip_audience.word(),
        changed_by as _,
        settings.admin_role as _,
        settings.manual_bets,
        sqlx::types::Json(&settings.rules) as _,
        settings.rules.digest(),
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        r#"SELECT 1 AS "one!" FROM pg_notify('dbsbm_settings', $1::bigint::text)"#,
        settings.guild as _,
    )
    .fetch_one(&mut *conn)
    .await?;
    cache_versions::move_guild(conn, settings.guild, Namespace::GuildData).await
}

/// Sets the channel of the board. A new message will be posted there.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn want_board(
    conn: &mut PgConnection,
    guild: GuildId,
    channel: Option<ChannelId>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE guilds
         SET board_channel_id = $2, board_message_id = NULL, board_digest = NULL
         WHERE guild_id = $1",
        guild as _,
        channel as _,
    )
    .execute(&mut *conn)
    .await?;
    cache_versions::move_guild(conn, guild, Namespace::GuildData).await
}

/// Records the message of the board, and the digest of what it shows.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn board_posted(
    conn: &mut PgConnection,
    guild: GuildId,
    channel: ChannelId,
    message: MessageId,
    digest: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE guilds SET board_message_id = $3, board_digest = $4
         WHERE guild_id = $1 AND board_channel_id = $2",
        guild as _,
        channel as _,
        message as _,
        digest,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The servers of these shards that have a board, in order of their ids.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn with_boards(pool: &PgPool, shards: ShardRange) -> Result<Vec<GuildId>, StoreError> {
    let [first, end, total] = columns(shards);
    let guilds = sqlx::query_scalar!(
        r#"SELECT guild_id AS "guild!: GuildId"
           FROM code.guilds_with_boards($1, $2, $3) AS guild_id"#,
        first,
        end,
        total,
    )
    .fetch_all(pool)
    .await?;
    Ok(guilds)
}

struct SettingsRow {
    guild: GuildId,
    version: i32,
    slip_channel: Option<ChannelId>,
    results_channel: Option<ChannelId>,
    time_zone: String,
    odds_format: String,
    stake_min: i64,
    stake_max: i64,
    slip_audience: String,
    admin_role: Option<RoleId>,
    manual_bets: bool,
    rules: sqlx::types::Json<RuleChoices>,
}

impl SettingsRow {
    fn settings(self) -> Result<ServerSettings, Inconsistency> {
        let bad = |column, found: &str| Inconsistency {
            table: "guild_settings",
            column,
            row: format!("{}/{}", self.guild, self.version),
            found: found.to_owned(),
        };
        let zone = &self.time_zone;
        let format = &self.odds_format;
        let audience = &self.slip_audience;
        Ok(ServerSettings {
            guild: self.guild,
            version: self.version,
            slip_channel: self.slip_channel,
            results_channel: self.results_channel,
            time_zone: zone.parse::<Tz>().map_err(|_| bad("time_zone", zone))?,
            odds_format: OddsFormat::from_word(format).ok_or_else(|| bad("odds_format", format))?,
            stake_min: Units::from_steps(self.stake_min),
            stake_max: Units::from_steps(self.stake_max),
            slip_audience: SlipAudience::from_word(audience)
                .ok_or_else(|| bad("slip_audience", audience))?,
            admin_role: self.admin_role,
            manual_bets: self.manual_bets,
            rules: self.rules.0,
        })
    }
}

/// The database role that a pool acts as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatabaseRole {
    /// Its name.
    pub name: String,
    /// Whether it is a superuser.
    pub is_superuser: bool,
    /// Whether it is exempt from row-level security.
    pub bypasses_row_security: bool,
}

/// The role that statements run as.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn role(pool: &PgPool) -> Result<DatabaseRole, StoreError> {
    let role = sqlx::query_as!(
        DatabaseRole,
        r#"SELECT rolname::text AS "name!", rolsuper AS "is_superuser!",
             rolbypassrls AS "bypasses_row_security!"
           FROM pg_roles WHERE rolname = current_user"#
    )
    .fetch_one(pool)
    .await?;
    Ok(role)
}
