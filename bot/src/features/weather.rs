//! `/weather`: where a game is played, and what the weather is expected to be when it begins.

mod buttons;
mod command;
mod view;

pub(crate) use command::Weather;
