//! `/b`: a bet in one line, read against what can be bet on now. What can mean one thing only is
//! shown, or placed where the member chose that; anything else is asked about or explained.

mod answer;
mod buttons;
mod command;
mod leg;
mod message;
mod slip;
mod this;
mod view;
mod which;

pub(crate) use buttons::Button;
pub(crate) use command::B;
pub(crate) use this::BetThis;
