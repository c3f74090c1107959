//! When the feed that usually tells of a league is down, the next one that can takes its place.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use fetcher::commands::doctor::{self, Findings};
use fetcher::jobs::feeds::{Feed, FeedPoller};
use fetcher::plan::Pace;
use providers::stub::{Act, Stub};
use shared::feed::{FeedAnswer, GameReport};
use testkit::ReportExt;
use testkit::report::league;

use crate::world::{World, game};

fn says(game: &GameReport) -> Act {
    Act::Answer(FeedAnswer {
        games: vec![game.clone()],
        rejected: Vec::new(),
    })
}

/// A feed, and somebody who polls it this often.
fn polled(world: &World, name: &'static str, every: Duration) -> (Arc<Stub>, FeedPoller) {
    let stub = Arc::new(Stub::new(name, vec![league("NFL")]));
    let feed = Feed {
        provider: stub.clone(),
        pace: Pace::steady(every),
        leagues: vec!["NFL".to_owned()],
    };
    let pool = world.database.fetcher.clone();
    let poller = FeedPoller::new(pool, feed, Arc::default()).with_uptime(world.uptime());
    (stub, poller)
}

async fn on_board(world: &World) -> usize {
    let board = store::board::load(&world.database.bot).await.unwrap();
    board.games.iter().map(|it| it.quotes.len()).sum()
}

#[tokio::test]
async fn the_prices_and_the_final_of_a_game_come_from_the_feed_that_still_answers() {
    let world = World::new().await;
    let (espn, mut asks_espn) = polled(&world, "espn", Duration::from_secs(60));
    let (other, mut asks_other) = polled(&world, "the_odds_api", Duration::from_secs(120));
    let mut open = game("1", world.at(2), "-3.5");
    // Both feeds know the teams by our own names.
    for side in &mut open.participants {
        side.competitor.slug = Some(side.competitor.name.to_lowercase());
    }
    espn.only(says(&open));
    other.only(says(&open));
    asks_espn.tick(&world.lease).await.unwrap();
    asks_other.tick(&world.lease).await.unwrap();
    assert_eq!(on_board(&world).await, 4);
    espn.only(Act::Fall);
    for minute in 0..110 {
        world.pass(TimeDelta::minutes(1)).await;
        asks_espn.tick(&world.lease).await.unwrap();
        asks_other.tick(&world.lease).await.unwrap();
        assert_eq!(on_board(&world).await, 4, "minute {minute}");
    }
    // Asked at its own pace, and at no other.
    assert_eq!(other.asks().len(), 1 + 110 / 2);
    let whose = "SELECT count(*) FROM quotes JOIN feed_questions USING (question_id)
        WHERE provider = 'the_odds_api'";
    assert_eq!(world.count(whose).await, 4);
    let mut findings = Findings::default();
    let mut connection = world.database.fetcher.acquire().await.unwrap();
    doctor::look(&mut connection, &mut findings).await.unwrap();
    drop(connection);
    let told = "note     espn has not answered about NFL for 110 minutes; the_odds_api stands in \
        for it: schedule, prices";
    assert!(
        findings.lines.iter().any(|it| it == told),
        "{:#?}",
        findings.lines
    );

    world.pass(TimeDelta::hours(4)).await;
    other.only(says(&open.final_score(20, 17)));
    asks_other.tick(&world.lease).await.unwrap();
    world.pass(TimeDelta::minutes(3)).await;
    assert_eq!(world.decide().await.results.len(), 1);
}
