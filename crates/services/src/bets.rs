//! Placing, cancelling and sharing bets.

mod cancel;
mod held;
mod manual;
mod place;
mod placement;
mod refusal;
mod run;
mod share;

pub use cancel::{CANCEL_WINDOW, CancelError, CancelRefusal, Cancellation, cancel};
pub use manual::{ManualPlacement, place_manual};
pub use place::{place, place_draft};
pub use placement::{LegRequest, Placement};
pub use refusal::{PlaceError, Refusal, placed};
pub use run::{run, run_draft, run_manual};
pub use share::{ShareError, ShareRefusal, Shared, share};
