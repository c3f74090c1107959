//! `/bet`: a game by autocomplete, then a price, then a stake; or all three at once.

mod buttons;
mod command;

pub(crate) use buttons::Button;
pub(crate) use command::Bet;
