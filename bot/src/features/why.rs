//! `/why`: how a ticket was graded, from the receipts of its legs.

mod buttons;
mod command;
mod view;

pub(crate) use buttons::Button;
pub(crate) use command::Why;
