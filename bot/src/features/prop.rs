//! `/prop`: a player by name, then what is counted, then a price; or all of it at once.

mod buttons;
mod command;
mod find;
mod view;
mod voids;

pub(crate) use command::Prop;
