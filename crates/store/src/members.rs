//! Members and their balances.

use shared::cache::Namespace;
use shared::id::{DiscordUserId, GuildId, MemberId};
use shared::member::{Balance, LineBets, Member, NotifyBy};
use shared::price::{OddsFormat, PriceTolerance};
use shared::units::Units;
use sqlx::{PgConnection, PgPool};

use crate::{Inconsistency, StoreError, cache_versions};

/// The season in which bets are placed. In a new season everybody starts over.
pub const SEASON: i32 = 1;

/// Members whose cash and at-risk balance together are below this are topped up to it every Monday,
/// 00:00 UTC. The database's `relief_units()` is the same number.
pub const RELIEF: Units = Units::whole(10);

/// A member in one interaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberSession {
    /// The member.
    pub member: Member,
    /// Their balance now.
    pub balance: Balance,
    /// Whether this interaction made them a member.
    pub is_new: bool,
    /// The units that this week's relief has just given them.
    pub relieved: Units,
}

/// The member with this Discord account. Creates the member with starting units on first contact,
/// and tops them up when relief is due. `new_id` is used if the member is new.
///
/// # Errors
/// [`StoreError`] when the database refuses; the constraint `members_guild_fkey` when the server
/// is not known.
pub async fn ensure(
    pool: &PgPool,
    guild: GuildId,
    user: DiscordUserId,
    name: &str,
    new_id: MemberId,
) -> Result<MemberSession, StoreError> {
    let row = sqlx::query!(
        r#"SELECT member_id AS "id!: MemberId", notify, odds_format, single_takes, parlay_takes,
             line_bets AS "line_bets!", cash AS "cash!", at_risk AS "at_risk!",
             is_new AS "is_new!", relieved AS "relieved!"
           FROM code.ensure_member($1, $2, $3, $4, $5)"#,
        guild as _,
        user as _,
        name,
        new_id.as_uuid(),
        SEASON,
    )
    .fetch_one(pool)
    .await?;
    let member = MemberRow {
        guild,
        id: row.id,
        user,
        name: name.to_owned(),
        notify: row.notify,
        odds_format: row.odds_format,
        single_takes: row.single_takes,
        parlay_takes: row.parlay_takes,
        line_bets: row.line_bets,
    };
    Ok(MemberSession {
        member: member.member()?,
        balance: Balance {
            cash: Units::from_steps(row.cash),
            at_risk: Units::from_steps(row.at_risk),
        },
        is_new: row.is_new,
        relieved: Units::from_steps(row.relieved),
    })
}

/// The member with this Discord account, if there is one. Creates none.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn by_user(
    conn: &mut PgConnection,
    guild: GuildId,
    user: DiscordUserId,
) -> Result<Option<MemberId>, StoreError> {
    let id = sqlx::query_scalar!(
        r#"SELECT member_id AS "id: MemberId" FROM members
           WHERE guild_id = $1 AND discord_user_id = $2"#,
        guild as _,
        user as _,
    )
    .fetch_optional(conn)
    .await?;
    Ok(id)
}

/// One member.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn find(
    conn: &mut PgConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Option<Member>, StoreError> {
    let row = sqlx::query_as!(
        MemberRow,
        r#"SELECT guild_id AS "guild: GuildId", member_id AS "id: MemberId",
             discord_user_id AS "user: DiscordUserId", name, notify, odds_format, single_takes,
             parlay_takes, line_bets
           FROM members WHERE guild_id = $1 AND member_id = $2"#,
        guild as _,
        member as _,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(MemberRow::member).transpose()?)
}

/// Sets how a member is notified about results.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn set_notify(
    conn: &mut PgConnection,
    guild: GuildId,
    member: MemberId,
    notify: NotifyBy,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE members SET notify = $3 WHERE guild_id = $1 AND member_id = $2",
        guild as _,
        member as _,
        notify.word(),
    )
    .execute(&mut *conn)
    .await?;
    cache_versions::move_guild(conn, guild, Namespace::UserData).await
}

/// Sets a member's own odds format; `None` follows the server's.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn set_odds_format(
    conn: &mut PgConnection,
    guild: GuildId,
    member: MemberId,
    format: Option<OddsFormat>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE members SET odds_format = $3 WHERE guild_id = $1 AND member_id = $2",
        guild as _,
        member as _,
        format.map(OddsFormat::word),
    )
    .execute(&mut *conn)
    .await?;
    cache_versions::move_guild(conn, guild, Namespace::UserData).await
}

/// Sets how far the price of a member's singles may move while they are placed.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn set_single_takes(
    conn: &mut PgConnection,
    guild: GuildId,
    member: MemberId,
    takes: PriceTolerance,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE members SET single_takes = $3 WHERE guild_id = $1 AND member_id = $2",
        guild as _,
        member as _,
        takes.column(),
    )
    .execute(&mut *conn)
    .await?;
    cache_versions::move_guild(conn, guild, Namespace::UserData).await
}

/// The same of a member's parlays.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn set_parlay_takes(
    conn: &mut PgConnection,
    guild: GuildId,
    member: MemberId,
    takes: PriceTolerance,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE members SET parlay_takes = $3 WHERE guild_id = $1 AND member_id = $2",
        guild as _,
        member as _,
        takes.column(),
    )
    .execute(&mut *conn)
    .await?;
    cache_versions::move_guild(conn, guild, Namespace::UserData).await
}

/// Sets what comes of bets that a member types in one line.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn set_line_bets(
    conn: &mut PgConnection,
    guild: GuildId,
    member: MemberId,
    line_bets: LineBets,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE members SET line_bets = $3 WHERE guild_id = $1 AND member_id = $2",
        guild as _,
        member as _,
        line_bets.word(),
    )
    .execute(&mut *conn)
    .await?;
    cache_versions::move_guild(conn, guild, Namespace::UserData).await
}

pub(crate) struct MemberRow {
    pub(crate) guild: GuildId,
    pub(crate) id: MemberId,
    pub(crate) user: DiscordUserId,
    pub(crate) name: String,
    pub(crate) notify: Option<String>,
    pub(crate) odds_format: Option<String>,
    pub(crate) single_takes: Option<i32>,
    pub(crate) parlay_takes: Option<i32>,
    pub(crate) line_bets: String,
}

impl MemberRow {
    pub(crate) fn member(self) -> Result<Member, Inconsistency> {
        let bad = |column, found: &str| Inconsistency {
            table: "members",
            column,
            row: self.id.to_string(),
            found: found.to_owned(),
        };
        let notify = self
            .notify
            .as_deref()
            .map(|word| NotifyBy::from_word(word).ok_or_else(|| bad("notify", word)));
        let format = self
            .odds_format
            .as_deref()
            .map(|word| OddsFormat::from_word(word).ok_or_else(|| bad("odds_format", word)));
        let takes = |column, stored: Option<i32>| {
            let found = stored.unwrap_or_default().to_string();
            PriceTolerance::from_column(stored).ok_or_else(|| bad(column, &found))
        };
        let line_bets = LineBets::from_word(&self.line_bets);
        Ok(Member {
            single_takes: takes("single_takes", self.single_takes)?,
            parlay_takes: takes("parlay_takes", self.parlay_takes)?,
            line_bets: line_bets.ok_or_else(|| bad("line_bets", &self.line_bets))?,
            guild: self.guild,
            id: self.id,
            user: self.user,
            notify: notify.transpose()?,
            odds_format: format.transpose()?,
            name: self.name,
        })
    }
}
