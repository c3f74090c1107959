//! The season as its readers see it: in plan, in play, in prices, over HTTP.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod http;
mod play;
mod prices;
mod schedule;

use chrono::{DateTime, TimeDelta, Utc};
use season::play::Game;
use season::{Schedule, Settings};

/// Seeds that claims about every season are tried on.
const SEEDS: u64 = 60;
/// Games of each: past one time through everybody, so that home advantage has turned.
const GAMES: u64 = 150;

/// 2026-03-01T12:00:00Z, when the seasons of these tests begin.
fn origin() -> DateTime<Utc> {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

fn seconds(count: i64) -> TimeDelta {
    TimeDelta::seconds(count)
}

/// The season of this seed, at the usual pace.
fn season(seed: u64) -> Schedule {
    Schedule::new(Settings::new(seed, origin())).unwrap()
}

fn every_season() -> impl Iterator<Item = Schedule> {
    (0..SEEDS).map(season)
}

fn games_of(schedule: &Schedule) -> impl Iterator<Item = Game> {
    (0..GAMES).map(|number| Game::new(schedule, number))
}
