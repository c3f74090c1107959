//! Tests of what the crate promises to its callers.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod api_sports;
mod api_sports_client;
mod archives;
mod balldontlie;
mod contract;
mod corpus;
mod espn;
mod espn_athletes;
mod espn_forms;
mod espn_players;
mod football_data;
mod football_data_org;
mod http;
mod jolpica;
mod kalshi;
mod leagues_own;
mod mlb;
mod nflverse;
mod nhl;
mod open_liga_db;
mod paid;
mod props;
mod recorded;
mod recorded_api_sports;
mod recorded_espn;
mod recorded_odds;
mod rests;
mod sbr;
mod season;
mod support;
mod tennis_data;
mod the_odds_api;
mod the_odds_api_client;
mod thesportsdb;
mod ufc;
