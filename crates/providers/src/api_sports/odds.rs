//! Prices. An answer names games by their ids alone, so that it is read before the games are known
//! and put into them afterwards.

mod convert;
mod lines;
mod live;
mod markets;
mod wire;

pub use convert::{Prices, read_odds};
pub use live::read_live;
