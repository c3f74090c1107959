//! `/odds`: the prices of all bookmakers on a game side by side, and the margin in them.

mod buttons;
mod command;
mod view;

pub(crate) use buttons::Button;
pub(crate) use command::Odds;
