//! Placing bets.

mod held;
mod manual;
mod place;
mod placement;

pub use manual::{ManualPlacement, place_manual};
pub use place::place;
pub use placement::{LegRequest, Placement};
