#![doc = include_str!("../README.md")]

pub mod cli;
pub mod lifecycle;
pub mod logging;
pub mod redact;
pub mod tls;
pub mod waiting;
