//! `/injuries`: who of a team is out or may be, in the words of the feed that is asked.

mod buttons;
mod command;
mod view;

pub(crate) use buttons::Button;
pub(crate) use command::Injuries;
