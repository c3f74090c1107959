//! Changes one setting, in a version of its own: what was placed before stays under what held then.

use chrono_tz::Tz;
use grading::{OptionError, Options};
use shared::id::{ChannelId, DiscordUserId, GuildId, InteractionId, RoleId};
use shared::price::OddsFormat;
use shared::settings::{RuleChoices, ServerSettings, SlipAudience};
use shared::units::Units;
use sqlx::{PgConnection, PgPool};
use store::{StoreError, guilds, interactions};

/// The largest stake that a server may allow.
pub const STAKE_MAX: Units = Units::whole(1_000_000);

/// A new value of one setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Where slips go. `None`: where the bet was typed.
    SlipChannel(Option<ChannelId>),
    /// Where results go. `None`: where the slip is.
    ResultsChannel(Option<ChannelId>),
    /// How public prices are written.
    OddsFormat(OddsFormat),
    /// Whose slips are posted.
    SlipAudience(SlipAudience),
    /// In which zone times are printed.
    TimeZone(Tz),
    /// The smallest and the largest stake.
    Stakes {
        /// The smallest. At most the largest.
        min: Units,
        /// The largest. At most [`STAKE_MAX`].
        max: Units,
    },
    /// Whether members may write bets by hand.
    ManualBets(bool),
    /// Who may correct and grade besides those who manage the server.
    AdminRole(Option<RoleId>),
    /// What holds where bookmakers disagree.
    Rule {
        /// The rule's name.
        name: String,
        /// One of its values.
        value: String,
    },
}

/// Why a setting is not changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The smallest stake is above the largest, or that is above the most that any server allows.
    #[error("stakes from {min} to {max} are no range up to {STAKE_MAX}")]
    Stakes {
        /// The smallest stake.
        min: Units,
        /// The largest.
        max: Units,
    },
    /// There is no such rule, or it has no such value.
    #[error("no such rule")]
    Rule(#[from] OptionError),
}

/// Why a setting was not changed.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The change is refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for SettingsError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// A change that somebody who manages the server asks for.
#[derive(Clone, Debug)]
pub struct ChangeRequest {
    /// The server.
    pub guild: GuildId,
    /// Who asks. Whether they may is the caller's to know.
    pub actor: DiscordUserId,
    /// The interaction that asks for it. It changes settings once, however often it arrives.
    pub interaction: InteractionId,
    /// The change.
    pub change: Change,
}

/// Changes a setting in a transaction of its own.
///
/// # Errors
/// [`SettingsError`]; nothing has changed.
pub async fn run(pool: &PgPool, request: &ChangeRequest) -> Result<(), SettingsError> {
    let mut tx = store::begin_guild(pool, request.guild).await?;
    change(&mut tx, request).await?;
    tx.commit().await?;
    Ok(())
}

/// Appends a version of the settings with this change, made to the newest version there is. What
/// changes nothing, or arrives again, appends none. Needs a transaction that acts for the server.
///
/// # Errors
/// [`SettingsError`].
pub async fn change(conn: &mut PgConnection, request: &ChangeRequest) -> Result<(), SettingsError> {
    let guild = request.guild;
    let is_first = interactions::begin(conn, guild, request.interaction).await?;
    guilds::lock(conn, guild).await?;
    let before = guilds::settings(conn, guild).await?;
    let before = before.ok_or(sqlx::Error::RowNotFound)?;
    let after = changed(&before, &request.change)?;
    if is_first && after != before {
        guilds::append_settings(conn, &after, request.actor).await?;
    }
    Ok(())
}

/// The settings with that change.
fn changed(before: &ServerSettings, change: &Change) -> Result<ServerSettings, Refusal> {
    let mut after = before.clone();
    match change {
        Change::SlipChannel(channel) => after.slip_channel = *channel,
        Change::ResultsChannel(channel) => after.results_channel = *channel,
        Change::OddsFormat(format) => after.odds_format = *format,
        Change::SlipAudience(audience) => after.slip_audience = *audience,
        Change::TimeZone(zone) => after.time_zone = *zone,
        Change::Stakes { min, max } => {
            let (min, max) = (*min, *max);
            if min > max || max > STAKE_MAX {
                return Err(Refusal::Stakes { min, max });
            }
            (after.stake_min, after.stake_max) = (min, max);
        }
        Change::ManualBets(allowed) => after.manual_bets = *allowed,
        Change::AdminRole(role) => after.admin_role = *role,
        Change::Rule { name, value } => {
            let mut options = Options::try_from(&before.rules)?;
            options.set(name, value)?;
            after.rules = RuleChoices::from(&options);
        }
    }
    Ok(after)
}

/// Puts the server's board into this channel, or takes it away, in a transaction of its own.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn run_board(
    pool: &PgPool,
    guild: GuildId,
    interaction: InteractionId,
    channel: Option<ChannelId>,
) -> Result<(), StoreError> {
    let mut tx = store::begin_guild(pool, guild).await?;
    if interactions::begin(&mut tx, guild, interaction).await? {
        guilds::want_board(&mut tx, guild, channel).await?;
    }
    tx.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(change: Change) -> Result<ServerSettings, Refusal> {
        changed(&ServerSettings::defaults(GuildId::new(1)), &change)
    }

    #[test]
    fn stakes_are_a_range_up_to_what_any_server_allows() {
        let stakes = |min, max| {
            let (min, max) = (Units::whole(min), Units::whole(max));
            of(Change::Stakes { min, max }).map(|it| (it.stake_min, it.stake_max))
        };
        assert_eq!(stakes(1, 10), Ok((Units::whole(1), Units::whole(10))));
        assert_eq!(stakes(2, 2), Ok((Units::whole(2), Units::whole(2))));
        assert!(matches!(stakes(5, 1), Err(Refusal::Stakes { .. })));
        assert!(matches!(stakes(1, 1_000_001), Err(Refusal::Stakes { .. })));
    }

    #[test]
    fn a_change_leaves_every_other_setting_alone() {
        let after = of(Change::ManualBets(true)).unwrap();
        let before = ServerSettings::defaults(GuildId::new(1));
        let expected = ServerSettings {
            manual_bets: true,
            ..before
        };
        assert_eq!(after, expected);
    }

    #[test]
    fn a_rule_that_is_none_of_ours_is_refused() {
        let rule = |name: &str, value: &str| {
            let (name, value) = (name.to_owned(), value.to_owned());
            of(Change::Rule { name, value })
        };
        assert!(rule("fourth_quarter", "with_overtime").is_ok());
        assert!(matches!(
            rule("fourth_quarter", "never"),
            Err(Refusal::Rule(_))
        ));
        assert!(matches!(
            rule("fifth_quarter", "ever"),
            Err(Refusal::Rule(_))
        ));
    }
}
