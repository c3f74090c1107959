//! The number that a format gives a price, before anything is rounded.

use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::{One, Zero};

use super::OddsFormat;

/// A price as an exact number of one format: -110 in Hong Kong is 10/11, in Malay 10/11 too, in
/// Indonesian -11/10. In the fractional format the number is what is won over what is risked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exact {
    negative: bool,
    num: BigUint,
    den: BigUint,
}

impl Exact {
    /// The number of the price num/den. `num` is above `den`, and that above zero.
    ///
    /// A price of two or longer is above zero in every format but the Malay one, where all beyond
    /// two is below zero: exactly 2 is +100 and 1.
    pub(super) fn of(num: BigUint, den: BigUint, format: OddsFormat) -> Self {
        let gain = &num - &den;
        let positive = |num, den| Self::new(false, num, den);
        let negative = |num, den| Self::new(true, num, den);
        match format {
            OddsFormat::Decimal => positive(num, den),
            OddsFormat::Fractional | OddsFormat::HongKong => positive(gain, den),
            OddsFormat::American if gain >= den => positive(gain * 100u32, den),
            OddsFormat::American => negative(den * 100u32, gain),
            OddsFormat::Malay if gain <= den => positive(gain, den),
            OddsFormat::Indonesian if gain >= den => positive(gain, den),
            OddsFormat::Malay | OddsFormat::Indonesian => negative(den, gain),
        }
    }

    /// The ratio itself, for a product that wins nothing: half-lost legs multiply to less than 1.
    pub(super) fn of_no_gain(num: &BigUint, den: &BigUint) -> Self {
        Self::new(false, num.clone(), den.clone())
    }

    fn new(negative: bool, num: BigUint, den: BigUint) -> Self {
        let common = num.gcd(&den).max(BigUint::one());
        Self {
            negative,
            num: num / &common,
            den: den / common,
        }
    }

    /// Whether it is below zero.
    pub const fn is_negative(&self) -> bool {
        self.negative
    }

    /// The upper part of its size, reduced.
    pub const fn num(&self) -> &BigUint {
        &self.num
    }

    /// The lower part of its size, reduced, above zero.
    pub const fn den(&self) -> &BigUint {
        &self.den
    }

    /// Rounded to that many decimal places, halves away from zero: `-1.0989`.
    pub fn places(&self, places: usize) -> String {
        let sign = if self.negative { "-" } else { "" };
        let one = BigUint::from(10u32).pow(u32::try_from(places).unwrap_or(u32::MAX));
        let (whole, rest) = round(&(&self.num * &one), &self.den).div_rem(&one);
        if places == 0 {
            return format!("{sign}{whole}");
        }
        let rest = rest.to_string();
        format!("{sign}{whole}.{rest:0>places$}")
    }

    /// To two decimal places, or as many more, up to six, as it takes to be told from `floor`: a
    /// price that wins a thousandth must not read as if it won nothing.
    pub(super) fn readable(&self, floor: u32) -> String {
        let told = |places: u32| {
            let one = BigUint::from(10u32).pow(places);
            round(&(&self.num * &one), &self.den) != one * floor
        };
        let places = (2..6).find(|it| told(*it)).unwrap_or(6);
        self.places(places as usize)
    }
}

/// The nearest whole number, halves up. Nothing over nothing is nothing.
pub(super) fn round(num: &BigUint, den: &BigUint) -> BigUint {
    if den.is_zero() {
        return BigUint::ZERO;
    }
    (num * 2u32 + den) / (den * 2u32)
}
