//! A feed that is down, slow, lying: it leaves a line, and changes nothing.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use fetcher::jobs::quotes;
use providers::stub::Act;
use shared::feed::FeedAnswer;
use shared::ticket::TicketState;
use store::StoreError;
use testkit::{ReportExt, on};

use crate::world::{World, game};

/// Every table that a feed writes, counted and digested.
async fn tables(world: &World) -> String {
    let one = "SELECT md5(concat(
        (SELECT string_agg(g::text, '|' ORDER BY game_id) FROM games g),
        (SELECT string_agg(q::text, '|' ORDER BY selection_id) FROM quotes q),
        (SELECT count(*) FROM provider_reports), (SELECT count(*) FROM quote_marks),
        (SELECT count(*) FROM quote_changes), (SELECT count(*) FROM results)))";
    sqlx::query_scalar(one)
        .fetch_one(&world.database.owner)
        .await
        .unwrap()
}

#[tokio::test]
async fn an_answer_that_is_none_leaves_a_line_and_changes_nothing() {
    let world = World::new().await;
    world.report(&[game("1", world.at(2), "-3.5")]).await;
    let before = tables(&world).await;
    let acts = [
        (Act::Fall, "unavailable"),
        (Act::Throttle(Duration::from_secs(3600)), "throttled"),
        (Act::Misunderstand, "bad_request"),
        (Act::Refuse, "refused"),
        (Act::Garble("<html>"), "garbled"),
        (Act::Garble(""), "garbled"),
        (Act::Flood, "too_large"),
    ];
    for (act, word) in acts {
        world.act(act).await;
        let newest: (String, Option<String>) =
            sqlx::query_as("SELECT outcome, error FROM poll_log ORDER BY poll_id DESC LIMIT 1")
                .fetch_one(&world.database.owner)
                .await
                .unwrap();
        assert_eq!(newest.0, word);
        assert!(newest.1.is_some());
        assert_eq!(tables(&world).await, before, "{word}");
    }
    let kept = "SELECT count(*) FROM kept_answers WHERE body = '<html>'::bytea";
    assert_eq!(world.count(kept).await, 1);
}

#[tokio::test]
async fn a_feed_that_throttles_is_left_alone_until_it_said() {
    let world = World::new().await;
    world.stub.only(Act::Throttle(Duration::from_secs(3600)));
    let mut poller = world.poller();
    assert!(poller.tick(&world.lease).await.unwrap().league.is_some());
    world.pass(TimeDelta::minutes(50)).await;
    assert_eq!(poller.tick(&world.lease).await.unwrap().league, None);
    world.pass(TimeDelta::minutes(11)).await;
    assert!(poller.tick(&world.lease).await.unwrap().league.is_some());
}

#[tokio::test]
async fn a_league_is_not_asked_about_before_it_is_due() {
    let world = World::new().await;
    let mut poller = world.poller();
    poller.tick(&world.lease).await.unwrap();
    poller.tick(&world.lease).await.unwrap();
    assert_eq!(world.stub.asks().len(), 1);
    world.pass(TimeDelta::seconds(61)).await;
    poller.tick(&world.lease).await.unwrap();
    assert_eq!(world.stub.asks().len(), 2);
}

#[tokio::test]
async fn a_clock_that_goes_ahead_and_back_does_not_stop_the_questions() {
    let world = World::new().await;
    let mut poller = world.poller();
    poller.tick(&world.lease).await.unwrap();
    for off in [TimeDelta::seconds(120), TimeDelta::seconds(-120)] {
        world.database.advance(off).await;
        let before = world.stub.asks().len();
        world.pass(TimeDelta::seconds(60)).await;
        poller.tick(&world.lease).await.unwrap();
        assert_eq!(world.stub.asks().len(), before + 1, "{off}");
    }
}

#[tokio::test]
async fn whoever_lost_the_lease_takes_no_answer() {
    let world = World::new().await;
    world.tamper("UPDATE leases SET epoch = epoch + 1").await;
    world.stub.only(Act::Answer(shared::feed::FeedAnswer {
        games: vec![game("1", world.at(2), "-3.5")],
        rejected: Vec::new(),
    }));
    let refused = world.poller().tick(&world.lease).await;
    assert!(matches!(refused, Err(StoreError::LeaseLost)));
    assert_eq!(world.count("SELECT count(*) FROM games").await, 0);
}

#[tokio::test]
async fn after_days_without_a_feed_what_ended_meanwhile_is_asked_about_at_once_and_settled() {
    let world = World::new().await;
    // Games of three days: of each, somebody has bet on the home side at +3.5.
    let reports: Vec<_> = (0_i64..3)
        .map(|day| game(&day.to_string(), world.at(1 + 24 * day), "+3.5"))
        .collect();
    world.report(&reports).await;
    let member = world.member(1).await;
    let mut tickets = Vec::new();
    for day in 0_i64..3 {
        let pick = on(&day.to_string()).home("+3.5");
        tickets.push(world.bet(member, 1, pick).await);
    }
    world.stub.only(Act::Fall);
    let mut poller = world.poller();
    for _ in 0..4 {
        poller.tick(&world.lease).await.unwrap();
        world.pass(TimeDelta::days(1)).await;
        quotes::tick(&world.database.fetcher, &world.lease)
            .await
            .unwrap();
    }

    let ended = reports.iter().map(|it| it.final_score(20, 17));
    let answer = FeedAnswer {
        games: ended.collect(),
        rejected: Vec::new(),
    };
    world.stub.only(Act::Answer(FeedAnswer::default()));
    world.stub.then(Act::Answer(answer));
    let before = world.stub.asks().len();
    let mut asked = Vec::new();
    for _ in 0..3 {
        poller.tick(&world.lease).await.unwrap();
    }
    let now = world.database.now().await;
    for ask in &world.stub.asks()[before..] {
        let hours = |it: DateTime<Utc>| (now - it).num_hours();
        asked.push((hours(ask.from), hours(ask.to).max(0)));
    }
    // The usual question finds out that the feed is back. At once follow the days that nobody asks
    // about otherwise.
    assert_eq!(asked, [(30, 0), (95, 30)]);
    world.pass(TimeDelta::minutes(5)).await;
    world.decide().await;
    world.settle().await;
    for ticket in tickets {
        let (state, returned, _) = world.head(ticket).await;
        assert_eq!((state, returned.is_some()), (TicketState::Won, true));
    }
    world.books().await;
}

#[tokio::test]
async fn a_feed_that_refuses_days_that_are_over_is_asked_about_those_ahead_all_the_same() {
    let world = World::new().await;
    world.report(game("1", world.at(1), "+3.5")).await;
    world
        .bet(world.member(1).await, 1, on("1").home("+3.5"))
        .await;
    world.pass(TimeDelta::days(4)).await;
    quotes::tick(&world.database.fetcher, &world.lease)
        .await
        .unwrap();

    let before = world.stub.asks().len();
    world.stub.only(Act::Refuse);
    let mut poller = world.poller();
    for _ in 0..3 {
        poller.tick(&world.lease).await.unwrap();
    }
    let now = world.database.now().await;
    let asked = world.stub.asks().split_off(before);
    let is_ahead: Vec<_> = asked.iter().map(|it| it.to > now).collect();
    assert_eq!(is_ahead, [false, true]);
}
