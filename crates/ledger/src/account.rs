//! The chart of accounts.

use std::fmt;

use shared::id::{GuildId, MemberId};

/// A season of a server's books. In a new season everybody starts over. The first is 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Season(pub i32);

impl Season {
    /// The first.
    pub const FIRST: Self = Self(1);
}

/// The owner of accounts: a member of a server, in a season.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Holder {
    /// The server.
    pub guild: GuildId,
    /// The member.
    pub member: MemberId,
    /// The season.
    pub season: Season,
}

/// An account: a place where units can be. Every account belongs to one server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Account {
    /// What a member can stake. Below zero only after a correction.
    Cash(Holder),
    /// What a member has staked in open tickets.
    AtRisk(Holder),
    /// Receives lost stakes and pays winnings. May be below zero.
    House(GuildId),
    /// The source of all units: as far below zero as there are units in circulation.
    Issuance(GuildId),
}

impl Account {
    /// The server in whose books it is.
    pub const fn guild(self) -> GuildId {
        match self {
            Self::Cash(holder) | Self::AtRisk(holder) => holder.guild,
            Self::House(guild) | Self::Issuance(guild) => guild,
        }
    }

    /// The member who owns it, with the season. House and issuance have no owner.
    pub const fn holder(self) -> Option<Holder> {
        match self {
            Self::Cash(holder) | Self::AtRisk(holder) => Some(holder),
            Self::House(_) | Self::Issuance(_) => None,
        }
    }

    /// The word for its kind that is stored.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Cash(_) => "cash",
            Self::AtRisk(_) => "at_risk",
            Self::House(_) => "house",
            Self::Issuance(_) => "issuance",
        }
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, guild) = (self.word(), self.guild());
        match self.holder() {
            None => write!(f, "{word} of server {guild}"),
            Some(Holder { member, season, .. }) => {
                write!(
                    f,
                    "{word} of member {member} in season {} of server {guild}",
                    season.0
                )
            }
        }
    }
}
