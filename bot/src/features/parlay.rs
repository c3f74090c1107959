//! `/parlay`: the legs that a member has gathered, as one slip that outlives a restart.

mod buttons;
mod command;
mod view;

pub(crate) use buttons::Button;
pub(crate) use command::Parlay;
