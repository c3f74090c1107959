#![doc = include_str!("../README.md")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a helper that fails should fail its test"
)]

pub mod bet;
pub mod database;
pub mod member;
pub mod metrics;
pub mod parrot;
pub mod person;
pub mod pick;
pub mod quote;
pub mod report;
pub mod said;
pub mod supervisor;
pub mod world;

pub use bet::{Bet, account, bet};
pub use database::TestDatabase;
pub use member::Member;
pub use parrot::Parrot;
pub use pick::{Leg, Legs, Pick, on};
pub use quote::{BOOKMAKER, leg, quote};
pub use report::{ReportExt, Reports, athlete, field, game, team};
pub use shared::testing::{MockClock, noon};
pub use supervisor::Supervised;
pub use world::{FEED, HERE, THERE, World};

/// A unit in micro-units.
pub const UNIT: i64 = 1_000_000;
/// What a unit at -110 comes back as, cut to the micro-unit.
pub const WON: i64 = 1_909_090;
