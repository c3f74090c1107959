#![doc = include_str!("../README.md")]

pub mod cli;
pub mod env_file;
pub mod failure;
pub mod lifecycle;
pub mod logging;
pub mod redact;
pub mod secrets;
pub mod settings;
pub mod tls;
pub mod waiting;
