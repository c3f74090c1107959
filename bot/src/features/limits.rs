//! `/limits`: what members allow themselves, and breaks from betting.

mod buttons;
mod command;
mod view;

pub(crate) use command::Limits;
