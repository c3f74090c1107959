#![doc = include_str!("../README.md")]

mod connect;
mod error;

#[cfg(feature = "testing")]
pub mod testing;

pub use connect::{ConnectError, MIGRATOR, Program, begin_guild, connect, migrate};
pub use error::{Inconsistency, StoreError};
