//! Domain values to words. No decisions, no awaits.

pub(crate) mod admin;
pub(crate) mod balance;
pub(crate) mod game;
pub(crate) mod leaderboard;
pub(crate) mod moved;
pub(crate) mod parlay;
pub(crate) mod review;
pub(crate) mod rules;
pub(crate) mod setup;
pub(crate) mod stake;
pub(crate) mod ticket;
pub(crate) mod why;
