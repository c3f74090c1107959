//! Domain values to words. No decisions, no awaits.

pub mod balance;
pub mod money;
