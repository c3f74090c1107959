//! What was agreed for a place, from the terms that rows hold to those that grading counts with.

use grading::each_way;
use grading::fraction::Fraction;
use store::tickets::EachWay;

/// What a place pays, as grading has it. Nothing: a share that is none, or no place.
pub(crate) fn each_way_terms(agreed: EachWay) -> Option<each_way::Terms> {
    let share = (agreed.den > 0).then(|| Fraction::new(agreed.num.into(), agreed.den.into()))?;
    each_way::Terms::new(share, agreed.places).ok()
}
