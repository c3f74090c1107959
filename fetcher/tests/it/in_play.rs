//! Prices of games that have begun: what was last offered before the real start is the closing
//! price, whenever it becomes known, and what came after is in play and never on offer.

use chrono::{DateTime, TimeDelta, Utc};
use shared::feed::{GameReport, QuoteMark};
use shared::game::GameStatus;
use shared::market::{MarketKind, Side};
use testkit::quote;

use crate::world::{World, game};

/// A game with one price, which the feed dates.
fn priced(start: DateTime<Utc>, american: i32, source_at: DateTime<Utc>) -> GameReport {
    let mut report = game("1", start, "-3.5");
    report.quotes = vec![quote(
        MarketKind::Spread,
        Some("-3.5"),
        Side::Home,
        american,
    )];
    report.quotes[0].source_at = Some(source_at);
    report
}

fn live(report: GameReport) -> GameReport {
    GameReport {
        status: GameStatus::Live,
        ..report
    }
}

/// The price of that mark.
async fn marked(world: &World, mark: &str) -> Vec<String> {
    sqlx::query_scalar("SELECT price_number FROM quote_marks WHERE mark = $1")
        .bind(mark)
        .fetch_all(&world.database.owner)
        .await
        .unwrap()
}

async fn on_offer(world: &World) -> i64 {
    world
        .count("SELECT count(*) FROM quotes WHERE taken_down_at IS NULL")
        .await
}

fn minutes(minutes: i64) -> TimeDelta {
    TimeDelta::minutes(minutes)
}

#[tokio::test]
async fn a_price_in_play_has_a_mark_of_its_own_and_is_neither_on_offer_nor_closing() {
    let world = World::new().await;
    let start = world.at(1);
    world.report(priced(start, -110, start - minutes(65))).await;
    world.pass(minutes(70)).await;
    for (american, at) in [(250, 5), (400, 8), (400, 9)] {
        world
            .report(live(priced(start, american, start + minutes(at))))
            .await;
    }
    assert_eq!(marked(&world, "in_play").await, ["+400"]);
    assert_eq!(marked(&world, "closing").await, ["-110"]);
    assert_eq!(marked(&world, "opening").await, ["-110"]);
    assert_eq!(on_offer(&world).await, 0);
    let moves = "SELECT count(*) FROM quote_changes WHERE price_num IS NOT NULL";
    assert_eq!(world.count(moves).await, 3, "every change is kept");
}

#[tokio::test]
async fn a_market_that_the_feed_calls_live_is_in_play_whatever_its_time() {
    let world = World::new().await;
    let start = world.at(1);
    let mut report = priced(start, -110, start - minutes(61));
    report.quotes.push(report.quotes[0].clone());
    report.quotes[1].mark = QuoteMark::InPlay;
    report.quotes[1].price = "9/1".parse().unwrap();
    world.report(&report).await;
    assert_eq!(marked(&world, "in_play").await, ["9/1"]);
    world.pass(minutes(70)).await;
    // A start that moves past it does not make it a price of before the game.
    report.starts_at = start + minutes(5);
    report.quotes.clear();
    world.report(live(report)).await;
    assert_eq!(marked(&world, "closing").await, ["-110"]);
}

#[tokio::test]
async fn a_price_of_before_the_start_that_arrives_after_it_is_the_closing_one() {
    let world = World::new().await;
    let start = world.at(1);
    world.report(priced(start, -110, start - minutes(61))).await;
    world.pass(minutes(62)).await;
    let late = priced(start, -130, start - minutes(1));
    let asked = world.report(&late).await;
    assert_eq!(marked(&world, "closing").await, ["-130"]);
    assert_eq!(on_offer(&world).await, 0);
    assert_ne!(asked.summary.changes.marks, 0);
    // An older one is none, and the same one again changes nothing.
    world.report(priced(start, -150, start - minutes(9))).await;
    assert_eq!(marked(&world, "closing").await, ["-130"]);
    let again = world.report(late).await;
    assert_eq!(again.summary.changes.marks, 0);
}

#[tokio::test]
async fn a_game_that_began_earlier_than_was_known_closes_at_its_real_start() {
    let world = World::new().await;
    let start = world.at(1);
    world.report(priced(start, -110, start - minutes(60))).await;
    world.pass(minutes(50)).await;
    world.report(priced(start, 300, start - minutes(10))).await;
    world.pass(minutes(11)).await;
    fetcher::jobs::quotes::tick(&world.database.fetcher, &world.lease)
        .await
        .unwrap();
    assert_eq!(marked(&world, "closing").await, ["+300"]);
    let real = start - minutes(20);
    let began = live(priced(real, 300, start - minutes(10)));
    world.report(&began).await;
    assert_eq!(marked(&world, "closing").await, ["-110"]);
    let again = world.report(began).await;
    assert_eq!(again.summary.changes.total(), 0);
}

#[tokio::test]
async fn a_price_that_was_first_seen_after_the_real_start_is_neither_opening_nor_closing() {
    let world = World::new().await;
    let start = world.at(1);
    world.report(priced(start, 300, start - minutes(60))).await;
    world.pass(minutes(61)).await;
    let mut began = live(priced(start - minutes(90), 300, start - minutes(60)));
    began.quotes.clear();
    world.report(began).await;
    assert_eq!(marked(&world, "closing").await, [""; 0]);
    assert_eq!(marked(&world, "opening").await, [""; 0]);
}

#[tokio::test]
async fn what_seemed_to_be_in_play_is_the_closing_price_of_a_game_that_began_late() {
    let world = World::new().await;
    let start = world.at(1);
    world.report(priced(start, -110, start - minutes(61))).await;
    world.pass(minutes(70)).await;
    world.report(priced(start, -140, start + minutes(8))).await;
    assert_eq!(marked(&world, "closing").await, ["-110"]);
    assert_eq!(marked(&world, "in_play").await, ["-140"]);
    world.pass(minutes(40)).await;
    let mut began = live(priced(start + minutes(30), -140, start));
    began.quotes.clear();
    world.report(began).await;
    assert_eq!(marked(&world, "closing").await, ["-140"]);
    assert_eq!(marked(&world, "in_play").await, [""; 0]);
}
