//! The season files of tennis-data.co.uk: men's and women's matches with closing prices of several
//! bookmakers. Read from a disk.

mod convert;
mod wire;

pub use convert::read;

/// The word that names this feed.
pub const NAME: &str = "tennis_data";
