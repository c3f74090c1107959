//! `/help`: built from the list of commands, so that it never lags behind it.

mod command;

pub(crate) use command::Help;
