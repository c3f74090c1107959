#![doc = include_str!("../README.md")]

mod crest;
mod dice;
mod server;
mod wire;

pub mod clock;
pub mod faults;
pub mod league;
pub mod meter;
pub mod play;
pub mod prices;
pub mod schedule;
pub mod scoreboard;

pub use clock::{Clock, TestClock};
pub use faults::{Fault, FaultKind, Faults};
pub use schedule::{Schedule, Settings, SettingsError, Special};
pub use server::{Options, Season, StartError};
