//! Results: from the answers of feeds to results and reviews.

mod decide;
mod ingest;
mod review;

pub use decide::decide;
pub use ingest::{ingest, ingest_part};
pub use review::{OperatorDecision, ReviewError, decide_by_operator};
