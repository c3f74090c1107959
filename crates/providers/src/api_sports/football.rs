//! Football: fixtures, and what each player did in them.

mod convert;
mod players;
mod scores;
mod wire;

pub(super) use convert::read;
pub(super) use players::read_players_of;
pub use players::{Players, read_players};
