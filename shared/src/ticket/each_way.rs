//! The place terms of an each-way leg.

use serde::{Deserialize, Serialize};

/// What a leg pays for a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EachWay {
    /// The share of the winnings that a place pays: numerator.
    pub num: u16,
    /// The same share: denominator.
    pub den: u16,
    /// The last place that pays.
    pub places: u16,
}

impl EachWay {
    /// `None` for a share that is not above 0 and at most 1, or for no place at all.
    pub fn new(num: u16, den: u16, places: u16) -> Option<Self> {
        (num > 0 && num <= den && places > 0).then_some(Self { num, den, places })
    }
}
