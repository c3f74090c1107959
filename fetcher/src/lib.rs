#![doc = include_str!("../README.md")]

pub mod audit;
pub mod commands;
pub mod config;
pub mod feeds;
pub mod ingest;
pub mod jobs;
pub mod lead;
pub mod meters;
pub mod plan;
pub mod purse;
pub mod uptime;
