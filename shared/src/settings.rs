//! A server's settings: append-only versions, so that a change never re-grades the past.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::id::{ChannelId, GuildId, RoleId};
use crate::price::OddsFormat;
use crate::units::Units;
use crate::words::words;

words! {
    /// Whose slips are posted for everybody to see.
    SlipAudience {
        /// Every slip is posted.
        Everyone = "everyone",
        /// Those of cappers, and those that their owner shares.
        Shared = "shared",
        /// None is posted.
        Nobody = "nobody",
    }
}

/// The number of members from which slips are posted on request only.
pub const SHARED_SLIPS_FROM_MEMBERS: u32 = 250;

/// What a server chose where bookmakers disagree, by the name of the choice: a choice that nobody
/// made is the published default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RuleChoices(pub BTreeMap<String, String>);

impl RuleChoices {
    /// A digest of the choices, 16 hexadecimal digits: the start of the SHA-256 of their canonical
    /// JSON, in order of their names and without spaces. Servers that chose the same share their
    /// grades.
    pub fn digest(&self) -> String {
        // A map of texts is always JSON.
        let canonical = serde_json::to_string(&self.0).unwrap_or_default();
        let hash = Sha256::digest(canonical.as_bytes());
        hash.iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

/// One version of a server's settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerSettings {
    /// The server.
    pub guild: GuildId,
    /// Counts up with each change; 0 is the defaults before any change.
    pub version: i32,
    /// Where slips go. `None`: where the bet was typed.
    pub slip_channel: Option<ChannelId>,
    /// Where results go. `None`: where the slip is.
    pub results_channel: Option<ChannelId>,
    /// In which zone pictures print times.
    pub time_zone: Tz,
    /// How public prices are written.
    pub odds_format: OddsFormat,
    /// The smallest stake.
    pub stake_min: Units,
    /// The largest stake.
    pub stake_max: Units,
    /// Whose slips are posted.
    pub slip_audience: SlipAudience,
    /// Who may correct and grade besides those who manage the server.
    pub admin_role: Option<RoleId>,
    /// Whether members may write bets by hand, which people grade.
    pub manual_bets: bool,
    /// What it chose where bookmakers disagree.
    pub rules: RuleChoices,
}

impl ServerSettings {
    /// What holds before anybody typed `/setup`.
    pub fn defaults(guild: GuildId) -> Self {
        Self {
            guild,
            version: 0,
            slip_channel: None,
            results_channel: None,
            time_zone: Tz::America__New_York,
            odds_format: OddsFormat::American,
            stake_min: Units::from_steps(500_000),
            stake_max: Units::whole(5),
            slip_audience: SlipAudience::Everyone,
            admin_role: None,
            manual_bets: false,
            rules: RuleChoices::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_choices_have_the_same_digest_and_others_another() {
        let chosen = |pairs: &[(&str, &str)]| {
            let pairs = pairs
                .iter()
                .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()));
            RuleChoices(pairs.collect())
        };
        assert_eq!(RuleChoices::default().digest(), "44136fa355b3678a");
        assert_eq!(
            chosen(&[("dead_heat", "pay_full")]).digest(),
            "227d75795712391e"
        );
        let (one, two) = (("a", "1"), ("b", "2"));
        assert_eq!(chosen(&[one, two]).digest(), chosen(&[two, one]).digest());
        assert_ne!(chosen(&[one]).digest(), chosen(&[two]).digest());
    }
}
