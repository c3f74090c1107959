//! Games that several feeds know: which of them may be one under two names, and the operator's word
//! on it.

mod apart;
mod join;

pub use apart::{Apart, Why, apart};
pub use join::{JoinError, Joined, Parted, join, part};
