//! `/schedule`: the games of a league or a team by day, with how they ended and a **Bet** where one
//! is open.

mod buttons;
mod command;
mod span;
mod subject;
mod view;

pub(crate) use buttons::Button;
pub(crate) use command::Schedule;
