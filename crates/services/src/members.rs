//! Members: who uses the bot, what they prefer, and who may correct.

use shared::id::{DiscordUserId, GuildId, InteractionId, MemberId, RoleId};
use shared::member::{LineBets, NotifyBy};
use shared::price::{OddsFormat, PriceTolerance};
use shared::settings::ServerSettings;
use sqlx::{PgConnection, PgPool};
use store::members::{self, MemberSession};
use store::{StoreError, interactions, notices};

/// An account that uses the bot in a server.
#[derive(Clone, Copy, Debug)]
pub struct Account<'a> {
    /// The server.
    pub guild: GuildId,
    /// The Discord account.
    pub user: DiscordUserId,
    /// The display name.
    pub name: &'a str,
    /// The id that the member gets if they are new.
    pub new_id: MemberId,
    /// How a delivery records that the account takes no direct messages.
    pub refused_direct: &'a str,
}

/// The member who uses the bot, and what they are informed about once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The member, with their balance now.
    pub session: MemberSession,
    /// Whether their account refused a direct message since they last used the bot.
    pub direct_refused: bool,
}

impl std::ops::Deref for Caller {
    type Target = MemberSession;

    fn deref(&self) -> &MemberSession {
        &self.session
    }
}

/// Makes the account a member if it is not one yet, and finds what the member does not know yet.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn ensure_member(pool: &PgPool, who: &Account<'_>) -> Result<Caller, StoreError> {
    let session = members::ensure(pool, who.guild, who.user, who.name, who.new_id).await?;
    let mut direct_refused = false;
    // A refusal ends all messages, so only members who get none any more can have had one.
    if session.member.notify == Some(NotifyBy::Nothing) {
        let (guild, member) = (who.guild, session.member.id);
        let mut tx = store::begin_guild(pool, guild).await?;
        direct_refused =
            notices::refused_direct_message(&mut tx, guild, member, who.refused_direct).await?;
        tx.commit().await?;
    }
    Ok(Caller {
        session,
        direct_refused,
    })
}

/// What a member chooses for themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preference {
    /// How they are notified about results.
    Notify(NotifyBy),
    /// The odds format that they read. `None`: the server's.
    OddsFormat(Option<OddsFormat>),
    /// How far the price of a single may move while it is placed.
    SingleTakes(PriceTolerance),
    /// The same of a parlay.
    ParlayTakes(PriceTolerance),
    /// What comes of bets that are typed in one line.
    LineBets(LineBets),
}

/// A choice that a member makes.
#[derive(Clone, Copy, Debug)]
pub struct PreferenceRequest {
    /// The server.
    pub guild: GuildId,
    /// The member.
    pub member: MemberId,
    /// The interaction that makes it. It is made once, however often it arrives.
    pub interaction: InteractionId,
    /// The choice.
    pub preference: Preference,
}

/// Makes a choice in a transaction of its own.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn run(pool: &PgPool, request: &PreferenceRequest) -> Result<(), StoreError> {
    let mut tx = store::begin_guild(pool, request.guild).await?;
    prefer(&mut tx, request).await?;
    tx.commit().await?;
    Ok(())
}

/// Makes a choice, unless the interaction made one before. Needs a transaction that acts for the
/// server.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn prefer(
    conn: &mut PgConnection,
    request: &PreferenceRequest,
) -> Result<(), StoreError> {
    let (guild, member) = (request.guild, request.member);
    if !interactions::begin(conn, guild, request.interaction).await? {
        return Ok(());
    }
    match request.preference {
        Preference::Notify(by) => members::set_notify(conn, guild, member, by).await,
        Preference::OddsFormat(format) => {
            members::set_odds_format(conn, guild, member, format).await
        }
        Preference::SingleTakes(takes) => {
            members::set_single_takes(conn, guild, member, takes).await
        }
        Preference::ParlayTakes(takes) => {
            members::set_parlay_takes(conn, guild, member, takes).await
        }
        Preference::LineBets(line_bets) => {
            members::set_line_bets(conn, guild, member, line_bets).await
        }
    }
}

/// Whether somebody may correct and grade in a server: who manages it, and who has the role that
/// its settings name for that.
pub fn may_correct(settings: &ServerSettings, manages: bool, roles: &[RoleId]) -> bool {
    manages || has_admin_role(settings, roles)
}

/// Whether one of these roles is the one that may correct and grade.
pub fn has_admin_role(settings: &ServerSettings, roles: &[RoleId]) -> bool {
    settings.admin_role.is_some_and(|it| roles.contains(&it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_manages_and_who_has_the_role_may_correct_and_nobody_else() {
        let role = RoleId::new(7);
        let mut settings = ServerSettings::defaults(GuildId::new(1));
        assert!(!may_correct(&settings, false, &[role]));
        assert!(may_correct(&settings, true, &[]));
        settings.admin_role = Some(role);
        assert!(may_correct(&settings, false, &[RoleId::new(6), role]));
        assert!(!may_correct(&settings, false, &[RoleId::new(6)]));
    }
}
