//! Stopping the program in the middle of a settlement: soon, and nothing is lost.

use std::time::{Duration, Instant};

use store::{Program, leases};
use testkit::{ReportExt, on};

use crate::program::{Fetcher, audits, signal};
use crate::world::{World, game};

/// The longest that a program may take to stop.
const STOP_MAX: Duration = Duration::from_secs(10);
const PATIENCE: Duration = Duration::from_secs(30);
const LOOK_EVERY: Duration = Duration::from_millis(50);
const MEMBERS: u64 = 20;

/// Waits until that many rows are counted.
async fn until(world: &World, count: &str, wanted: impl Fn(i64) -> bool) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let counted = world.count(count).await;
        if wanted(counted) {
            return;
        }
        assert!(Instant::now() < deadline, "{count}: {counted}");
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_in_the_middle_of_a_settlement_takes_ten_seconds_at_most_and_loses_nothing() {
    let world = World::new().await;
    let bears = game("1", world.at(2), "-3.5");
    world.report(std::slice::from_ref(&bears)).await;
    for user in 1..=MEMBERS {
        let member = world.member(user).await;
        world.bet(member, 1, on("1").home("-3.5")).await;
    }
    world.report(&[bears.final_score(27, 20)]).await;
    let mut connection = world.database.fetcher.acquire().await.unwrap();
    leases::release(&mut connection, &world.lease)
        .await
        .unwrap();
    drop(connection);

    // Somebody holds the tickets, so that their page stays in the middle.
    let mut held = world.database.owner.begin().await.unwrap();
    let hold = "SELECT FROM tickets FOR UPDATE";
    sqlx::query(hold).execute(&mut *held).await.unwrap();
    let url = world.database.url(Program::Fetcher);
    let mut program = Fetcher::start(&url, "http://127.0.0.1:1").await;
    let waits = "SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND usename = 'dbsbm_fetcher'
          AND wait_event_type = 'Lock'";
    until(&world, waits, |it| it > 0).await;

    let began = Instant::now();
    signal("TERM", program.id().unwrap()).await;
    program.ended().await;
    let took = began.elapsed();
    println!("stops: a fetcher in the middle of a settlement ended after {took:?}");
    assert!(took < STOP_MAX, "{took:?}");
    held.rollback().await.unwrap();
    until(&world, waits, |it| it == 0).await;
    assert_eq!(world.count("SELECT count(*) FROM settlements").await, 0);

    program.start_again().await;
    until(
        &world,
        "SELECT count(*) FROM tickets WHERE state = 'open'",
        |it| it == 0,
    )
    .await;
    program.stop().await;
    let settled = world.count("SELECT count(*) FROM settlements").await;
    assert_eq!(settled, MEMBERS.cast_signed());
    println!("stops: {}", audits(&url).await);
}
