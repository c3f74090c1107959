#![doc = include_str!("../README.md")]

pub mod id;
mod words;

pub mod clock;
pub mod limit;
pub mod line;
pub mod price;
pub mod units;

pub mod competitor;
pub mod decision;
pub mod facts;
pub mod folded;
pub mod game;
pub mod league;
pub mod live;
pub mod market;
mod period;
pub mod report;

pub mod feed;
pub mod quote;

pub mod grade;
pub mod member;
pub mod notice;
pub mod record;
pub mod settings;
pub mod shards;
pub mod ticket;
pub mod weather;

pub mod cache;
#[cfg(feature = "testing")]
pub mod testing;
