#![doc = include_str!("../README.md")]

pub mod lifecycle;
pub mod logging;
pub mod tls;
