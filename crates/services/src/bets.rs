//! Placing bets.

mod held;
mod manual;
mod place;
mod placement;
mod refusal;
mod run;

pub use manual::{ManualPlacement, place_manual};
pub use place::place;
pub use placement::{LegRequest, Placement};
pub use refusal::{PlaceError, Refusal, placed};
pub use run::{run, run_manual};
