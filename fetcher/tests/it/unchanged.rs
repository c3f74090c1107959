//! What a feed says again costs next to nothing, and what is new about it is not missed.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;

use chrono::TimeDelta;
use fetcher::ingest::{self, IngestSummary, Memory};
use grading::decide::Policy;
use providers::stub::Act;
use providers::{Answer, RequestStats};
use shared::feed::{FeedAnswer, GameReport, Rejected};
use shared::market::{MarketKind, Side};
use store::feed_requests::FeedRequest;
use store::leases::Lease;
use testkit::{FEED, ReportExt, quote};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use crate::touched::{WATCH, touched};
use crate::world::{World, game};

/// Counts the statements that are sent to the database.
#[derive(Clone, Default)]
struct Statements(Arc<AtomicUsize>);

impl<S: tracing::Subscriber> Layer<S> for Statements {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            self.0.fetch_add(1, Relaxed);
        }
    }
}

fn games(world: &World, number: i64) -> Vec<GameReport> {
    let one = |it: i64| game(&it.to_string(), world.at(2 + it % 40), "-3.5");
    (1..=number).map(one).collect()
}

fn says(games: &[GameReport]) -> Act {
    Act::Answer(FeedAnswer {
        games: games.to_vec(),
        rejected: Vec::new(),
    })
}

#[tokio::test]
async fn an_answer_that_was_given_before_dates_its_question_and_nothing_else() {
    let world = World::new().await;
    let mut poller = world.poller();
    world.stub.only(says(&games(&world, 100)));
    let statements = Statements::default();
    let watching = tracing_subscriber::registry().with(statements.clone());
    // With a single subscriber, whichever thread logs first decides whether anybody listens.
    let _other = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::default());
    let _guard = tracing::subscriber::set_default(watching);
    poller.tick(&world.lease).await.unwrap();
    let first = statements.0.swap(0, Relaxed);
    world.run(WATCH).await;
    let mut each = Vec::new();
    for _ in 0..5 {
        world.pass(TimeDelta::seconds(61)).await;
        statements.0.store(0, Relaxed);
        let polled = poller.tick(&world.lease).await.unwrap();
        each.push(statements.0.load(Relaxed));
        assert_eq!((polled.summary.games, polled.summary.prices), (100, 400));
        assert_eq!(polled.summary.changes.total(), 0);
        assert_eq!(touched(&world).await, ["update feed_questions"]);
    }
    // The time, which games there are, the lease, the question's date, and the commit.
    assert!(first > 30, "{first}");
    assert_eq!(each, [5; 5], "{first} at first");
    println!(
        "statements: {first} for an answer of 100 games, {} for the same again",
        each[0]
    );
    assert_eq!(world.count("SELECT answers FROM feed_questions").await, 6);
    assert_eq!(world.count("SELECT count(*) FROM poll_log").await, 1);
    // The prices are as fresh as the last answer.
    let fresh = "SELECT count(*) FROM feed_questions
        WHERE answered_at > app_now() - interval '30 seconds'";
    assert_eq!(world.count(fresh).await, 1);
}

#[tokio::test]
async fn a_day_that_is_stored_twice_changes_no_row_the_second_time_but_its_questions() {
    let world = World::new().await;
    let mut day = games(&world, 40);
    day[0] = day[0].clone().final_score(20, 17);
    world.stub.only(says(&day));
    world.poller().tick(&world.lease).await.unwrap();
    world.run(WATCH).await;
    // A process that has seen nothing compares everything.
    world.poller().tick(&world.lease).await.unwrap();
    assert_eq!(touched(&world).await, ["update feed_questions"]);
}

#[tokio::test]
async fn one_price_that_moves_among_a_hundred_games_is_written_alone() {
    let world = World::new().await;
    let mut poller = world.poller();
    let mut all = games(&world, 100);
    world.stub.only(says(&all));
    poller.tick(&world.lease).await.unwrap();
    world.run(WATCH).await;
    all[7].quotes[0] = quote(MarketKind::Spread, Some("-3.5"), Side::Home, -120);
    world.stub.only(says(&all));
    world.pass(TimeDelta::seconds(61)).await;
    let polled = poller.tick(&world.lease).await.unwrap();
    assert_eq!(polled.summary.games, 1, "the others are as they were");
    assert_eq!(
        touched(&world).await,
        [
            "insert poll_log",
            "insert quote_changes",
            "update feed_questions",
            "update quotes"
        ]
    );
    // And nothing that it left out has lost its question.
    let held = "SELECT count(*) FROM quotes WHERE question_id IS NOT NULL";
    assert_eq!(world.count(held).await, 400);
}

#[tokio::test]
async fn a_game_that_an_answer_no_longer_has_loses_its_prices_question() {
    let world = World::new().await;
    let mut poller = world.poller();
    let mut all = games(&world, 3);
    for _ in 0..2 {
        world.stub.only(says(&all));
        poller.tick(&world.lease).await.unwrap();
        world.pass(TimeDelta::seconds(61)).await;
        let held = "SELECT count(*) FROM quotes WHERE question_id IS NOT NULL";
        assert_eq!(
            world.count(held).await,
            4 * i64::try_from(all.len()).unwrap()
        );
        all.pop();
    }
}

#[tokio::test]
async fn what_could_not_be_read_is_told_once_and_again_when_it_is_something_else() {
    let world = World::new().await;
    let mut poller = world.poller();
    let answer = |reason: &str| {
        Act::Answer(FeedAnswer {
            games: games(&world, 1),
            rejected: vec![Rejected {
                place: "event 9".to_owned(),
                reason: reason.to_owned(),
                unknown_code: None,
                game: None,
            }],
        })
    };
    for (reason, lines) in [("a", 1), ("a", 1), ("a", 1), ("b", 2), ("b", 2)] {
        world.stub.only(answer(reason));
        poller.tick(&world.lease).await.unwrap();
        world.pass(TimeDelta::seconds(61)).await;
        assert_eq!(world.count("SELECT count(*) FROM poll_log").await, lines);
    }
}

/// One process's memory, and a question that it asks.
struct Asker<'a> {
    world: &'a World,
    memory: Memory,
    lease: Lease,
}

impl<'a> Asker<'a> {
    fn new(world: &'a World) -> Self {
        Self {
            world,
            memory: Memory::default(),
            lease: world.lease.clone(),
        }
    }

    async fn hears(&self, feed: &str, games: &[GameReport]) -> IngestSummary {
        let request = FeedRequest {
            provider: FEED.to_owned(),
            feed: feed.to_owned(),
            asked_at: self.world.database.now().await,
        };
        let answer = Answer {
            feed: FeedAnswer {
                games: games.to_vec(),
                rejected: Vec::new(),
            },
            stats: RequestStats::of(FEED),
        };
        let (pool, policy) = (&self.world.database.fetcher, Policy::default());
        ingest::take(pool, &self.lease, &request, &answer, &policy, &self.memory)
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn prices_of_two_questions_stay_fresh_when_one_is_silent_and_the_other_repeats_itself() {
    let world = World::new().await;
    let asker = Asker::new(&world);
    let all = games(&world, 2);
    asker.hears("NFL/quotes", &all).await;
    asker.hears("NFL/quotes at hand", &all).await;
    let stale = "SELECT count(*) FROM quotes q JOIN feed_questions f USING (question_id)
        WHERE f.answered_at < app_now() - interval '6 minutes'";
    for minute in 0..30 {
        world.pass(TimeDelta::minutes(1)).await;
        asker.hears("NFL/quotes at hand", &all).await;
        assert_eq!(world.count(stale).await, 0, "minute {minute}");
    }
}

#[tokio::test]
async fn whoever_leads_again_trusts_nothing_that_it_remembers_from_before() {
    let world = World::new().await;
    let mut asker = Asker::new(&world);
    let before = games(&world, 1);
    asker.hears("NFL/scores", &before).await;
    // Another process led, and stored something else.
    let mut other = Asker::new(&world);
    world.tamper("UPDATE leases SET epoch = epoch + 1").await;
    other.lease.epoch += 1;
    let mut moved = before.clone();
    moved[0].starts_at += TimeDelta::minutes(10);
    other.hears("NFL/scores", &moved).await;
    world.tamper("UPDATE leases SET epoch = epoch + 1").await;
    asker.lease.epoch += 2;
    assert_eq!(asker.hears("NFL/scores", &before).await.changes.reports, 1);
}
