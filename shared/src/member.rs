//! Persons in a server.

use serde::{Deserialize, Serialize};

use crate::id::{DiscordUserId, GuildId, MemberId};
use crate::price::OddsFormat;
use crate::units::Units;
use crate::words::words;

words! {
    /// How a member wants to be notified about results. Nothing is sent that was not asked for.
    NotifyBy {
        /// A mention in the results message.
        Ping = "ping",
        /// A direct message.
        DirectMessage = "dm",
        /// Not at all.
        Nothing = "no",
    }
}

/// A person in a server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The server.
    pub guild: GuildId,
    /// Random; everything else refers to this.
    pub id: MemberId,
    /// The Discord account.
    pub user: DiscordUserId,
    /// The name last seen in this server.
    pub name: String,
    /// How to notify the member about results. `None`: not asked yet.
    pub notify: Option<NotifyBy>,
    /// The member's own odds format, where it is not the server's.
    pub odds_format: Option<OddsFormat>,
}

/// What a member has: free, and at risk in open tickets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// Can be staked. Below zero only after a correction.
    pub cash: Units,
    /// Staked in open tickets.
    pub at_risk: Units,
}
