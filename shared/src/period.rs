//! The parts of a game, which scores, markets and facts name alike.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A part of a game as it was played, or the whole of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Period {
    /// The whole game as the league counts it, overtime and a won shoot-out included where it
    /// does. In a feed that gives no parts, the only one.
    Full,
    /// The regular time of a sport whose parts a feed does not give.
    Regulation,
    /// Regular time and all that followed it, whatever the league's habit.
    IncludingOvertime,
    /// First or second half.
    Half(u8),
    /// First to fourth quarter.
    Quarter(u8),
    /// First to third period of ice hockey.
    Third(u8),
    /// One inning.
    Inning(u8),
    /// Innings one to five.
    FirstFive,
    /// One map of an esports match.
    Map(u8),
    /// One set, in games.
    Set(u8),
    /// One round.
    Round(u8),
    /// All overtimes, or extra time, together.
    Overtime,
    /// The shoot-out, in goals shot.
    Shootout,
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full => f.write_str("full"),
            Self::Regulation => f.write_str("regulation"),
            Self::IncludingOvertime => f.write_str("including_overtime"),
            Self::Half(n) => write!(f, "H{n}"),
            Self::Quarter(n) => write!(f, "Q{n}"),
            Self::Third(n) => write!(f, "P{n}"),
            Self::Inning(n) => write!(f, "inning_{n}"),
            Self::FirstFive => f.write_str("first_5"),
            Self::Map(n) => write!(f, "map_{n}"),
            Self::Set(n) => write!(f, "set_{n}"),
            Self::Round(n) => write!(f, "round_{n}"),
            Self::Overtime => f.write_str("overtime"),
            Self::Shootout => f.write_str("shootout"),
        }
    }
}

/// A word that names no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a period")]
pub struct PeriodError(String);

impl FromStr for Period {
    type Err = PeriodError;
    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let unknown = || PeriodError(text.to_owned());
        let numbered = |prefix: &str, make: fn(u8) -> Self| {
            let number = text
                .strip_prefix(prefix)?
                .parse()
                .ok()
                .filter(|it| *it > 0)?;
            Some(make(number))
        };
        Ok(match text {
            "full" => Self::Full,
            "regulation" => Self::Regulation,
            "including_overtime" => Self::IncludingOvertime,
            "overtime" => Self::Overtime,
            "shootout" => Self::Shootout,
            "first_5" => Self::FirstFive,
            _ => numbered("H", Self::Half)
                .or_else(|| numbered("Q", Self::Quarter))
                .or_else(|| numbered("P", Self::Third))
                .or_else(|| numbered("inning_", Self::Inning))
                .or_else(|| numbered("map_", Self::Map))
                .or_else(|| numbered("set_", Self::Set))
                .or_else(|| numbered("round_", Self::Round))
                .ok_or_else(unknown)?,
        })
    }
}

impl Serialize for Period {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_period_survives_being_written() {
        for period in [
            Period::Full,
            Period::Regulation,
            Period::IncludingOvertime,
            Period::Half(2),
            Period::Quarter(4),
            Period::Third(3),
            Period::Inning(12),
            Period::FirstFive,
            Period::Map(2),
            Period::Set(5),
            Period::Round(3),
            Period::Overtime,
            Period::Shootout,
        ] {
            assert_eq!(period.to_string().parse(), Ok(period));
        }
        assert!("Q0".parse::<Period>().is_err());
        assert!("overtime2".parse::<Period>().is_err());
    }
}
