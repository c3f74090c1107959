//! Exact numbers as people write them: whole, with decimal places, or as a fraction.

use num_bigint::BigUint;
use num_integer::Integer;
use num_rational::Ratio;
use num_traits::{One, Zero};
use shared::grade::Share;
use shared::price::Price;

/// An exact number that is not below zero. Its parts are big: a product of 25 prices has no bound
/// that a machine word would hold.
pub type Fraction = Ratio<BigUint>;

/// The most digits that a part of a number may have when it is read.
const DIGITS_MAX: usize = 40;
/// To how many decimal places a return is cut.
const PLACES: u32 = 6;

/// Why a text is no exact number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FractionError {
    /// Neither `100` nor `0.95` nor `10/3`.
    #[error("{0:?} is not a number such as \"100\", \"0.95\" or \"10/3\"")]
    NotANumber(String),
    /// Too long to be meant.
    #[error("a number of {0} characters is too long")]
    TooLong(usize),
    /// The denominator is zero.
    #[error("{0:?} is divided by nothing")]
    OverNothing(String),
}

/// Reads `100`, `0.95`, `10/3`: no sign, no exponent, no separators.
///
/// # Errors
/// [`FractionError`] when it is written in another way.
pub fn read(text: &str) -> Result<Fraction, FractionError> {
    if text.len() > 2 * DIGITS_MAX {
        return Err(FractionError::TooLong(text.len()));
    }
    let not_a_number = || FractionError::NotANumber(text.to_owned());
    let whole = |part: &str| -> Result<BigUint, FractionError> {
        let plain = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !plain || part.len() > DIGITS_MAX {
            return Err(not_a_number());
        }
        part.parse().map_err(|_| not_a_number())
    };
    if let Some((upper, lower)) = text.split_once('/') {
        let (upper, lower) = (whole(upper)?, whole(lower)?);
        if lower.is_zero() {
            return Err(FractionError::OverNothing(text.to_owned()));
        }
        return Ok(Fraction::new(upper, lower));
    }
    let Some((units, places)) = text.split_once('.') else {
        return Ok(Fraction::from_integer(whole(text)?));
    };
    let scale = u32::try_from(places.len()).map_err(|_| not_a_number())?;
    let one = BigUint::from(10u32).pow(scale);
    Ok(Fraction::new(whole(units)? * &one + whole(places)?, one))
}

/// Cut toward zero to six decimal places, without trailing zeros: what would be paid. `147.5`.
pub fn cut(number: &Fraction) -> String {
    let one = BigUint::from(10u32).pow(PLACES);
    let steps = number.numer() * &one / number.denom();
    let (whole, rest) = steps.div_rem(&one);
    let rest = format!("{rest:0>width$}", width = PLACES as usize);
    match rest.trim_end_matches('0') {
        "" => whole.to_string(),
        places => format!("{whole}.{places}"),
    }
}

/// The half of it.
pub(crate) fn half(number: &Fraction) -> Fraction {
    number / BigUint::from(2u32)
}

/// One.
pub(crate) fn one() -> Fraction {
    Fraction::one()
}

/// A price as a fraction.
pub fn of_price(price: Price) -> Fraction {
    Fraction::new(price.num().into(), price.den().into())
}

/// A share as a fraction.
pub(crate) fn of_share(share: Share) -> Fraction {
    let part = |number: i32| BigUint::from(number.unsigned_abs());
    Fraction::new(part(share.num()), part(share.den()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_numbers_read_as_people_write_them() {
        for (text, written, cut_to) in [
            ("100", "100", "100"),
            ("0.95", "19/20", "0.95"),
            ("10/3", "10/3", "3.333333"),
            ("295/2", "295/2", "147.5"),
            ("6/4", "3/2", "1.5"),
            ("0", "0", "0"),
            ("0.0000009", "9/10000000", "0"),
            ("1.999999999", "1999999999/1000000000", "1.999999"),
        ] {
            let number = read(text).unwrap();
            assert_eq!(number.to_string(), written, "{text}");
            assert_eq!(cut(&number), cut_to, "{text}");
        }
    }

    #[test]
    fn what_is_no_exact_number_is_refused() {
        for text in [
            "", "-1", "+1", "1e3", "1,000", ".5", "5.", "1/0", "1/2/3", "1.5/2", " 1", "NaN", "١",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(read(&"9".repeat(200)).is_err());
    }
}
