//! What was agreed for a place, each way.

use crate::Inconsistency;

/// What a leg pays for a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EachWay {
    /// The share of the winnings that a place pays: upper part,
    pub num: u16,
    /// and lower part.
    pub den: u16,
    /// Down to which place.
    pub places: u16,
}

impl EachWay {
    /// Nothing for a share that is not above 0 and at most 1, or for no place.
    pub fn new(num: u16, den: u16, places: u16) -> Option<Self> {
        (num > 0 && num <= den && places > 0).then_some(Self { num, den, places })
    }
}

/// The columns of `legs` that say so. Nothing: it is not each way.
pub(crate) fn each_way(
    row: impl ToString,
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
