#![doc = include_str!("../README.md")]

pub mod alerts;
pub mod caching;
pub mod catalogue;
pub mod config;
pub mod figures;
pub mod files;
pub mod health;
pub mod instance;
pub mod listen;
pub mod metric;
pub mod observer;
pub mod registry;

mod process;
mod ready;
mod reporter;
mod server;
mod start;
mod statements;

pub use config::OpsConfig;
pub use listen::Listen;
pub use start::{Ops, Setup};
