#![doc = include_str!("../README.md")]

mod connect;
mod error;
mod functions;
mod interval;
mod rows;

pub mod audit;
pub mod backtest;
mod competitors;
pub mod feed_forms;
pub mod feed_requests;
pub mod feed_rests;
pub mod feed_shapes;
pub mod figures;
pub mod games;
pub mod grades;
pub mod ingest;
pub mod leagues;
pub mod leases;
pub mod poll_log;
pub mod quotas;
pub mod quotes;
pub mod records;
pub mod reports;
pub mod results;
pub mod retention;
pub mod reviews;
pub mod roles;
pub mod rosters;
pub mod settlements;
pub mod standings;
pub mod teams;

pub mod statements;

pub mod alerts;
pub mod board;
pub mod bot_state;
pub mod cache_versions;
pub mod corrections;
pub mod drafts;
pub mod game_state;
pub mod guilds;
pub mod histories;
pub mod identify_slots;
pub mod injuries;
pub mod interactions;
pub mod joins;
pub mod known_teams;
pub mod leaderboards;
pub mod limits;
pub mod live;
pub mod manual;
pub mod members;
pub mod notices;
pub mod notify;
pub mod price_history;
pub mod schedule;
pub mod texts;
pub mod tickets;
pub mod venues;

pub mod fault;

pub use connect::{
    ConnectError, ConnectionRoom, MIGRATOR, Program, begin_guild, connect, connection_room,
    connections_available, limits_missing, listening, migrate, schema_digest,
};
pub use error::{Inconsistency, StoreError, is_transient};
