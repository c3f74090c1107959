//! The row that a process writes, and what the database counts for it.

use std::time::Duration;

use chrono::TimeDelta;
use ops::Listen;
use runtime::lifecycle::{Ended, Lifecycle};
use sqlx::PgPool;
use store::Program;
use store::alerts::{self, ProcessName};
use store::figures::{Backlog, LeftToDo, left_to_do};
use testkit::{ReportExt, World, game, on};

use crate::http::get;
use crate::listener;

#[tokio::test]
async fn a_process_writes_its_figures_at_once_and_its_stop() {
    let world = World::new().await;
    let lifecycle = Lifecycle::new();
    let ops = listener::start(Program::Bot, Listen::port(0), &lifecycle).await;
    ops.reached(&world.database.bot);
    let mut connection = world.database.owner.acquire().await.unwrap();
    let rows = loop {
        let rows = alerts::rows(&mut connection).await.unwrap();
        if rows.iter().any(|it| !it.figures.is_empty()) {
            break rows;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!((rows.len(), rows[0].is_stopped), (1, false));
    let figures = &rows[0].figures;
    assert!(figures["memory_bytes"] > 1_000_000.0, "{figures:?}");
    assert!(figures["database_size_bytes"] > 1_000_000.0, "{figures:?}");
    let (_, text) = get(ops.address().unwrap(), "/metrics").await;
    for line in text.lines().filter(|it| !it.starts_with('#')) {
        println!("operator: {line}");
    }
    assert!(text.contains("dbsbm_deliveries_due{"), "{text}");
    assert!(text.contains("dbsbm_pool_connections{"), "{text}");
    lifecycle.stop();
    assert_eq!(lifecycle.run(Duration::from_secs(5)).await, Ended::Asked);
    let rows = alerts::rows(&mut connection).await.unwrap();
    assert!(rows[0].is_stopped);
}

#[tokio::test]
async fn starts_are_counted_from_the_second_on_and_for_an_hour() {
    let world = World::new().await;
    let process = ProcessName {
        program: "fetcher".to_owned(),
        instance: "here".to_owned(),
    };
    let mut connection = world.database.fetcher.acquire().await.unwrap();
    for expected in 0..=20 {
        let restarts = alerts::started(&mut connection, &process).await.unwrap();
        assert_eq!(restarts, expected.min(16));
    }
    let hour = TimeDelta::minutes(61);
    world.database.advance(hour).await;
    let figures = [("memory_bytes".to_owned(), 1.0)].into();
    let restarts = alerts::write(&mut connection, &process, &figures).await;
    assert_eq!(restarts.unwrap(), 0);
    assert_eq!(alerts::started(&mut connection, &process).await.unwrap(), 1);
}

#[tokio::test]
async fn the_bot_holds_no_lease_but_the_watchers() {
    let world = World::new().await;
    let mut connection = world.database.bot.acquire().await.unwrap();
    let lasts = TimeDelta::seconds(60);
    let watching = store::leases::acquire(&mut connection, ops::alerts::LEASE, "bot", lasts).await;
    let lease = watching.unwrap().unwrap();
    assert!(
        store::leases::renew(&mut connection, &lease, lasts)
            .await
            .unwrap()
    );
    world.database.advance(TimeDelta::days(2_000)).await;
    let leading = store::leases::acquire(&mut connection, "fetcher", "bot", lasts).await;
    assert!(leading.is_err(), "{leading:?}");
    let renewed = store::leases::renew(&mut connection, &world.lease, lasts).await;
    assert!(!renewed.unwrap());
}

#[tokio::test]
async fn what_is_left_to_do_is_counted_over_all_servers_by_either_program() {
    let world = World::new().await;
    let bears = game("NFL", "Bears", "Packers")
        .starts_at(world.at(2))
        .spread("-3", -110, -110);
    world.report(&bears).await;
    let alice = world.member(1).await;
    world.bet(alice, 1, on("bears-packers").home("-3")).await;
    let pools = [&world.database.bot, &world.database.fetcher];
    for pool in pools {
        assert_eq!(left(pool).await.unsettled, Backlog::default());
    }
    world.report(bears.final_score(27, 20)).await;
    world.database.advance(TimeDelta::minutes(6)).await;
    for pool in pools {
        let unsettled = left(pool).await.unsettled;
        assert_eq!(unsettled.number, 1);
        assert!(unsettled.oldest >= TimeDelta::minutes(6));
    }
    world.settle().await;
    let before = left(pools[0]).await;
    assert_eq!(before.unsettled, Backlog::default());
    assert!(before.deliveries.number > 0, "the results of the game");
    world.database.advance(TimeDelta::minutes(3)).await;
    for pool in pools {
        let deliveries = left(pool).await.deliveries;
        assert!(deliveries.number >= before.deliveries.number);
        assert!(deliveries.oldest >= TimeDelta::minutes(3));
    }
}

async fn left(pool: &PgPool) -> LeftToDo {
    let mut connection = pool.acquire().await.unwrap();
    left_to_do(&mut connection).await.unwrap()
}

/// The statement in the script that takes backups.
fn record_of_a_backup() -> &'static str {
    let script = include_str!("../../../../scripts/backup/take");
    let (_, from) = script.split_once("-c \"\n").unwrap();
    from.split_once("\" \\\n").unwrap().0
}

#[tokio::test]
async fn how_old_the_last_backup_is_stands_where_the_script_wrote_it() {
    let world = World::new().await;
    let pool = &world.database.bot;
    assert_eq!(left(pool).await.backup_age, None);
    let record = async || {
        let owner = &world.database.owner;
        sqlx::query(record_of_a_backup())
            .execute(owner)
            .await
            .unwrap();
    };
    record().await;
    world.database.advance(TimeDelta::hours(30)).await;
    assert!(left(pool).await.backup_age.unwrap() >= TimeDelta::hours(30));
    record().await;
    assert!(left(pool).await.backup_age.unwrap() < TimeDelta::hours(1));
}
