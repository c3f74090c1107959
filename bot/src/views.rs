//! Domain values to words. No decisions, no awaits.

pub(crate) mod balance;
pub(crate) mod correction;
pub(crate) mod game;
pub(crate) mod moved;
pub(crate) mod notify;
pub(crate) mod review;
pub(crate) mod stake;
pub(crate) mod ticket;
