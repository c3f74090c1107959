//! `/standings`: the newest table of a league, as the feed that is asked told it.

mod buttons;
mod command;
mod pages;
mod view;

pub(crate) use buttons::Button;
pub(crate) use command::Standings;
