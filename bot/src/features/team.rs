//! `/team`: where a team stands, how its last games ended, what it plays next, and who is out.

mod command;
mod place;
mod view;

pub(crate) use command::Team;
