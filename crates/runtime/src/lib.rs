#![doc = include_str!("../README.md")]

pub mod cli;
pub mod env_file;
pub mod failure;
pub mod lifecycle;
pub mod logging;
pub mod pulse;
pub mod redact;
pub mod secrets;
pub mod settings;
mod supervisor;
pub mod tls;
pub mod waiting;
