//! What a key may spend, what a query costs, and who is asked before anything is spent.
//!
//! A feed with an allowance does three things; a feed without one does nothing, and its requests
//! are free:
//!
//! 1. It returns its [`Allowance`]s from [`Provider::allowances`]: a free key of API-Sports has
//!    `Allowance::new(NAME, &key, "football", Period::Day, 100)`, one for each of its APIs.
//! 2. It returns from [`Provider::cost`] what a query costs at most: `Cost::of("football", 1)`.
//!    The planner spreads polls by that. Prices on players that cost a question for each game have
//!    [`Provider::cost_of_players`], and are asked from what the main lines leave.
//! 3. It sends every request that costs something with [`Http::exchange_paid`], which reserves the
//!    units before it sends, and reads with [`Bill::read`] what the answer says is left. A request
//!    that tells the balance for free (`/status`, `/sports`) is sent in the same way, with a bill
//!    of 0 units: a period that starts with one begins with what the provider says.
//!
//! Only allowances of a day or more belong here. What a provider allows per second or per minute is
//! a row in `http/pace.rs`.
//!
//! [`Provider::allowances`]: crate::Provider::allowances
//! [`Provider::cost`]: crate::Provider::cost
//! [`Provider::cost_of_players`]: crate::Provider::cost_of_players
//! [`Bill::read`]: crate::http::Bill::read
//! [`Http::exchange_paid`]: crate::http::Http::exchange_paid

use std::fmt;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// How often an allowance is renewed, at midnight of its own zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Period {
    /// Every day.
    Day,
    /// On the first of every month.
    Month,
}

impl Period {
    /// The word that is stored, which is also what `date_trunc` calls it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
        }
    }
}

/// A key without the key: four bytes of a digest, for tables, logs and people. It tells two keys
/// apart and tells nothing about either.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyName(String);

impl KeyName {
    /// Names a key of a feed. The same key has another name at another feed.
    pub fn of(provider: &str, key: &SecretString) -> Self {
        let mut digest = Sha256::new_with_prefix("the name of a feed's key\0");
        digest.update(provider);
        digest.update("\0");
        digest.update(key.expose_secret().trim());
        let bytes = digest.finalize();
        Self(bytes.iter().take(4).map(|it| format!("{it:02x}")).collect())
    }

    /// Eight hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Who set a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SetBy {
    /// The provider, for the key's plan. What its answers say about the balance is about this one.
    Provider,
    /// The operator, in the settings. The provider knows nothing of it.
    Operator,
}

impl SetBy {
    /// The word that is stored.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::Operator => "operator",
        }
    }
}

/// What a key may spend on one API in each period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// The feed: `api_sports`.
    pub provider: &'static str,
    /// Which key.
    pub key: KeyName,
    /// Which of the provider's APIs, where each is counted by itself: `football`. Empty where all
    /// count together.
    pub api: &'static str,
    /// How often it is renewed.
    pub period: Period,
    /// In whose zone the period begins. Default: UTC.
    pub zone: Tz,
    /// How many units a period has: requests or credits. For a limit of the provider's this is what
    /// its smallest plan has; once an answer has told another number, the next period begins with
    /// that one.
    pub units: u32,
    /// Who set the limit. Default: the provider.
    pub set_by: SetBy,
}

impl Allowance {
    /// What the smallest plan of a provider allows, renewed at midnight UTC.
    pub fn new(
        provider: &'static str,
        key: &SecretString,
        api: &'static str,
        period: Period,
        units: u32,
    ) -> Self {
        Self {
            provider,
            key: KeyName::of(provider, key),
            api,
            period,
            zone: Tz::UTC,
            units,
            set_by: SetBy::Provider,
        }
    }

    /// The same, renewed at midnight of this zone.
    #[must_use]
    pub fn in_zone(self, zone: Tz) -> Self {
        Self { zone, ..self }
    }

    /// The same as a limit of the operator's, which holds beside the provider's own.
    #[must_use]
    pub fn set_by_operator(self) -> Self {
        let set_by = SetBy::Operator;
        Self { set_by, ..self }
    }
}

/// What a query costs at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// The API whose allowances pay: [`Allowance::api`].
    pub api: &'static str,
    /// How many units.
    pub units: u32,
}

impl Cost {
    /// Costs nothing.
    pub const FREE: Self = Self::of("", 0);

    /// Costs this many units of that API's allowances.
    pub const fn of(api: &'static str, units: u32) -> Self {
        Self { api, units }
    }
}

/// What an answer says about the balance of its key. A field that the answer does not have is
/// `None`, and changes nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// How many units are left in the provider's current period.
    pub left: Option<u32>,
    /// How many units a period has.
    pub limit: Option<u32>,
    /// What this request was charged. Fewer than were reserved: the rest is given back. Only a
    /// number that the provider states belongs here; a guess does not.
    pub charged: Option<u32>,
}

/// How a request that was paid for ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paid {
    /// It never left this machine: nobody was connected to.
    NotSent,
    /// It was sent, and whether the provider counted it is not known.
    Unknown,
    /// The provider answered.
    Answered {
        /// What the answer says about the balance.
        told: Told,
        /// The provider's clock, where the answer has it: it says to which period the balance
        /// belongs.
        dated: Option<DateTime<Utc>>,
    },
}

/// Why nothing may be spent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Declined {
    /// Too little is left.
    Spent {
        /// How much is left of the allowance that has the least.
        left: u32,
        /// How long until it is renewed.
        renewed_in: std::time::Duration,
    },
    /// Nobody could say how much is left, so nothing is spent.
    Unknown(String),
}

/// What was reserved for a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reserved {
    /// How many units of each payer. 0 for a request that costs nothing.
    pub units: u32,
    /// When the period began in which they were reserved, for each payer.
    pub periods: Vec<DateTime<Utc>>,
}

/// Keeps account of what is spent, for all processes that share a key.
#[async_trait]
pub trait Purse: Send + Sync + 'static {
    /// Reserves units of all these allowances, or of none, before a request is sent. A process that
    /// dies after this leaves them spent.
    ///
    /// # Errors
    /// [`Declined`] when too little is left, or when that is not known.
    async fn reserve(&self, payers: &[&Allowance], units: u32) -> Result<Reserved, Declined>;

    /// Records how the request ended for which this was reserved.
    async fn settle(&self, payers: &[&Allowance], reserved: Reserved, paid: Paid);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_a_name_that_tells_it_apart_and_does_not_contain_it() {
        let name = |provider, key: &str| KeyName::of(provider, &key.into()).to_string();
        let first = name("api_sports", "0123456789abcdef");
        assert_eq!(first.len(), 8);
        assert_eq!(first, name("api_sports", " 0123456789abcdef\n"));
        assert_ne!(first, name("api_sports", "0123456789abcdee"));
        assert_ne!(first, name("balldontlie", "0123456789abcdef"));
        assert!(!"0123456789abcdef".contains(&first));
    }
}
