//! Settling tickets on results.

mod grader;
mod settler;
mod ticket;

pub use settler::{SettleError, Settled, Settler};
pub use ticket::{effective_grade, possible_return, progress, rules_of, settle_with};
