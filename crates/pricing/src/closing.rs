//! What a bet was worth beside the market's last word.

use shared::line::Line;
use shared::price::Price;

use crate::probability::{Probability, decimal};

/// A price at a line, where the market has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The price.
    pub price: Price,
    /// The line.
    pub line: Option<Line>,
}

/// By how much the price that was taken is better than the last one: d_taken/d_close - 1, the
/// margin in both. `None` if the line has moved: prices at two lines cannot be compared.
pub fn price_value(taken: Offer, closing: Offer) -> Option<f64> {
    let same = taken.line == closing.line;
    same.then(|| decimal(taken.price) / decimal(closing.price) - 1.0)
}

/// What a unit at the price that was taken is worth by the closing market without its margin:
/// d_taken·p - 1. `closing` is the fair probability of the line that was taken.
pub fn fair_value(taken: Price, closing: Probability) -> f64 {
    decimal(taken) * closing.get() - 1.0
}
