//! A server's settings: append-only versions, so that a change never re-grades the past.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::id::{ChannelId, GuildId, RoleId};
use crate::league::words;
use crate::price::OddsFormat;
use crate::units::Units;

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

/// One version of a server's settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerSettings {
    /// The server.
    pub guild: GuildId,
    /// Counts up with each change; 0 stands for the defaults before any change.
    pub version: i32,
    /// Where slips go. Nothing: where the bet was typed.
    pub slip_channel: Option<ChannelId>,
    /// Where results go. Nothing: where the slip is.
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
        }
    }

    /// A digest of those settings that can change a grade, 16 hexadecimal digits. Two servers
    /// with the same digest share their grades. No setting changes a grade yet.
    pub fn grading_digest(&self) -> String {
        grading_digest("{}")
    }
}

/// The digest of canonical settings text, 16 hexadecimal digits.
pub fn grading_digest(canonical: &str) -> String {
    let hash = Sha256::digest(canonical.as_bytes());
    hash.iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
