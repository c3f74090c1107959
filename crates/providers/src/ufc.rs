//! The archive of UFC fights that is published as `ufc-master.csv`: winners, ways and rounds, with
//! moneylines. Read from a disk.

mod convert;
mod wire;

pub use convert::read;

/// The word that names this feed.
pub const NAME: &str = "ufc";
