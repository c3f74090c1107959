#![doc = include_str!("../README.md")]

mod modules;

pub mod areas;
pub mod assets;
pub mod circles;
pub mod features;
pub mod files;
pub mod layers;
pub mod licences;
pub mod migrations;
pub mod orphans;
pub mod speech;
pub mod statements;
pub mod tidy;
pub mod tree;
pub mod unused;
