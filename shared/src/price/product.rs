//! The price of several legs together.

use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::One;

use super::exact::round;
use super::{Exact, OddsFormat, Price};

/// The exact price of several legs together. Its parts outgrow 128 bits early, so they are big.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    num: BigUint,
    den: BigUint,
}

impl Product {
    /// Multiplies the prices. No price at all is 1: the stake is returned.
    pub fn of(prices: &[Price]) -> Self {
        let start = (BigUint::one(), BigUint::one());
        let (num, den) = prices.iter().fold(start, |(num, den), price| {
            (num * price.num(), den * price.den())
        });
        Self::reduced(num, den)
    }

    /// A ratio that was worked out elsewhere, such as from half-won legs. `den` is above zero.
    pub fn from_ratio(num: BigUint, den: BigUint) -> Option<Self> {
        (den != BigUint::ZERO).then(|| Self::reduced(num, den))
    }

    fn reduced(num: BigUint, den: BigUint) -> Self {
        let common = num.gcd(&den);
        if common == BigUint::ZERO {
            return Self { num, den };
        }
        Self {
            num: num / &common,
            den: den / common,
        }
    }

    /// The ratio's upper part, reduced.
    pub fn num(&self) -> &BigUint {
        &self.num
    }

    /// The ratio's lower part, reduced, above zero.
    pub fn den(&self) -> &BigUint {
        &self.den
    }

    /// The exact number that a format gives it. `None` where it wins nothing.
    pub fn exact(&self, format: OddsFormat) -> Option<Exact> {
        let wins = self.num > self.den;
        wins.then(|| Exact::of(self.num.clone(), self.den.clone(), format))
    }

    /// For reading, in the format that the reader prefers. All but short fractions are rounded to
    /// the nearest step; the money never comes from them.
    pub fn shown(&self, format: OddsFormat) -> String {
        let Some(exact) = self.exact(format) else {
            return match format {
                OddsFormat::Decimal => Exact::of_no_gain(&self.num, &self.den).places(2),
                _ => "EVEN MONEY BACK".to_owned(),
            };
        };
        match format {
            OddsFormat::American if exact.is_negative() => exact.places(0),
            OddsFormat::American => format!("+{}", exact.places(0)),
            OddsFormat::Decimal => exact.readable(1),
            OddsFormat::HongKong | OddsFormat::Malay | OddsFormat::Indonesian => exact.readable(0),
            OddsFormat::Fractional => fraction(&exact),
        }
    }
}

/// The fraction itself while it can be read, else to two places against 1.
fn fraction(exact: &Exact) -> String {
    let readable = BigUint::from(1_000u32);
    let (gain, risk) = (exact.num(), exact.den());
    if gain <= &readable && risk <= &readable {
        return format!("{gain}/{risk}");
    }
    if gain * 100u32 < *risk {
        return format!("1/{}", round(risk, gain));
    }
    let text = exact.places(2);
    format!("{}/1", text.strip_suffix(".00").unwrap_or(&text))
}
