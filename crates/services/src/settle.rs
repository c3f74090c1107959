//! Settles tickets on results.

mod error;
mod grader;
mod settler;
mod ticket;

pub use error::SettleError;
pub use settler::{Settled, Settler};
pub use ticket::{effective_grade, possible_return, progress, rules_of, settle_with};
