//! A question takes back only what it asks about.

use std::slice;

use chrono::{DateTime, TimeDelta, Utc};
use fetcher::ingest;
use grading::decide::Policy;
use providers::{Answer, RequestStats};
use shared::feed::{FeedAnswer, GameReport};
use shared::market::{MarketKind, Side};
use store::feed_requests::FeedRequest;
use testkit::{FEED, ReportExt, quote};

use crate::world::{World, game};

/// The answer to a request of that name.
async fn hears(world: &World, feed: &str, said: &GameReport) {
    let asked_at: DateTime<Utc> = world.database.now().await;
    let request = FeedRequest {
        provider: FEED.to_owned(),
        feed: feed.to_owned(),
        asked_at,
    };
    let feed = FeedAnswer {
        games: slice::from_ref(said).to_vec(),
        rejected: Vec::new(),
    };
    let answer = Answer {
        feed,
        stats: RequestStats::of(FEED),
    };
    let (pool, policy) = (&world.database.fetcher, Policy::default());
    ingest::store_answer(pool, &world.lease, &request, &answer, &policy, |_| {})
        .await
        .unwrap();
}

/// The lines of spreads that can be bet on, of the home side, in quarters.
async fn lines(world: &World) -> Vec<i32> {
    let statement = "SELECT m.line FROM quotes q JOIN selections s USING (selection_id)
        JOIN markets m USING (market_id)
        WHERE m.kind = 'spread' AND s.side = 'home' AND q.taken_down_at IS NULL
          AND q.question_id IS NOT NULL ORDER BY m.line";
    sqlx::query_scalar(statement)
        .fetch_all(&world.database.owner)
        .await
        .unwrap()
}

#[tokio::test]
async fn who_is_asked_for_the_main_lines_takes_no_other_line_back() {
    let world = World::new().await;
    let main = game("1", world.at(2), "-3.5");
    let bare = GameReport {
        quotes: Vec::new(),
        quotes_complete: false,
        ..main.clone()
    };
    let other = bare.quoted([
        quote(MarketKind::Spread, Some("-7"), Side::Home, 180),
        quote(MarketKind::Spread, Some("-7"), Side::Away, -220),
    ]);
    hears(&world, "NFL/quotes", &main).await;
    hears(&world, "NFL/lines 1", &other).await;
    assert_eq!(lines(&world).await, [-28, -14]);

    world.pass(TimeDelta::minutes(6)).await;
    let moved = game("1", world.at(2), "-4.5");
    hears(&world, "NFL/quotes at hand", &moved).await;
    assert_eq!(lines(&world).await, [-28, -18], "the main line has moved");
    hears(&world, "NFL/quotes", &moved).await;
    assert_eq!(lines(&world).await, [-28, -18]);

    // What was asked for is taken back by its own question.
    let gone = GameReport {
        quotes_complete: true,
        ..bare
    };
    hears(&world, "NFL/lines 1", &gone).await;
    assert_eq!(lines(&world).await, [-18]);
}
