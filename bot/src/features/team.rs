//! `/team`: where a team stands, how its last games ended, what it plays next, who plays for it,
//! and who is out.

mod buttons;
mod command;
mod place;
mod players;
mod view;

pub(crate) use command::Team;
