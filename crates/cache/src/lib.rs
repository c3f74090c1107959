#![doc = include_str!("../README.md")]

mod counters;
mod door;
mod local;
mod names;
pub mod redis;
mod versions;

pub use counters::{Count, Counts, LayerName};
pub use door::{Cache, Found, Options};
pub use versions::TRUSTED_FOR;
