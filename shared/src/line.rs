//! Handicaps and totals as whole quarters, so that no line is ever a float.

use std::fmt;
use std::ops::Neg;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A line in quarters of a point: `-3.5` is -14. Between -1,000 and +1,000 points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
#[serde(transparent)]
pub struct Line(i32);

/// The largest line, in quarters of a point.
const QUARTERS_MAX: i32 = 4_000;

/// Why a line was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// Not a decimal number.
    #[error("line {0:?} is not a number")]
    NotANumber(String),
    /// Not a multiple of a quarter.
    #[error("line {0:?} is not a multiple of 0.25")]
    NotAQuarter(String),
    /// Beyond 1,000 points.
    #[error("line {0:?} is beyond 1000 points")]
    TooFar(String),
}

impl Line {
    /// No handicap.
    pub const ZERO: Self = Self(0);

    /// A line of that many quarters of a point.
    ///
    /// # Errors
    /// [`LineError::TooFar`] beyond 1,000 points.
    pub fn from_quarters(quarters: i32) -> Result<Self, LineError> {
        if quarters.abs() > QUARTERS_MAX {
            return Err(LineError::TooFar(format!("{quarters}/4")));
        }
        Ok(Self(quarters))
    }

    /// The line in quarters of a point.
    pub const fn quarters(self) -> i32 {
        self.0
    }

    /// Whether a game can end exactly on this line, so that the stake is returned.
    pub const fn is_whole(self) -> bool {
        self.0 % 4 == 0
    }

    /// As a handicap is written: `+3.5`, `-0.75`, `0`.
    pub fn signed(self) -> String {
        if self.0 > 0 {
            format!("+{self}")
        } else {
            self.to_string()
        }
    }
}

impl Neg for Line {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0.abs() / 4, self.0.abs() % 4);
        let sign = if self.0 < 0 { "-" } else { "" };
        let rest = ["", ".25", ".5", ".75"][rest.unsigned_abs() as usize];
        write!(f, "{sign}{whole}{rest}")
    }
}

impl FromStr for Line {
    type Err = LineError;

    /// Reads `-3.5`, `+7`, `2.75`, `48.0`.
    fn from_str(text: &str) -> Result<Self, LineError> {
        let not_a_number = || LineError::NotANumber(text.to_owned());
        let body = text.trim();
        let (negative, body) = match body.as_bytes().first() {
            Some(b'-') => (true, &body[1..]),
            Some(b'+') => (false, &body[1..]),
            _ => (false, body),
        };
        let (whole, rest) = body.split_once('.').unwrap_or((body, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if (whole.is_empty() && rest.is_empty()) || !digits(whole) || !digits(rest) {
            return Err(not_a_number());
        }
        let quarters = match rest.trim_end_matches('0') {
            "" => 0,
            "25" => 1,
            "5" => 2,
            "75" => 3,
            _ => return Err(LineError::NotAQuarter(text.to_owned())),
        };
        let too_far = || LineError::TooFar(text.to_owned());
        let whole: i32 = if whole.is_empty() {
            0
        } else {
            whole.parse().map_err(|_| too_far())?
        };
        let sum = whole
            .checked_mul(4)
            .and_then(|it| it.checked_add(quarters))
            .ok_or_else(too_far)?;
        Self::from_quarters(if negative { -sum } else { sum }).map_err(|_| too_far())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_read_as_bookmakers_write_them() {
        for (text, quarters) in [
            ("-3.5", -14),
            ("+7", 28),
            ("2.75", 11),
            ("48.0", 192),
            (".5", 2),
            ("-0", 0),
        ] {
            assert_eq!(
                text.parse::<Line>().map(Line::quarters),
                Ok(quarters),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_line_is_refused_with_its_reason() {
        for text in ["", "-", ".", "abc", "1e3", "NaN", "--3", "3,5", "+-3"] {
            assert!(
                matches!(text.parse::<Line>(), Err(LineError::NotANumber(_))),
                "{text}"
            );
        }
        assert!(matches!(
            "3.3".parse::<Line>(),
            Err(LineError::NotAQuarter(_))
        ));
        assert!(matches!(
            "99999999999".parse::<Line>(),
            Err(LineError::TooFar(_))
        ));
    }

    proptest! {
        #[test]
        fn a_line_survives_being_written(quarters in -QUARTERS_MAX..=QUARTERS_MAX) {
            let line = Line::from_quarters(quarters).unwrap();
            prop_assert_eq!(line.to_string().parse::<Line>(), Ok(line));
            prop_assert_eq!(line.signed().parse::<Line>(), Ok(line));
            prop_assert_eq!(-(-line), line);
        }
    }
}
