//! Prices of games that have begun.

use chrono::TimeDelta;
use fetcher::jobs::{housekeeping, quotes, retention};

use shared::market::{MarketKind, Side};
use testkit::{FEED, Reports, quote};

use crate::world::{World, game};

#[tokio::test]
async fn what_is_to_be_had_at_the_start_is_the_closing_price() {
    let world = World::new().await;
    let mut report = game("1", world.at(1), "-3.5");
    world.report(&report).await;
    report.quotes.truncate(2);
    world.report(&report).await;
    let pool = &world.database.fetcher;
    assert_eq!(quotes::tick(pool, &world.lease).await.unwrap(), 0);

    world.database.advance(TimeDelta::hours(1)).await;
    assert_eq!(quotes::tick(pool, &world.lease).await.unwrap(), 2);
    let closing =
        "SELECT count(*) FROM quote_marks WHERE mark = 'closing' AND source_at < start_at";
    assert_eq!(
        world.count(closing).await,
        2,
        "what was taken down before is no closing price"
    );
    let up = "SELECT count(*) FROM quotes WHERE taken_down_at IS NULL";
    assert_eq!(world.count(up).await, 0);
    assert_eq!(quotes::tick(pool, &world.lease).await.unwrap(), 0);
}

#[tokio::test]
async fn a_feed_that_drops_its_prices_at_the_start_leaves_closing_ones() {
    let world = World::new().await;
    let mut report = game("1", world.at(1), "-3.5");
    world.report(&report).await;
    world.database.advance(TimeDelta::minutes(61)).await;
    report.quotes.clear();
    world.report(report).await;
    let closing = "SELECT count(*) FROM quote_marks WHERE mark = 'closing'";
    assert_eq!(world.count(closing).await, 4);
}

#[tokio::test]
async fn an_answer_that_was_being_stored_when_the_game_began_does_not_reopen_its_prices() {
    let world = World::new().await;
    let pool = &world.database.fetcher;
    let report = game("1", world.at(1), "-3.5");
    world.report(&report).await;
    world.database.advance(TimeDelta::minutes(61)).await;
    assert_eq!(quotes::tick(pool, &world.lease).await.unwrap(), 4);

    let mut transaction = pool.begin().await.unwrap();
    let shortly_before = world.at(1) - TimeDelta::seconds(1);
    let reports = report.reports();
    services::results::ingest(&mut transaction, FEED, &reports, shortly_before)
        .await
        .unwrap();
    transaction.commit().await.unwrap();
    let up = "SELECT count(*) FROM quotes WHERE taken_down_at IS NULL";
    assert_eq!(world.count(up).await, 0);
    let logged = "SELECT count(*) FROM quote_changes WHERE price_num IS NOT NULL";
    assert_eq!(world.count(logged).await, 4);
}

#[tokio::test]
async fn a_start_that_moves_on_reopens_the_prices_and_closes_them_again() {
    let world = World::new().await;
    let pool = &world.database.fetcher;
    world.report(&[game("1", world.at(1), "-3.5")]).await;
    world.database.advance(TimeDelta::hours(1)).await;
    quotes::tick(pool, &world.lease).await.unwrap();

    let mut late = game("1", world.at(3), "-3.5");
    late.quotes[0] = quote(MarketKind::Spread, Some("-3.5"), Side::Home, -130);
    world.report(late).await;
    let up = "SELECT count(*) FROM quotes WHERE taken_down_at IS NULL";
    assert_eq!(world.count(up).await, 4);
    world.database.advance(TimeDelta::hours(2)).await;
    assert_eq!(quotes::tick(pool, &world.lease).await.unwrap(), 4);
    let closing =
        "SELECT count(*) FROM quote_marks WHERE mark = 'closing' AND price_number = '-130'";
    assert_eq!(world.count(closing).await, 1);
}

#[tokio::test]
async fn partitions_are_made_ahead_and_old_lines_are_forgotten() {
    let world = World::new().await;
    let pool = &world.database.fetcher;
    world.report(&[game("1", world.at(1), "-3.5")]).await;
    housekeeping::tick(pool, &world.lease).await.unwrap();
    assert_eq!(retention::all(pool, &world.lease).await.unwrap(), 0);
    world.database.advance(TimeDelta::days(8)).await;
    assert_eq!(retention::all(pool, &world.lease).await.unwrap(), 1);
    assert_eq!(world.count("SELECT count(*) FROM poll_log").await, 0);
    world.database.advance(TimeDelta::days(40)).await;
    assert!(housekeeping::tick(pool, &world.lease).await.unwrap() > 0);
}
