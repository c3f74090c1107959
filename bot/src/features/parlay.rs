//! `/parlay`: the legs that a member has gathered, as one slip that outlives a restart.

mod adding;
mod buttons;
mod command;
mod menus;
mod plan;
mod revision;
mod slip;
mod view;

pub(crate) use buttons::Button;
pub(crate) use command::Parlay;
