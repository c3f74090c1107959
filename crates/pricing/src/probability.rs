//! A number between 0 and 1 that is an estimate, and never money.

use std::fmt;

use shared::price::Price;

/// How likely something is: a finite number between 0 and 1, both included.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Probability(f64);

impl Probability {
    /// What cannot happen.
    pub const NEVER: Self = Self(0.0);
    /// What cannot but happen.
    pub const CERTAIN: Self = Self(1.0);

    /// A probability; nothing that is not between 0 and 1 is one.
    pub fn new(value: f64) -> Option<Self> {
        // NaN is in no range.
        (0.0..=1.0).contains(&value).then_some(Self(value))
    }

    /// A value that lies between 0 and 1 but for the last digits of the arithmetic.
    pub(crate) const fn clamped(value: f64) -> Self {
        Self(value.clamp(0.0, 1.0))
    }

    /// As a number.
    pub const fn get(self) -> f64 {
        self.0
    }

    /// That it does not happen.
    pub fn complement(self) -> Self {
        Self(1.0 - self.0)
    }

    /// That both happen, where one says nothing of the other.
    pub fn and(self, other: Self) -> Self {
        Self(self.0 * other.0)
    }
}

impl fmt::Display for Probability {
    /// In percent with two decimal places: `52.38 %`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} %", self.0 * 100.0)
    }
}

/// What a price implies, margin included: 1/d, as the ratio of two whole numbers.
pub const fn implied_exact(price: Price) -> (u64, u64) {
    (price.den(), price.num())
}

/// What a price implies, margin included: 1/d.
pub fn implied(price: Price) -> Probability {
    Probability::clamped(price.den() as f64 / price.num() as f64)
}

/// The decimal odds of a price, for arithmetic on probabilities only.
pub(crate) fn decimal(price: Price) -> f64 {
    price.num() as f64 / price.den() as f64
}

/// What one wins for each unit that is risked: d - 1, without cancellation.
pub(crate) fn gain(price: Price) -> f64 {
    (price.num() - price.den()) as f64 / price.den() as f64
}
