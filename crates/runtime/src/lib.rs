#![doc = include_str!("../README.md")]

pub mod env_file;
pub mod failure;
pub mod lifecycle;
pub mod logging;
pub mod settings;
pub mod tls;
