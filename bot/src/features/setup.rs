//! `/setup`: a server's settings, each changed by itself. What was not asked stays as it was.

mod buttons;
mod command;
mod view;

pub(crate) use buttons::Button;
pub(crate) use command::Setup;
