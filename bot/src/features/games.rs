//! `/games`: what can be bet on, with prices and a **Bet** on every row.

mod buttons;
mod command;

pub(crate) use buttons::Button;
pub(crate) use command::Games;
