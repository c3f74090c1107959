//! Prices as exact ratios, with the format and the number in which they were typed or fed.
//!
//! -110 is 21/11 and not 1.91: a hundred units win 90.909090 at the first and 91 at the second.

use std::fmt;
use std::str::FromStr;

use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::{One, ToPrimitive};
use serde::{Deserialize, Serialize};

/// The way in which a server or a member reads prices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OddsFormat {
    /// `-110`, `+150`.
    #[default]
    American,
    /// `1.91`.
    Decimal,
    /// `10/11`.
    Fractional,
}

impl OddsFormat {
    /// Every format, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::American, Self::Decimal, Self::Fractional];

    /// The word that is stored.
    pub const fn word(self) -> &'static str {
        match self {
            Self::American => "american",
            Self::Decimal => "decimal",
            Self::Fractional => "fractional",
        }
    }

    /// The format that a stored word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }
}

/// The number in which a price was typed or fed, kept as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
enum Quoted {
    American(i32),
    /// 1.952 is 1952 at scale 3.
    Decimal {
        digits: u32,
        scale: u8,
    },
    Fractional {
        gain: u32,
        risk: u32,
    },
}

/// What one staked unit comes back as when it wins: an exact ratio above 1, at most 100,001.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Price {
    num: u64,
    den: u64,
    quoted: Quoted,
}

/// The longest price that is taken: 100,000 to 1.
const GAIN_MAX: u64 = 100_000;
/// The most decimal places that a decimal price may have.
const SCALE_MAX: usize = 6;

/// Why a text is no price.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PriceError {
    /// Not written as the format asks.
    #[error("{format} price {text:?} is not a number")]
    NotANumber {
        /// The format that was asked for.
        format: &'static str,
        /// What was given.
        text: String,
    },
    /// Between -100 and +100.
    #[error("american price \"{0}\" is between -100 and +100")]
    AmericanTooSmall(String),
    /// A price that cannot win anything.
    #[error("{format} price {text:?} wins nothing")]
    NoGain {
        /// The format that was asked for.
        format: &'static str,
        /// What was given.
        text: String,
    },
    /// Beyond 100,000 to 1, or with more decimal places than six.
    #[error("{format} price {text:?} is out of range")]
    OutOfRange {
        /// The format that was asked for.
        format: &'static str,
        /// What was given.
        text: String,
    },
}

impl Price {
    /// The price that an American number stands for: 1 + a/100, or 1 + 100/|a| below zero.
    ///
    /// # Errors
    /// [`PriceError::AmericanTooSmall`] between -100 and +100, [`PriceError::OutOfRange`] beyond
    /// 100,000 to 1 either way.
    pub fn from_american(number: i32) -> Result<Self, PriceError> {
        let size = u64::from(number.unsigned_abs());
        if size < 100 {
            return Err(PriceError::AmericanTooSmall(number.to_string()));
        }
        if size > GAIN_MAX * 100 {
            return Err(out_of_range("american", &number.to_string()));
        }
        let (num, den) = if number > 0 {
            (100 + size, 100)
        } else {
            (100 + size, size)
        };
        Ok(Self::reduced(num, den, Quoted::American(number)))
    }

    /// Reads `-110`, `+150`, `EVEN`.
    ///
    /// # Errors
    /// [`PriceError`] when it is no American price.
    pub fn parse_american(text: &str) -> Result<Self, PriceError> {
        let body = text.trim();
        if body.eq_ignore_ascii_case("even") || body.eq_ignore_ascii_case("ev") {
            return Self::from_american(100);
        }
        let digits = body.trim_start_matches(['+', '-']);
        let plain = body.len() - digits.len() <= 1
            && !digits.is_empty()
            && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !plain {
            return Err(not_a_number("american", text));
        }
        Self::from_american(body.parse().map_err(|_| out_of_range("american", text))?)
    }

    /// Reads `1.91`, `2`, `3.000`, with at most six decimal places.
    ///
    /// # Errors
    /// [`PriceError`] when it is no decimal price above 1.
    pub fn parse_decimal(text: &str) -> Result<Self, PriceError> {
        const FORMAT: &str = "decimal";
        let body = text.trim();
        let body = body.strip_prefix('+').unwrap_or(body);
        let (whole, rest) = body.split_once('.').unwrap_or((body, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(rest) {
            return Err(not_a_number(FORMAT, text));
        }
        if rest.len() > SCALE_MAX && rest[SCALE_MAX..].bytes().any(|byte| byte != b'0') {
            return Err(out_of_range(FORMAT, text));
        }
        let rest = &rest[..rest.len().min(SCALE_MAX)];
        let digits: u32 = format!("{whole}{rest}")
            .parse()
            .map_err(|_| out_of_range(FORMAT, text))?;
        let scale = u8::try_from(rest.len()).map_err(|_| out_of_range(FORMAT, text))?;
        let den = 10u64.pow(u32::from(scale));
        let num = u64::from(digits);
        if num <= den {
            return Err(no_gain(FORMAT, text));
        }
        if num - den > GAIN_MAX * den {
            return Err(out_of_range(FORMAT, text));
        }
        Ok(Self::reduced(num, den, Quoted::Decimal { digits, scale }))
    }

    /// Reads `10/11`, `5/1`, `EVENS`: what is won over what is risked.
    ///
    /// # Errors
    /// [`PriceError`] when it is no fractional price.
    pub fn parse_fractional(text: &str) -> Result<Self, PriceError> {
        const FORMAT: &str = "fractional";
        let body = text.trim();
        if body.eq_ignore_ascii_case("evens") || body.eq_ignore_ascii_case("even") {
            return Ok(Self::reduced(2, 1, Quoted::Fractional { gain: 1, risk: 1 }));
        }
        let (gain, risk) = body
            .split_once('/')
            .ok_or_else(|| not_a_number(FORMAT, text))?;
        let read = |part: &str| {
            let plain = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            if !plain {
                return Err(not_a_number(FORMAT, text));
            }
            part.parse::<u32>().map_err(|_| out_of_range(FORMAT, text))
        };
        let (gain, risk) = (read(gain)?, read(risk)?);
        if gain == 0 || risk == 0 {
            return Err(no_gain(FORMAT, text));
        }
        if u64::from(gain) > GAIN_MAX * u64::from(risk) {
            return Err(out_of_range(FORMAT, text));
        }
        let num = u64::from(gain) + u64::from(risk);
        Ok(Self::reduced(
            num,
            u64::from(risk),
            Quoted::Fractional { gain, risk },
        ))
    }

    /// Reads a price in the given format.
    ///
    /// # Errors
    /// [`PriceError`] when it is no price in that format.
    pub fn parse(format: OddsFormat, text: &str) -> Result<Self, PriceError> {
        match format {
            OddsFormat::American => Self::parse_american(text),
            OddsFormat::Decimal => Self::parse_decimal(text),
            OddsFormat::Fractional => Self::parse_fractional(text),
        }
    }

    fn reduced(num: u64, den: u64, quoted: Quoted) -> Self {
        let common = num.gcd(&den);
        Self {
            num: num / common,
            den: den / common,
            quoted,
        }
    }

    /// The ratio's upper part, reduced.
    pub const fn num(self) -> u64 {
        self.num
    }

    /// The ratio's lower part, reduced.
    pub const fn den(self) -> u64 {
        self.den
    }

    /// The format in which it was typed or fed.
    pub const fn format(self) -> OddsFormat {
        match self.quoted {
            Quoted::American(_) => OddsFormat::American,
            Quoted::Decimal { .. } => OddsFormat::Decimal,
            Quoted::Fractional { .. } => OddsFormat::Fractional,
        }
    }

    /// The number in which it was typed or fed: `-110`, `1.952`, `10/11`. Reading it in
    /// [`Price::format`] gives the same price.
    pub fn number(self) -> String {
        match self.quoted {
            Quoted::American(number) if number > 0 => format!("+{number}"),
            Quoted::American(number) => number.to_string(),
            Quoted::Decimal { digits, scale } => {
                let width = usize::from(scale) + 1;
                let text = format!("{digits:0width$}");
                match scale {
                    0 => text,
                    scale => {
                        let (whole, rest) = text.split_at(text.len() - usize::from(scale));
                        format!("{whole}.{rest}")
                    }
                }
            }
            Quoted::Fractional { gain, risk } => format!("{gain}/{risk}"),
        }
    }

    /// For reading, in the format that the reader prefers.
    pub fn shown(self, format: OddsFormat) -> String {
        if self.format() == format && format != OddsFormat::Decimal {
            return self.number();
        }
        Product::of(&[self]).shown(format)
    }
}

impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.number())
    }
}

impl FromStr for Price {
    type Err = PriceError;

    /// Reads any of the three formats: a slash is fractional, a point is decimal, else American.
    fn from_str(text: &str) -> Result<Self, PriceError> {
        if text.contains('/') || text.trim().eq_ignore_ascii_case("evens") {
            Self::parse_fractional(text)
        } else if text.contains('.') {
            Self::parse_decimal(text)
        } else {
            Self::parse_american(text)
        }
    }
}

/// The exact price of several legs together. Its parts outgrow 128 bits early, so they are big.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    num: BigUint,
    den: BigUint,
}

impl Product {
    /// Multiplies the prices. No price at all is 1: the stake comes back.
    pub fn of(prices: &[Price]) -> Self {
        let start = (BigUint::one(), BigUint::one());
        let (num, den) = prices.iter().fold(start, |(num, den), price| {
            (num * price.num, den * price.den)
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

    /// For reading, in the format that the reader prefers. American and decimal numbers are
    /// rounded to the nearest step; the money never comes from them.
    pub fn shown(&self, format: OddsFormat) -> String {
        if self.num <= self.den {
            return match format {
                OddsFormat::Decimal => hundredths(&round(&(&self.num * 100u32), &self.den)),
                _ => "EVEN MONEY BACK".to_owned(),
            };
        }
        let gain = &self.num - &self.den;
        match format {
            OddsFormat::American if gain >= self.den => {
                format!("+{}", round(&(gain * 100u32), &self.den))
            }
            OddsFormat::American => format!("-{}", round(&(&self.den * 100u32), &gain)),
            OddsFormat::Decimal => hundredths(&round(&(&self.num * 100u32), &self.den)),
            OddsFormat::Fractional => fraction(&gain, &self.den),
        }
    }
}

/// The nearest whole number, halves up.
fn round(num: &BigUint, den: &BigUint) -> BigUint {
    (num * 2u32 + den) / (den * 2u32)
}

fn hundredths(count: &BigUint) -> String {
    let (whole, rest) = count.div_rem(&BigUint::from(100u32));
    format!("{whole}.{:02}", rest.to_u32().unwrap_or(0))
}

/// The fraction itself while it can be read, else to two places against 1.
fn fraction(gain: &BigUint, risk: &BigUint) -> String {
    let readable = BigUint::from(1_000u32);
    if gain <= &readable && risk <= &readable {
        return format!("{gain}/{risk}");
    }
    let text = hundredths(&round(&(gain * 100u32), risk));
    format!("{}/1", text.strip_suffix(".00").unwrap_or(&text))
}

fn not_a_number(format: &'static str, text: &str) -> PriceError {
    PriceError::NotANumber {
        format,
        text: text.to_owned(),
    }
}

fn no_gain(format: &'static str, text: &str) -> PriceError {
    PriceError::NoGain {
        format,
        text: text.to_owned(),
    }
}

fn out_of_range(format: &'static str, text: &str) -> PriceError {
    PriceError::OutOfRange {
        format,
        text: text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_format_gives_its_exact_ratio() {
        for (text, num, den) in [
            ("-110", 21, 11),
            ("+100", 2, 1),
            ("-100", 2, 1),
            ("+150", 5, 2),
            ("-150", 5, 3),
            ("-10000", 101, 100),
            ("1.91", 191, 100),
            ("2.00", 2, 1),
            ("1.952", 244, 125),
            ("10/11", 21, 11),
            ("100/30", 13, 3),
            ("EVEN", 2, 1),
            ("evens", 2, 1),
        ] {
            let price: Price = text.parse().unwrap();
            assert_eq!((price.num(), price.den()), (num, den), "{text}");
        }
    }

    #[test]
    fn the_number_is_kept_as_it_was_typed() {
        for text in ["-110", "+150", "1.952", "2.00", "10/11", "100/30"] {
            assert_eq!(text.parse::<Price>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_price_is_shown_in_the_format_of_its_reader() {
        let price: Price = "-110".parse().unwrap();
        assert_eq!(price.shown(OddsFormat::American), "-110");
        assert_eq!(price.shown(OddsFormat::Decimal), "1.91");
        assert_eq!(price.shown(OddsFormat::Fractional), "10/11");
        assert_eq!(
            "1.952"
                .parse::<Price>()
                .unwrap()
                .shown(OddsFormat::American),
            "-105"
        );
        assert_eq!(
            "2.0".parse::<Price>().unwrap().shown(OddsFormat::American),
            "+100"
        );
        assert_eq!(
            "+1259".parse::<Price>().unwrap().shown(OddsFormat::Decimal),
            "13.59"
        );
    }

    #[test]
    fn what_is_no_price_is_refused() {
        for text in [
            "-50", "+99", "0", "1.00", "0.5", "0/1", "1/0", "abc", "", "NaN", "1e5", "+-110",
        ] {
            assert!(text.parse::<Price>().is_err(), "{text}");
        }
        assert!("9".repeat(30).parse::<Price>().is_err());
        assert!("1.0000001".parse::<Price>().is_err());
    }

    #[test]
    fn a_parlay_of_many_long_legs_does_not_wrap() {
        let legs = vec!["1000.00".parse::<Price>().unwrap(); 25];
        assert_eq!(
            Product::of(&legs).num().to_string(),
            format!("1{}", "0".repeat(75))
        );
    }

    proptest! {
        #[test]
        fn american_numbers_survive_the_trip(size in 100i32..=1_000_000, minus: bool) {
            let number = if minus { -size } else { size };
            let price = Price::from_american(number).unwrap();
            prop_assert!(price.num() > price.den());
            prop_assert_eq!(price.number().parse::<Price>().unwrap(), price);
        }

        #[test]
        fn decimal_numbers_survive_the_trip(hundredths in 101u32..=1_000_000) {
            let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
            let price: Price = text.parse().unwrap();
            prop_assert_eq!(price.number(), text.clone());
            prop_assert_eq!(price.shown(OddsFormat::Decimal), text);
        }
    }
}
