//! The shapes that all of the feed's APIs share, named as the feed names things.

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::json::Text;

/// What every answer is wrapped in.
#[derive(Deserialize)]
pub(super) struct Envelope {
    /// A list when there are none; else an object of names and sentences.
    #[serde(default)]
    pub(super) errors: Value,
    /// Missing in some of the APIs: there is one page.
    pub(super) paging: Option<Paging>,
    /// Read one by one.
    pub(super) response: Vec<Box<RawValue>>,
}

/// What is read of an answer that may be a refusal.
#[derive(Deserialize)]
pub(super) struct Refusal {
    #[serde(default)]
    pub(super) errors: Value,
}

#[derive(Clone, Copy, Deserialize)]
pub(super) struct Paging {
    pub(super) current: u32,
    pub(super) total: u32,
}

/// A home and an away side.
#[derive(Deserialize)]
pub(super) struct Sides<T> {
    pub(super) home: T,
    pub(super) away: T,
}

/// Whatever has nothing but an id.
#[derive(Deserialize)]
pub(super) struct Id {
    pub(super) id: Option<Text>,
}

/// What is read of a row of which nothing else can be.
#[derive(Deserialize)]
pub(super) struct Placed {
    pub(super) id: Option<Text>,
    pub(super) fixture: Option<Id>,
    pub(super) game: Option<Id>,
    pub(super) league: Option<Id>,
}

/// A league, as rows name it.
#[derive(Deserialize)]
pub(super) struct League {
    /// `2031`, `"2031"`, `"2031-2032"`.
    pub(super) season: Option<Text>,
}

#[derive(Deserialize)]
pub(super) struct Team {
    pub(super) id: Option<Text>,
    pub(super) name: Option<String>,
}

#[derive(Default, Deserialize)]
pub(super) struct Status {
    /// `FT`. Null for some finals.
    pub(super) short: Option<String>,
    /// `Match Finished`.
    pub(super) long: Option<String>,
    /// Football: the minute that is played, at most the last of its half.
    pub(super) elapsed: Option<Text>,
    /// Football: minutes of stoppage time.
    pub(super) extra: Option<Text>,
}

/// What the key's plan is. Who holds it is told too, and not read.
#[derive(Deserialize)]
pub(super) struct Account {
    pub(super) response: AccountOf,
}

#[derive(Deserialize)]
pub(super) struct AccountOf {
    pub(super) subscription: Subscription,
    pub(super) requests: Requests,
}

#[derive(Deserialize)]
pub(super) struct Subscription {
    pub(super) plan: String,
    pub(super) active: bool,
}

#[derive(Deserialize)]
pub(super) struct Requests {
    pub(super) current: u32,
    pub(super) limit_day: u32,
}
