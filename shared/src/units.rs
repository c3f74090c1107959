//! Play units, counted in whole micro-units. There is no float and no value in money anywhere.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How many steps one unit has: the smallest amount is a millionth of a unit.
pub const STEPS_PER_UNIT: i64 = 1_000_000;

/// The largest return a ticket may promise, in units. Beyond it placing is refused.
pub const RETURN_UNITS_MAX: i64 = 1_000_000_000;

/// An amount of play units, in micro-units: 1 unit is 1,000,000. May be below zero.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
#[serde(transparent)]
pub struct Units(i64);

/// Why a text is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnitsError {
    /// Not a plain decimal number (no exponents, no `NaN`, no `$`).
    #[error("not a plain decimal number")]
    NotANumber,
    /// More than six decimal places.
    #[error("finer than a millionth of a unit")]
    TooFine,
    /// Beyond what a ledger entry holds.
    #[error("too large")]
    TooLarge,
}

impl Units {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// That many micro-units.
    pub const fn from_steps(steps: i64) -> Self {
        Self(steps)
    }

    /// That many whole units.
    pub const fn whole(units: i32) -> Self {
        Self(units as i64 * STEPS_PER_UNIT)
    }

    /// The amount in micro-units.
    pub const fn steps(self) -> i64 {
        self.0
    }

    /// The sum, or nothing when it would not fit.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// With a sign even when it is above zero: `+1.82`, `-2.00`, `0.00`.
    pub fn signed(self) -> String {
        if self.0 > 0 {
            format!("+{self}")
        } else {
            self.to_string()
        }
    }

    /// As short as it can be said: `2`, `0.5`, `1.818181`.
    pub fn short(self) -> String {
        let text = self.to_string();
        match text.strip_suffix(".00") {
            Some(whole) => whole.to_owned(),
            None => text.strip_suffix('0').unwrap_or(&text).to_owned(),
        }
    }

    /// Cut to two decimal places for display, toward zero: `1.81` of `1.818181`.
    pub fn cents(self) -> Self {
        Self(self.0 / 10_000 * 10_000)
    }
}

impl fmt::Display for Units {
    /// At least two decimal places, up to six: `2.00`, `1.818181`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let steps = self.0.unsigned_abs();
        let step = STEPS_PER_UNIT.unsigned_abs();
        let rest = format!("{:06}", steps % step);
        let (cents, finer) = rest.split_at(2);
        write!(
            f,
            "{sign}{}.{cents}{}",
            steps / step,
            finer.trim_end_matches('0')
        )
    }
}

impl FromStr for Units {
    type Err = UnitsError;

    /// Reads `2`, `0.5`, `2u`, `1.25 units`, `.5`. Never an exponent, a currency or a separator.
    fn from_str(text: &str) -> Result<Self, UnitsError> {
        let body = text.trim();
        let lower = body.to_ascii_lowercase();
        let body = ["units", "unit", "u"]
            .iter()
            .find_map(|suffix| lower.strip_suffix(suffix))
            .unwrap_or(&lower)
            .trim_end();
        let (negative, body) = match body.as_bytes().first() {
            Some(b'-') => (true, &body[1..]),
            Some(b'+') => (false, &body[1..]),
            _ => (false, body),
        };
        let (whole, rest) = body.split_once('.').unwrap_or((body, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if (whole.is_empty() && rest.is_empty()) || !digits(whole) || !digits(rest) {
            return Err(UnitsError::NotANumber);
        }
        let rest = rest.trim_end_matches('0');
        if rest.len() > 6 {
            return Err(UnitsError::TooFine);
        }
        let parse = |part: &str| match part {
            "" => Ok(0),
            part => part.parse::<i64>().map_err(|_| UnitsError::TooLarge),
        };
        let steps = parse(whole)?
            .checked_mul(STEPS_PER_UNIT)
            .and_then(|it| it.checked_add(parse(&format!("{rest:0<6}")).ok()?))
            .ok_or(UnitsError::TooLarge)?;
        Ok(Self(if negative { -steps } else { steps }))
    }
}

/// A stake: above zero, and no more than the largest amount a ledger entry should hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Stake(Units);

/// Why an amount cannot be a stake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StakeError {
    /// Zero or below.
    #[error("a stake must be above zero")]
    NotPositive,
    /// Beyond the largest return alone.
    #[error("a stake must stay below {RETURN_UNITS_MAX} units")]
    TooLarge,
}

impl Stake {
    /// Checks an amount.
    ///
    /// # Errors
    /// [`StakeError`] when it is not above zero or beyond [`RETURN_UNITS_MAX`].
    pub fn parse(amount: Units) -> Result<Self, StakeError> {
        if amount.0 <= 0 {
            return Err(StakeError::NotPositive);
        }
        if amount.0 > RETURN_UNITS_MAX * STEPS_PER_UNIT {
            return Err(StakeError::TooLarge);
        }
        Ok(Self(amount))
    }

    /// The amount.
    pub const fn units(self) -> Units {
        self.0
    }
}

impl Add for Units {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Units {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Units {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Sum for Units {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_read_as_people_type_them() {
        for (text, steps) in [
            ("2", 2_000_000),
            ("0.5", 500_000),
            (".5u", 500_000),
            ("2 Units", 2_000_000),
            ("1.818181", 1_818_181),
            ("-1", -1_000_000),
        ] {
            assert_eq!(text.parse::<Units>().map(Units::steps), Ok(steps), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in [
            "", "u", "abc", "NaN", "inf", "1e30", "$5", "1,000", "2 u u", "0x10", "+-1",
        ] {
            assert_eq!(text.parse::<Units>(), Err(UnitsError::NotANumber), "{text}");
        }
        assert_eq!("0.0000001".parse::<Units>(), Err(UnitsError::TooFine));
        let huge = "1".repeat(31);
        assert_eq!(huge.parse::<Units>(), Err(UnitsError::TooLarge));
    }

    #[test]
    fn amounts_are_written_with_two_places_and_no_more_than_they_need() {
        assert_eq!(Units::whole(2).to_string(), "2.00");
        assert_eq!(Units::from_steps(1_818_181).to_string(), "1.818181");
        assert_eq!(Units::from_steps(1_818_181).cents().signed(), "+1.81");
        assert_eq!(Units::from_steps(-500_000).signed(), "-0.50");
        assert_eq!(Units::whole(2).short(), "2");
        assert_eq!(Units::from_steps(500_000).short(), "0.5");
        assert_eq!(Units::from_steps(1_250_000).short(), "1.25");
    }

    #[test]
    fn a_stake_is_above_zero_and_bounded() {
        assert_eq!(Stake::parse(Units::ZERO), Err(StakeError::NotPositive));
        assert_eq!(Stake::parse(Units::whole(-1)), Err(StakeError::NotPositive));
        assert_eq!(
            Stake::parse(Units::from_steps(i64::MAX)),
            Err(StakeError::TooLarge)
        );
        assert!(Stake::parse(Units::from_steps(1)).is_ok());
    }

    const LARGE: i64 = RETURN_UNITS_MAX * STEPS_PER_UNIT;

    proptest! {
        #[test]
        fn an_amount_survives_being_written(steps in -LARGE..=LARGE) {
            let amount = Units::from_steps(steps);
            prop_assert_eq!(amount.to_string().parse::<Units>(), Ok(amount));
            prop_assert_eq!(amount.short().parse::<Units>(), Ok(amount));
            prop_assert_eq!(amount.signed().parse::<Units>(), Ok(amount));
        }
    }
}
