//! Bets on players, on fields, on parts of games and on one team: on a board that answers of feeds
//! filled, placed by members in the sandbox, settled by what the feeds tell later, and explained.
//!
//! Where an answer of a real feed was recorded, a story ends as it has it, and looks up the figures
//! that members must read in the answer itself. Such stories say that they are skipped where the
//! recorded answers are not at hand. No answer was recorded with prices on the players of a game
//! whose end was recorded too, so prices are written by hand, in the form that The Odds API
//! documents; so are answers of which none was recorded, and their stories always run.

mod american_football;
mod baseball;
mod basketball;
mod golf;
mod hockey;
mod nba;
mod prices;
mod racing;
mod recorded;
mod soccer;
mod stage;
mod tennis;
mod wnba;
