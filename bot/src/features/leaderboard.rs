//! `/leaderboard`: net units this month, with how many tickets they rest on.

mod buttons;
mod command;
mod view;

pub(crate) use command::Leaderboard;
