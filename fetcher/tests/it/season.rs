//! The made-up season over HTTP: a game is polled from its first price to its correction.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use fetcher::jobs::feeds::{Feed, FeedPoller};
use fetcher::plan::{Live, Pace};
use providers::Provider;
use providers::http::{Http, Limits};
use season::{Options, Settings, TestClock};
use shared::clock::SystemClock;
use tokio::sync::Notify;

use crate::world::World;

#[tokio::test]
async fn a_season_is_polled_from_the_first_price_to_the_correction() {
    runtime::tls::install();
    let world = World::new().await;
    let hands = TestClock::new(world.now);
    let mut options = Options::new(Settings::new(1, world.now));
    options.clock = hands.clock();
    let server = season::Season::start(options).await.unwrap();
    let http = Http::new(Limits::default(), Arc::new(SystemClock)).unwrap();
    let provider = providers::season::Season::new(Arc::new(http), &server.base_url());
    let every = Duration::from_secs(1);
    let decided = Arc::new(Notify::new());
    let feed = Feed {
        leagues: provider
            .leagues()
            .iter()
            .map(|it| it.code.clone())
            .collect(),
        provider: Arc::new(provider),
        pace: Pace {
            far: every,
            near: every,
            live: Live::AsNear,
            ahead: every,
        },
    };
    let poller = FeedPoller::new(world.database.fetcher.clone(), feed, Arc::clone(&decided));
    let mut poller = poller.with_uptime(world.uptime());
    let mut results = Vec::new();
    for _ in 0..40 {
        let asked = poller.tick(&world.lease).await.unwrap();
        results.extend(asked.summary.decided);
        hands.advance(TimeDelta::seconds(10));
        world.pass(TimeDelta::seconds(10)).await;
    }
    server.stop().await;
    let corrected = results.iter().filter(|(_, version)| *version == 2).count();
    assert!(corrected >= 1, "{results:?}");
    assert!(results.iter().filter(|(_, version)| *version == 1).count() >= 3);
    decided.notified().await;
    let settled = world.settle().await;
    assert_eq!(settled.tickets, 0);
    let failures = "SELECT count(*) FROM poll_log WHERE outcome NOT IN ('changed', 'unchanged')";
    assert_eq!(world.count(failures).await, 0);
    let late = "SELECT count(*) FROM quote_marks WHERE source_at >= start_at";
    assert_eq!(world.count(late).await, 0);
    assert!(
        world
            .count("SELECT count(*) FROM quote_marks WHERE mark = 'closing'")
            .await
            > 0
    );
}
