//! Everything that can be announced.

mod correction;
mod direct;
mod graded;
mod moved;
mod placed;
mod resettled;
mod results;
mod review;

pub(super) use correction::Correction;
pub(super) use direct::Direct;
pub(super) use moved::Moved;
pub(super) use placed::Placed;
pub(super) use results::Results;
pub(super) use review::{ReviewEnded, ReviewOpened};
