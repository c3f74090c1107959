//! What `quota` and `doctor` say, and that a restart pays for nothing again.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use fetcher::commands::doctor::{self, Findings};
use fetcher::commands::quota;
use fetcher::plan::{Live, Pace};
use fetcher::purse::PgPurse;
use providers::http::{Http, Limits};
use season::meter::Plan;
use shared::clock::SystemClock;

use super::world::{Settings, World};

fn noon() -> DateTime<Utc> {
    "2026-11-03T12:00:00Z".parse().unwrap()
}

/// At noon, with so many units a day, of which others spend so many soon; three leagues, one of which
/// plays at three o'clock.
async fn world(units: u32, others: u32) -> World {
    let mut world = World::new(Settings {
        begins_at: noon(),
        leagues: 3,
        pace: Pace {
            near: Duration::from_secs(60),
            live: Live::AsNear,
            far: Duration::from_secs(900),
            ahead: Duration::from_secs(3600),
        },
        plan: Plan {
            units,
            monthly: false,
            cost: 1,
            a_second: 10,
            ahead: TimeDelta::zero(),
            storms: Vec::new(),
            others: vec![(noon() + TimeDelta::minutes(20), others)],
        },
        takes: TimeDelta::milliseconds(100),
    })
    .await;
    world.game(0, noon() + TimeDelta::hours(3)).await;
    world
}

async fn said(world: &World) -> String {
    let http = Http::new(Limits::default(), Arc::new(SystemClock)).unwrap();
    let feeds = [world.feed(Arc::new(http.with_purse(PgPurse::closed())))];
    let mut connection = world.database.fetcher.acquire().await.unwrap();
    let lines = quota::report(&mut connection, &feeds).await.unwrap();
    lines.join("\n")
}

#[tokio::test]
async fn quota_says_what_is_left_who_spent_it_and_what_is_skipped() {
    let mut world = world(200, 7).await;
    let mut fetcher = world.fetcher().await;
    world
        .work(&mut fetcher, noon() + TimeDelta::minutes(40))
        .await;
    insta::assert_snapshot!(said(&world).await, @"
    metered all, key 4220ea1f: 188 of 200 left for this day; renewed 2026-11-04 00:00 UTC, in 11 h 20 min
      5 spent by us in 5 requests, 7 by others or lost; last answered 10 min ago
      L0          games on the board, 1 a poll: every 15 min
      L1          everything else, 1 a poll: every 1 h 40 min instead of 15 min, so that what is left lasts
      L2          everything else, 1 a poll: every 1 h 40 min instead of 15 min, so that what is left lasts
    ");
    let mut findings = Findings::default();
    let mut connection = world.database.fetcher.acquire().await.unwrap();
    doctor::look(&mut connection, &mut findings).await.unwrap();
    let line = findings
        .lines
        .iter()
        .find(|it| it.contains("metered all, key"));
    let expected = "ok       metered all, key 4220ea1f: 188 of 200 left for this day, renewed in \
                    11 h 20 min";
    assert_eq!(line.map(String::as_str), Some(expected));
}

#[tokio::test]
async fn quota_says_that_nothing_is_skipped_where_there_is_enough() {
    let mut world = world(10_000, 0).await;
    let mut fetcher = world.fetcher().await;
    world
        .work(&mut fetcher, noon() + TimeDelta::minutes(1))
        .await;
    let said = said(&world).await;
    assert!(said.contains("nothing is skipped"), "{said}");
    assert!(said.contains("every 15 min"), "{said}");
}

#[tokio::test]
async fn a_restart_pays_for_nothing_again() {
    let mut world = world(10_000, 0).await;
    let mut fetcher = world.fetcher().await;
    world
        .work(&mut fetcher, noon() + TimeDelta::minutes(5))
        .await;
    assert_eq!(world.meter.calls().len(), 3);
    for _ in 0..3 {
        fetcher = world.fetcher().await;
        let soon = world.now() + TimeDelta::minutes(1);
        world.work(&mut fetcher, soon).await;
    }
    assert_eq!(
        world.meter.calls().len(),
        3,
        "each league was asked about once"
    );
    world
        .work(&mut fetcher, noon() + TimeDelta::minutes(16))
        .await;
    assert_eq!(world.meter.calls().len(), 6, "and again when it was due");
}

#[tokio::test]
async fn what_is_spent_stays_spent_for_every_process_until_midnight() {
    let mut world = world(4, 0).await;
    let mut fetcher = world.fetcher().await;
    world.work(&mut fetcher, noon() + TimeDelta::hours(3)).await;
    let spent = world.meter.calls().len();
    for _ in 0..3 {
        fetcher = world.fetcher().await;
        let later = world.now() + TimeDelta::hours(2);
        world.work(&mut fetcher, later).await;
    }
    let calls = world.meter.calls();
    assert!(calls.len() <= 4 && spent > 0, "{calls:?}");
    assert!(calls.iter().all(|it| it.is_served), "{calls:?}");
    let tomorrow = noon() + TimeDelta::hours(30);
    world.work(&mut fetcher, tomorrow).await;
    assert!(world.meter.calls().len() > calls.len(), "a new day");
}
