#![doc = include_str!("../README.md")]

mod answer;
mod ask;
mod board;
mod conflict;
mod lattice;
mod legs;
mod lexicon;
mod line;
mod names;
mod number;
mod people;
mod pick;
mod place;
mod resolve;
mod token;
mod wants;
mod word;

pub use answer::{Ambiguous, Bet, Candidate, Leg, NamedPrice, Nothing, Read, Reason, Stake};
pub use board::{Board, Known};
pub use line::{games, read};
pub use names::nicknames;
