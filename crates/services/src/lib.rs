#![doc = include_str!("../README.md")]

pub mod bets;
pub mod corrections;
pub mod limits;
pub mod matching;
pub mod members;
pub mod results;
pub mod settings;
pub mod settle;

mod each_way;
