//! Bets that members place.

mod held;
mod manual;
mod place;

pub(crate) use held::each_way_terms;
pub use manual::{ManualPlacement, place_manual};
pub use place::{LegRequest, Placement, place};
