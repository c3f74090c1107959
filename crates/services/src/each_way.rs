//! Converts each-way terms from the stored form to the one that grading uses.

use grading::each_way;
use grading::fraction::Fraction;
use store::tickets::EachWay;

/// The place terms for grading. `None` for an invalid share, or for no place.
pub(crate) fn each_way_terms(agreed: EachWay) -> Option<each_way::Terms> {
    let share = (agreed.den > 0).then(|| Fraction::new(agreed.num.into(), agreed.den.into()))?;
    each_way::Terms::new(share, agreed.places).ok()
}
