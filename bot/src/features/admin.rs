//! `/admin`: corrections of a server's tickets and balances. Each is shown first, wants a reason,
//! and is undone from the log.
//!
//! Discord offers the command to server managers, and to a role once they allow it under
//! *Integrations*; it works for them and for the role that `/setup` names. That is checked again
//! at each step: a role that was taken away meanwhile counts for nothing.

mod buttons;
mod choices;
mod command;
mod definition;
mod draft;
mod log;
mod named;
mod read;
mod view;

pub(crate) use buttons::Button;
pub(crate) use command::Admin;
