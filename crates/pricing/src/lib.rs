#![doc = include_str!("../README.md")]

pub mod probability;
pub mod root;

pub mod closing;
pub mod consensus;
pub mod devig;
pub mod expected;
pub mod fair;
pub mod movement;
pub mod stake;

pub use closing::{Offer, fair_value, price_value};
pub use consensus::{Consensus, METHOD};
pub use devig::{Book, BookError, DevigError, Fair, Method, devig, worst_case};
pub use expected::{Chances, expected_value, kelly};
pub use fair::{FairPrice, parlay};
pub use movement::{Course, Point, Word, courses};
pub use probability::{Probability, implied};
pub use stake::to_win;
