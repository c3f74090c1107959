//! Prices as they are typed or fed, format by format.

use super::{OddsFormat, Price, Quoted};

/// The longest price that is taken: 100,000 to 1.
const GAIN_MAX: u64 = 100_000;
/// The most decimal places that a price may have.
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
    /// Below -1 or above 1.
    #[error("malay price \"{0}\" is not between -1 and +1")]
    MalayTooLarge(String),
    /// Between -1 and 1.
    #[error("indonesian price \"{0}\" is between -1 and +1")]
    IndonesianTooSmall(String),
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
        let number = Number::read(FORMAT, text)?;
        let Number { digits, scale, .. } = number.not_negative(FORMAT, text)?;
        let (num, den) = number.ratio();
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
        Self::of_gain(
            (FORMAT, text),
            (gain.into(), risk.into()),
            Quoted::Fractional { gain, risk },
        )
    }

    /// Reads `0.91`: what one staked unit wins.
    ///
    /// # Errors
    /// [`PriceError`] when it is no number above zero.
    pub fn parse_hong_kong(text: &str) -> Result<Self, PriceError> {
        const FORMAT: &str = "hong kong";
        let number = Number::read(FORMAT, text)?.not_negative(FORMAT, text)?;
        let Number { digits, scale, .. } = number;
        let quoted = Quoted::HongKong { digits, scale };
        Self::of_gain((FORMAT, text), number.ratio(), quoted)
    }

    /// Reads `0.85` and `-0.92`: what one wins, or what must be risked to win one. 1 and -1 are
    /// the same price.
    ///
    /// # Errors
    /// [`PriceError`] when it is zero or not between -1 and 1.
    pub fn parse_malay(text: &str) -> Result<Self, PriceError> {
        const FORMAT: &str = "malay";
        let number = Number::read(FORMAT, text)?;
        let (size, one) = number.ratio();
        if size > one {
            return Err(PriceError::MalayTooLarge(text.to_owned()));
        }
        let Number {
            negative,
            digits,
            scale,
        } = number;
        let quoted = Quoted::Malay {
            negative,
            digits,
            scale,
        };
        let gain = if negative { (one, size) } else { (size, one) };
        Self::of_gain((FORMAT, text), gain, quoted)
    }

    /// Reads `1.40` and `-1.25`: what one wins, or what must be risked to win one.
    ///
    /// # Errors
    /// [`PriceError`] between -1 and 1, and beyond 100,000 to 1 either way.
    pub fn parse_indonesian(text: &str) -> Result<Self, PriceError> {
        const FORMAT: &str = "indonesian";
        let number = Number::read(FORMAT, text)?;
        let (size, one) = number.ratio();
        if size < one {
            return Err(PriceError::IndonesianTooSmall(text.to_owned()));
        }
        if size > GAIN_MAX * one {
            return Err(out_of_range(FORMAT, text));
        }
        let Number {
            negative,
            digits,
            scale,
        } = number;
        let quoted = Quoted::Indonesian {
            negative,
            digits,
            scale,
        };
        let gain = if negative { (one, size) } else { (size, one) };
        Self::of_gain((FORMAT, text), gain, quoted)
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
            OddsFormat::HongKong => Self::parse_hong_kong(text),
            OddsFormat::Malay => Self::parse_malay(text),
            OddsFormat::Indonesian => Self::parse_indonesian(text),
        }
    }

    /// The price that wins `gain` for each `risk`.
    fn of_gain(
        (format, text): (&'static str, &str),
        (gain, risk): (u64, u64),
        quoted: Quoted,
    ) -> Result<Self, PriceError> {
        if gain == 0 || risk == 0 {
            return Err(no_gain(format, text));
        }
        if gain > GAIN_MAX * risk {
            return Err(out_of_range(format, text));
        }
        Ok(Self::reduced(gain + risk, risk, quoted))
    }
}

/// A number with at most six decimal places, as it was typed.
#[derive(Clone, Copy)]
struct Number {
    negative: bool,
    digits: u32,
    scale: u8,
}

impl Number {
    fn read(format: &'static str, text: &str) -> Result<Self, PriceError> {
        let body = text.trim();
        let (negative, body) = match body.as_bytes().first() {
            Some(b'-') => (true, &body[1..]),
            Some(b'+') => (false, &body[1..]),
            _ => (false, body),
        };
        let (whole, rest) = body.split_once('.').unwrap_or((body, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(rest) {
            return Err(not_a_number(format, text));
        }
        if rest.len() > SCALE_MAX && rest[SCALE_MAX..].bytes().any(|byte| byte != b'0') {
            return Err(out_of_range(format, text));
        }
        let rest = &rest[..rest.len().min(SCALE_MAX)];
        let digits = format!("{whole}{rest}").parse();
        Ok(Self {
            negative,
            digits: digits.map_err(|_| out_of_range(format, text))?,
            scale: u8::try_from(rest.len()).map_err(|_| out_of_range(format, text))?,
        })
    }

    fn not_negative(self, format: &'static str, text: &str) -> Result<Self, PriceError> {
        if self.negative {
            return Err(not_a_number(format, text));
        }
        Ok(self)
    }

    /// Its size over one, both in the last decimal place.
    fn ratio(self) -> (u64, u64) {
        (self.digits.into(), 10u64.pow(self.scale.into()))
    }
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
