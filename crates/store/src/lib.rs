#![doc = include_str!("../README.md")]

mod connect;
mod error;

pub mod bot_state;
pub mod guilds;
pub mod members;
pub mod notices;

#[cfg(feature = "testing")]
pub mod testing;

pub use connect::{ConnectError, MIGRATOR, Program, begin_guild, connect, migrate};
pub use error::{Inconsistency, StoreError};
