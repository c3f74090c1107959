//! The place terms of an each-way leg.

use std::fmt::Display;

use crate::Inconsistency;

/// What a leg pays for a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// Reads the place columns of `legs`. `None` if the leg is not each way.
pub(crate) fn each_way(
    row: impl Display,
    num: Option<i32>,
    den: Option<i32>,
    places: Option<i16>,
) -> Result<Option<EachWay>, Inconsistency> {
    let (Some(num), Some(den), Some(places)) = (num, den, places) else {
        return Ok(None);
    };
    let read = || {
        EachWay::new(
            num.try_into().ok()?,
            den.try_into().ok()?,
            places.try_into().ok()?,
        )
    };
    let read = read().ok_or_else(|| Inconsistency {
        table: "legs",
        column: "place_num, place_den, places",
        row: row.to_string(),
        found: format!("{num}/{den} for {places}"),
    })?;
    Ok(Some(read))
}
