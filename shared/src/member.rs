//! Persons in a server.

use serde::{Deserialize, Serialize};

use crate::id::{DiscordUserId, GuildId, MemberId};
use crate::price::{OddsFormat, PriceTolerance};
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

words! {
    /// What comes of a bet that is typed in one line, with its stake, and can mean one thing only.
    LineBets {
        /// It is shown first.
        Preview = "preview",
        /// It is placed.
        Straight = "straight",
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
    /// How far the price of a single may move while it is placed.
    pub single_takes: PriceTolerance,
    /// The same of a parlay, for the price of all legs together.
    pub parlay_takes: PriceTolerance,
    /// What comes of bets that are typed in one line.
    pub line_bets: LineBets,
}

/// What a member has: free, and at risk in open tickets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// Can be staked. Below zero only after a correction.
    pub cash: Units,
    /// Staked in open tickets.
    pub at_risk: Units,
}
