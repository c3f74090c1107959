#![doc = include_str!("../README.md")]

pub mod bets;
pub mod corrections;
pub mod results;
pub mod settle;

mod each_way;
