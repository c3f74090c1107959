//! `/tickets`: the member's own, open or settled, narrowed to what is asked for, a page at a time.

mod buttons;
mod cancel;
mod command;
mod filtered;
mod listing;
mod on_game;
mod share;

pub(crate) use buttons::Button;
pub(crate) use command::Tickets;
