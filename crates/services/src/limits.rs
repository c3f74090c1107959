//! Limits that members set for themselves, and breaks from betting.

mod account;

use chrono::{DateTime, Utc};
use shared::id::{GuildId, MemberId};
use shared::limit::LimitOn;
use shared::units::Units;
use sqlx::PgConnection;
use store::StoreError;
use store::limits::{self, AccountHashes};

pub use self::account::AccountKeys;

/// When something that was set takes effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effective {
    /// At once.
    Now,
    /// From then on.
    From(DateTime<Utc>),
}

/// Sets a limit on a member's bets in a server, or removes it where there is no amount. Lowering a
/// limit takes effect at once, raising or removing it after a day. The database decides which of
/// them it is, `now` only how it is told.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn set(
    conn: &mut PgConnection,
    (guild, member): (GuildId, MemberId),
    on: LimitOn,
    amount: Option<Units>,
    now: DateTime<Utc>,
) -> Result<Effective, StoreError> {
    let at = limits::set(conn, guild, member, on, amount).await?;
    Ok(if at - now > TOLD_AS_NOW {
        Effective::From(at)
    } else {
        Effective::Now
    })
}

/// Whoever asks and the database may have clocks that differ.
const TOLD_AS_NOW: chrono::TimeDelta = chrono::TimeDelta::minutes(10);

/// How long a break from betting lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BreakLength(u16);

impl BreakLength {
    /// The lengths that are offered: from a day to cool off to an exclusion of five years.
    pub const ALL: [Self; 6] = [
        Self(1),
        Self(7),
        Self(30),
        Self(182),
        Self(365),
        Self(1_826),
    ];

    /// The length of so many days, if it is offered.
    pub fn of_days(days: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.0 == days)
    }

    /// In days of 24 hours.
    pub const fn days(self) -> u16 {
        self.0
    }

    /// When a break ends that begins now.
    pub fn end(self, now: DateTime<Utc>) -> DateTime<Utc> {
        now + chrono::TimeDelta::days(i64::from(self.0))
    }
}

/// Begins a break from betting, in this server or in all. Nobody can end it early, and a shorter
/// one changes nothing. Returns when it ends.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn take_break(
    conn: &mut PgConnection,
    guild: GuildId,
    account: &AccountHashes,
    is_everywhere: bool,
    length: BreakLength,
) -> Result<DateTime<Utc>, StoreError> {
    limits::exclude(conn, guild, account, is_everywhere, length.0).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_length_that_is_offered_is_taken() {
        for length in BreakLength::ALL {
            assert_eq!(BreakLength::of_days(length.days()), Some(length));
        }
        for days in [0, 2, 29, u16::MAX] {
            assert_eq!(BreakLength::of_days(days), None, "{days}");
        }
    }
}
