//! `/rules`: the published house rules of a sport, with their sources.

mod buttons;
mod command;
mod view;

pub(crate) use command::Rules;
