//! `/tickets`: the member's own, open or settled, a page at a time.

mod buttons;
mod cancel;
mod command;
mod on_game;
mod share;

pub(crate) use buttons::Button;
pub(crate) use command::Tickets;
