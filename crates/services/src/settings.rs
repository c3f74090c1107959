//! A server's settings: made with the server, and changed one at a time by those who manage it.

mod change;
mod defaults;
mod server;

pub use change::{
    Change, ChangeRequest, Refusal, STAKE_MAX, SettingsError, change, run, run_board,
};
pub use defaults::{defaults, odds_format, time_zone};
pub use server::{Server, joined, load};
