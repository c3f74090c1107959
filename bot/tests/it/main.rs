//! Stories: a real Postgres, the sandbox as Discord, and what members see.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may stop where it stands"
)]

mod admin;
mod announce;
mod answers;
mod b;
mod b_certain;
mod bet;
mod bet_this;
mod cached;
mod card;
mod catalogue;
mod doctor;
mod fields;
mod full_board;
mod future;
mod limits;
mod line;
mod logs;
mod lookups;
mod manual;
mod me;
mod measured;
mod moved;
mod no_time;
mod odds;
mod operator;
mod parlay;
mod parts;
mod prop;
mod props;
mod replay;
mod resettled;
mod reviews;
mod rules;
mod secrets;
mod setup;
mod shards;
mod shares;
mod slip_builder;
mod startup;
mod statements;
mod stops;
mod supervised;
mod tickets;
mod tolerance;
mod weather;
mod why;
mod world;
