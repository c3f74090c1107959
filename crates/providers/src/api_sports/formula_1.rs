//! Formula 1: races, and who finished where.

mod convert;
mod ranking;
mod wire;

pub(super) use convert::{UNTOLD, read};
pub(super) use ranking::named;
pub use ranking::{Ranking, read_ranking};
