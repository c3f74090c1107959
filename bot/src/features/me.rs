//! `/me`: the member's own record, this month and in all.

mod command;
mod view;

pub(crate) use command::Me;
