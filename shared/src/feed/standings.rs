//! Tables of leagues, as feeds tell them: who stands where in a season.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{CompetitorReport, LeagueReport, Rejected};

/// The table of a league in one season, as one feed tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standings {
    /// The league.
    pub league: LeagueReport,
    /// The season: `2031`, `2031/32`.
    pub season: String,
    /// Its rows, as they stand. None: the feed has no table of it yet.
    pub rows: Vec<StandingRow>,
    /// What could not be read.
    pub rejected: Vec<Rejected>,
}

/// Where a competitor stands in a table, or in a part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingRow {
    /// The part, by the feed's name for it: `Group A`, `AFC`, `drivers`. Empty where there is one
    /// table for all.
    pub group: String,
    /// The place in that part, from 1. Some may share one.
    pub rank: u16,
    /// Who.
    pub competitor: CompetitorReport,
    /// What it has done so far.
    pub record: SeasonRecord,
}

/// What a competitor has done in a season so far. What the feed does not tell is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SeasonRecord {
    /// Games, or races.
    pub played: Option<u16>,
    /// Those that it won.
    pub won: Option<u16>,
    /// Those that it lost; where [`Self::lost_late`] is told, within the regular time.
    pub lost: Option<u16>,
    /// Those that ended level.
    pub drawn: Option<u16>,
    /// Ice hockey: those that it lost after the regular time, which give a point.
    pub lost_late: Option<u16>,
    /// What it has been given for them.
    pub points: Option<Points>,
    /// Goals, points or runs that it scored.
    pub scored: Option<i32>,
    /// Those that others scored against it.
    pub conceded: Option<i32>,
    /// How many in a row it has won (positive) or lost (negative) last.
    pub streak: Option<i16>,
}

/// Points of a table, in tenths: races that are broken off give half of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Points(i32);

impl Points {
    /// Whole points.
    pub const fn whole(points: i32) -> Option<Self> {
        match points.checked_mul(10) {
            Some(tenths) => Some(Self(tenths)),
            None => None,
        }
    }

    /// So many tenths of a point.
    pub const fn from_tenths(tenths: i32) -> Self {
        Self(tenths)
    }

    /// In tenths of a point.
    pub const fn tenths(self) -> i32 {
        self.0
    }
}

/// A text that names no points.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no number of points")]
pub struct PointsError(String);

impl FromStr for Points {
    type Err = PointsError;

    /// `83`, `12.5`. A second decimal is refused unless it is zero.
    fn from_str(text: &str) -> Result<Self, PointsError> {
        let wrong = || PointsError(text.to_owned());
        let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
        let (tenth, rest) = part.split_at_checked(1).unwrap_or((part, ""));
        let is_number = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
        let digits = whole.strip_prefix('-').unwrap_or(whole);
        if digits.is_empty()
            || !is_number(digits)
            || !is_number(tenth)
            || rest.bytes().any(|it| it != b'0')
        {
            return Err(wrong());
        }
        let tenth: i32 = if tenth.is_empty() {
            0
        } else {
            tenth.parse().map_err(|_| wrong())?
        };
        let tenth = if whole.starts_with('-') {
            -tenth
        } else {
            tenth
        };
        let whole: i32 = whole.parse().map_err(|_| wrong())?;
        let tenths = whole.checked_mul(10).and_then(|it| it.checked_add(tenth));
        tenths.map(Self).ok_or_else(wrong)
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let tenths = self.0.unsigned_abs();
        match tenths % 10 {
            0 => write!(f, "{sign}{}", tenths / 10),
            tenth => write!(f, "{sign}{}.{tenth}", tenths / 10),
        }
    }
}

/// A streak as feeds write it: `W3`, `L2`, `OT1`. `None`: level, or none.
pub fn streak(text: &str) -> Option<i16> {
    let text = text.trim();
    let at = text.find(|it: char| it.is_ascii_digit())?;
    let (kind, count) = text.split_at(at);
    let count: i16 = count.parse().ok().filter(|it| *it > 0)?;
    match kind {
        "W" => Some(count),
        // A loss after the regular time ends a row of wins as any other does.
        "L" | "OT" => Some(-count),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_exact_and_survive_being_written() {
        for (text, tenths) in [
            ("83", 830),
            ("12.5", 125),
            ("0", 0),
            ("-3", -30),
            ("-0.5", -5),
        ] {
            let points: Points = text.parse().unwrap();
            assert_eq!(
                (points.tenths(), points.to_string().as_str()),
                (tenths, text)
            );
        }
        assert_eq!("25.0".parse(), Ok(Points::from_tenths(250)));
        for wrong in ["", ".5", "1.25", "x", "9999999999", "1e3"] {
            assert!(wrong.parse::<Points>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_streak_has_a_direction() {
        assert_eq!(
            ["W3", "L2", "OT1", "-", "W", "D2", ""].map(streak),
            [Some(3), Some(-2), Some(-1), None, None, None, None]
        );
    }
}
