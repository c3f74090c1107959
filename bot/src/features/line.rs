//! `/line`: how a line moved, with the member's own bets on it.

mod buttons;
mod chart;
mod command;
mod find;
mod view;

pub(crate) use buttons::Button;
pub(crate) use command::Line;
