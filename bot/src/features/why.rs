//! `/why`: how a ticket came to what it came to, from the receipts of its legs.

mod buttons;
mod command;
mod view;

pub(crate) use buttons::Button;
pub(crate) use command::Why;
