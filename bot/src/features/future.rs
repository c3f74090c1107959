//! `/future`: a tournament, a race or a season, then a market on it, then a pick; or all at once.

mod buttons;
mod command;
mod view;

pub(crate) use command::Future;
