//! Discord's ids: 64 bits, text in JSON, ordered by time.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The first moment a snowflake can name, in Unix milliseconds.
const EPOCH_MS: i64 = 1_420_070_400_000;

/// An id of anything: a user, a channel, a message. Text in JSON, as Discord sends it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub u64);

impl Id {
    /// The smallest id that the moment `ms` (Unix milliseconds) can give.
    pub(crate) fn at(ms: i64) -> Self {
        Self(u64::try_from(ms - EPOCH_MS).unwrap_or(0) << 22)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl FromStr for Id {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        of(&value).ok_or_else(|| de::Error::custom(format!("{value} is not an id")))
    }
}

/// The id in a JSON value: text or a number, Discord takes both.
pub(crate) fn of(value: &serde_json::Value) -> Option<Id> {
    match value {
        serde_json::Value::String(text) => text.parse().ok(),
        serde_json::Value::Number(number) => number.as_u64().map(Id),
        _ => None,
    }
}
