//! `/manual`: a bet on what no feed carries. The bettor writes it, and people grade it.

mod command;
mod start;

pub(crate) use command::Manual;
