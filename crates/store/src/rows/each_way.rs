//! The place terms of an each-way leg.

use std::fmt::Display;

use crate::Inconsistency;

pub use shared::ticket::EachWay;

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
