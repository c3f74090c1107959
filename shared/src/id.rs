//! Every id of the project, each its own type, so that two of them cannot be swapped by mistake.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The namespace under which ids are derived from the thing that caused them.
const NAMESPACE: Uuid = Uuid::from_u128(0x5f0f_6d4e_2f5b_4b6e_9d0a_7c1e_8a3b_d581);

macro_rules! define_id {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id that sorts by the moment it was made (UUID version 7).
            pub fn mint(now: DateTime<Utc>) -> Self {
                let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
                let nanos = now.timestamp_subsec_nanos();
                let moment = uuid::Timestamp::from_unix(uuid::NoContext, seconds, nanos);
                Self(Uuid::new_v7(moment))
            }

            /// The id that this cause always has (UUID version 5): doing it again changes nothing.
            pub fn derive(cause: &str) -> Self {
                let cause = format!(concat!(stringify!($name), "/{}"), cause);
                Self(Uuid::new_v5(&NAMESPACE, cause.as_bytes()))
            }

            /// Wraps an id that was read from the database or from a `custom_id`.
            pub const fn from_uuid(id: Uuid) -> Self {
                Self(id)
            }

            /// The bare id, for the database and for a `custom_id`.
            pub const fn as_uuid(self) -> Uuid {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map(Self)
            }
        }
    )+};
}

define_id! {
    /// Who quoted a price.
    BookmakerId;
    /// A season or tournament of a league.
    CompetitionId;
    /// Who takes part in a game: a team or an athlete.
    CompetitorId;
    /// What an admin of a server decided: a ticket voided, a leg graded again, units given.
    CorrectionId;
    /// A question that one feed is asked again and again.
    FeedRequestId;
    /// One contest between two or more competitors.
    GameId;
    /// A league, such as the NFL.
    LeagueId;
    /// A question about a game: who wins, by how much.
    MarketId;
    /// A person in one server. Random: it says nothing of the Discord account behind it.
    MemberId;
    /// One answer to a market's question.
    SelectionId;
    /// What a member placed: legs and a stake.
    TicketId;
}

macro_rules! define_snowflake {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
        #[serde(transparent)]
        pub struct $name(i64);

        impl $name {
            /// Wraps Discord's number. Discord's ids stay below 2^63, so nothing is lost.
            pub const fn new(id: u64) -> Self {
                Self(id.cast_signed())
            }

            /// Discord's own number.
            pub const fn get(self) -> u64 {
                self.0.cast_unsigned()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.get().fmt(f)
            }
        }
    )+};
}

define_snowflake! {
    /// A channel of a Discord server.
    ChannelId;
    /// A Discord account.
    DiscordUserId;
    /// A Discord server.
    GuildId;
    /// One thing that a person did in Discord: typed a command, pressed a button.
    InteractionId;
    /// A message in a channel.
    MessageId;
    /// A role of a Discord server.
    RoleId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_cause_always_has_the_same_id_and_kinds_do_not_collide() {
        assert_eq!(GameId::derive("espn/401"), GameId::derive("espn/401"));
        assert_ne!(GameId::derive("espn/401"), GameId::derive("espn/402"));
        assert_ne!(
            GameId::derive("x").as_uuid(),
            MarketId::derive("x").as_uuid()
        );
    }

    #[test]
    fn minted_ids_sort_by_time() {
        let early = TicketId::mint(DateTime::from_timestamp(1_700_000_000, 0).unwrap());
        let late = TicketId::mint(DateTime::from_timestamp(1_700_000_001, 0).unwrap());
        assert!(early < late);
    }

    #[test]
    fn a_snowflake_survives_the_signed_column() {
        assert_eq!(
            GuildId::new(1_297_031_000_000_000_001).get(),
            1_297_031_000_000_000_001
        );
    }
}
