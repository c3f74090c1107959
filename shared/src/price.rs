//! Prices as exact ratios, with the format and the number in which they were typed or fed.
//!
//! -110 is 21/11 and not 1.91: a hundred units win 90.909090 at the first and 91 at the second.

use std::fmt;
use std::str::FromStr;

use num_integer::Integer;
use serde::{Deserialize, Serialize};

mod exact;
mod product;
mod read;
#[cfg(test)]
mod tests;
mod tolerance;

pub use exact::Exact;
pub use product::Product;
pub use read::PriceError;
pub use tolerance::PriceTolerance;

/// The way in which a server or a member reads prices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OddsFormat {
    /// `-110`, `+150`: what 100 win, or what must be risked to win 100.
    #[default]
    American,
    /// `1.91`: what one staked unit returns.
    Decimal,
    /// `10/11`: what is won over what is risked.
    Fractional,
    /// `0.91`: what one staked unit wins.
    HongKong,
    /// `0.91`, `-0.92`: what one wins up to evens; beyond, below zero, what must be risked to
    /// win one. Between -1 and 1.
    Malay,
    /// `-1.10`, `1.40`: the American number over a hundred. Never between -1 and 1.
    Indonesian,
}

impl OddsFormat {
    /// Every format, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::American,
        Self::Decimal,
        Self::Fractional,
        Self::HongKong,
        Self::Malay,
        Self::Indonesian,
    ];

    /// The word that is stored.
    pub const fn word(self) -> &'static str {
        match self {
            Self::American => "american",
            Self::Decimal => "decimal",
            Self::Fractional => "fractional",
            Self::HongKong => "hong_kong",
            Self::Malay => "malay",
            Self::Indonesian => "indonesian",
        }
    }

    /// The format that a stored word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }
}

/// The number in which a price was typed or fed, kept as it was. 1.952 is 1952 at scale 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
enum Quoted {
    American(i32),
    Decimal {
        digits: u32,
        scale: u8,
    },
    Fractional {
        gain: u32,
        risk: u32,
    },
    HongKong {
        digits: u32,
        scale: u8,
    },
    Malay {
        negative: bool,
        digits: u32,
        scale: u8,
    },
    Indonesian {
        negative: bool,
        digits: u32,
        scale: u8,
    },
}

/// What one staked unit returns when it wins: an exact ratio above 1, at most 100,001.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Price {
    num: u64,
    den: u64,
    quoted: Quoted,
}

impl Price {
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
            Quoted::HongKong { .. } => OddsFormat::HongKong,
            Quoted::Malay { .. } => OddsFormat::Malay,
            Quoted::Indonesian { .. } => OddsFormat::Indonesian,
        }
    }

    /// The number in which it was typed or fed: `-110`, `1.952`, `10/11`. Reading it in
    /// [`Price::format`] gives the same price.
    pub fn number(self) -> String {
        match self.quoted {
            Quoted::American(number) if number > 0 => format!("+{number}"),
            Quoted::American(number) => number.to_string(),
            Quoted::Decimal { digits, scale } | Quoted::HongKong { digits, scale } => {
                decimal(false, digits, scale)
            }
            Quoted::Malay {
                negative,
                digits,
                scale,
            }
            | Quoted::Indonesian {
                negative,
                digits,
                scale,
            } => decimal(negative, digits, scale),
            Quoted::Fractional { gain, risk } => format!("{gain}/{risk}"),
        }
    }

    /// For reading, in the format that the reader prefers. Decimal numbers are rounded, however
    /// they were typed; see [`Price::exact`] for one that is not.
    pub fn shown(self, format: OddsFormat) -> String {
        let as_typed = matches!(format, OddsFormat::American | OddsFormat::Fractional);
        if as_typed && self.format() == format {
            return self.number();
        }
        Product::of(&[self]).shown(format)
    }

    /// The exact number that a format gives it. Exactly 2 is +100 and never -100.
    pub fn exact(self, format: OddsFormat) -> Exact {
        Exact::of(self.num.into(), self.den.into(), format)
    }
}

fn decimal(negative: bool, digits: u32, scale: u8) -> String {
    let sign = if negative { "-" } else { "" };
    let scale = usize::from(scale);
    let text = format!("{digits:0width$}", width = scale + 1);
    let (whole, rest) = text.split_at(text.len() - scale);
    let point = if scale > 0 { "." } else { "" };
    format!("{sign}{whole}{point}{rest}")
}

impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.number())
    }
}

impl FromStr for Price {
    type Err = PriceError;

    /// Reads the three formats that can be told apart: a slash is fractional, a point is decimal,
    /// else it is American. The others look like these and must be named: [`Price::parse`].
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
