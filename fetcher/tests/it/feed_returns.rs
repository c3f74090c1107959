//! A feed that was away for three days is back: how soon that is noticed, and how soon everything
//! that waited for it is settled. `scripts/show-outage` has ten thousand tickets.

mod bets;

use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use fetcher::jobs::feeds::{Feed, FeedPoller};
use fetcher::plan::{Live, Pace};
use providers::Provider;
use providers::http::{Http, Limits};
use season::{Options, Season, Settings, TestClock};
use shared::clock::SystemClock;
use store::{Program, leases};

use crate::program::{Fetcher, audits};
use crate::two_fetchers::verdict;
use crate::world::World;

/// How many tickets wait where nobody says.
const TICKETS: usize = 200;
/// How long the feed is away.
const AWAY: TimeDelta = TimeDelta::days(3);
/// How much of that passes at a time.
const STEP: TimeDelta = TimeDelta::minutes(30);
/// How long everything may take after the return of the feed.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long a start, or whatever else nobody measures, may take.
const START_MAX: Duration = Duration::from_secs(100);
const LOOK_EVERY: Duration = Duration::from_millis(50);

fn number(variable: &str) -> Option<usize> {
    let set = std::env::var(variable).ok()?;
    Some(set.parse().unwrap())
}

/// Eight slates a day with eight games every six hours: 88 games end in three days. All of them are
/// on offer from the beginning.
fn three_days(origin: DateTime<Utc>) -> Settings {
    let every = TimeDelta::minutes(45);
    Settings {
        first_after: TimeDelta::hours(1),
        lead: every * 100,
        games_at_once: 8,
        ..Settings::paced(1, origin, every, TimeDelta::hours(3))
    }
}

async fn serve(options: &Options) -> Season {
    Season::start(options.clone()).await.unwrap()
}

/// Waits for an answer other than 0, or for 0 where `is_zero`; returns it.
async fn until(world: &World, sql: &str, is_zero: bool, most: Duration) -> i64 {
    let deadline = Instant::now() + most;
    loop {
        let found = world.count(sql).await;
        if (found == 0) == is_zero {
            return found;
        }
        assert!(Instant::now() < deadline, "{found} after {most:?}: {sql}");
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

#[tokio::test]
async fn the_return_of_a_feed_is_noticed_within_half_a_minute_while_tickets_wait() {
    runtime::tls::install();
    let world = World::new().await;
    let hands = TestClock::new(world.now);
    let mut options = Options::new(three_days(world.now));
    options.clock = hands.clock();
    let server = serve(&options).await;
    options.listen = server.base_url()[7..].parse().unwrap();
    let limits = Limits {
        back_off: Duration::from_millis(1),
        ..Limits::default()
    };
    let up = world.uptime();
    let http = Http::new(limits, Arc::new(SystemClock)).unwrap();
    let http = Arc::new(http.with_uptime(move || up.now()));
    let provider = providers::season::Season::new(Arc::clone(&http), &server.base_url());
    let feed = Feed {
        leagues: vec![provider.leagues()[0].code.clone()],
        provider: Arc::new(provider),
        pace: Pace {
            far: Duration::from_secs(900),
            near: Duration::from_secs(60),
            live: Live::AsNear,
            ahead: Duration::from_secs(3600),
        },
    };
    let poller = FeedPoller::new(world.database.fetcher.clone(), feed, Arc::default());
    let mut poller = poller.with_uptime(world.uptime()).with_watch(http.watch());
    poller.tick(&world.lease).await.unwrap();
    bets::place(&world, 5).await;

    server.stop().await;
    let mut passed = TimeDelta::zero();
    while passed < AWAY {
        world.pass(STEP).await;
        hands.advance(STEP);
        passed += STEP;
        // It has failed for long enough to be left alone for longest.
        poller.tick(&world.lease).await.unwrap();
        poller.tick(&world.lease).await.unwrap();
    }
    let server = serve(&options).await;
    let open = "SELECT count(*) FROM tickets WHERE state = 'open'";
    assert_eq!(world.count(open).await, 5);
    let mut seconds = 0;
    while world.count(open).await > 0 {
        assert!(seconds <= 31, "nobody has asked for {seconds} s");
        poller.tick(&world.lease).await.unwrap();
        poller.tick(&world.lease).await.unwrap();
        world.settle().await;
        world.pass(TimeDelta::seconds(1)).await;
        hands.advance(TimeDelta::seconds(1));
        seconds += 1;
    }
    println!("outage: the return was noticed after {seconds} simulated seconds");
    server.stop().await;
    world.books().await;
}

/// Whether somebody runs while the feed is away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meanwhile {
    /// The fetcher starts when the feed is back.
    Off,
    /// It runs all the time, for at least so long by everybody's clock.
    Running(Duration),
}

/// Tickets wait for games of three days whose feed is away; then it is back. Tells how long it took
/// until the last ticket was settled.
async fn settled_after(meanwhile: Meanwhile, tickets: usize) -> String {
    let world = World::new().await;
    let mut connection = world.database.fetcher.acquire().await.unwrap();
    let released = leases::release(&mut connection, &world.lease);
    released.await.unwrap();
    drop(connection);
    let moved = Arc::new(AtomicI64::new(0));
    let by = Arc::clone(&moved);
    let mut options = Options::new(three_days(world.now));
    options.clock = season::Clock::from_fn(move || {
        season::Clock::system().now() + TimeDelta::milliseconds(by.load(Relaxed))
    });
    let server = serve(&options).await;
    options.listen = server.base_url()[7..].parse().unwrap();
    let database = world.database.url(Program::Fetcher);
    let mut program = Fetcher::start(&database, &server.base_url()).await;
    let told = "SELECT count(*) FROM feed_questions
        WHERE answered_at IS NOT NULL AND feed LIKE '%/quotes'";
    until(&world, told, false, START_MAX).await;

    server.stop().await;
    if meanwhile == Meanwhile::Off {
        program.kill().await;
    }
    bets::place(&world, tickets).await;
    let away_since = Instant::now();
    let mut passed = TimeDelta::zero();
    while passed < AWAY {
        world.database.advance(STEP).await;
        moved.fetch_add(STEP.num_milliseconds(), Relaxed);
        passed += STEP;
        tokio::time::sleep(LOOK_EVERY).await;
    }
    if let Meanwhile::Running(least) = meanwhile {
        tokio::time::sleep(least.saturating_sub(away_since.elapsed())).await;
    }
    let open = "SELECT count(*) FROM tickets WHERE state = 'open'";
    assert_eq!(world.count(open).await, i64::try_from(tickets).unwrap());

    let server = serve(&options).await;
    let back = Instant::now();
    if meanwhile == Meanwhile::Off {
        program.start_again().await;
    }
    until(&world, open, true, PATIENCE).await;
    let took = back.elapsed();
    let games = "SELECT count(DISTINCT game_id) FROM legs";
    let games = world.count(games).await;
    let once = "SELECT count(*) FROM tickets WHERE settled_seq = 1";
    let once = world.count(once).await;
    program.stop().await;
    server.stop().await;
    let found = verdict::of(&world).await;
    assert!(found.twice.is_empty(), "twice: {:?}", found.twice);
    assert_eq!(once, i64::try_from(tickets).unwrap());
    let audits = audits(&database).await;
    format!(
        "{meanwhile:?}: {tickets} tickets on {games} games settled {:.1} s after the feed was back, \
         {once} of them once\noutage: {found}; {audits}",
        took.as_secs_f64()
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_waited_for_a_feed_is_settled_once_each_as_soon_as_it_is_back() {
    let tickets = number("DBSBM_OUTAGE_TICKETS").unwrap_or(TICKETS);
    let off = settled_after(Meanwhile::Off, tickets).await;
    println!("outage: {off}");
    let away = number("DBSBM_OUTAGE_SECONDS").unwrap_or_default();
    let running = Meanwhile::Running(Duration::from_secs(away as u64));
    let running = settled_after(running, tickets).await;
    println!("outage: {running}");
}
