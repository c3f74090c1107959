//! `/balance`: what is free and what is at risk, apart.

mod buttons;
mod command;

pub(crate) use buttons::Button;
pub(crate) use command::Balance;
