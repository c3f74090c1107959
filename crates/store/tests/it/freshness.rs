//! A price is offered, and taken, only while somebody confirms it.

use chrono::{DateTime, TimeDelta, Utc};
use grading::decide::Policy;
use shared::feed::GameReport;
use shared::price::Price;
use shared::quote::Quote;
use store::drafts::{self, AddOutcome};
use store::feed_requests::{self, FeedRequest, Told};
use store::quotes::{self, QuoteStatus};
use store::tickets::PlaceOutcome;
use testkit::{FEED, HERE, Member, World, bet};

use crate::board::{game, quotes as on_board};

const AHEAD: &str = "NFL/quotes";
const AT_HAND: &str = "NFL/quotes at hand";

/// Takes a whole answer to one of a feed's questions.
async fn answer(world: &World, feed: &str, games: &[GameReport]) {
    let now = world.database.now().await;
    answer_asked(world, feed, games, now).await;
}

/// The same, to a question that was asked at another time.
async fn answer_asked(world: &World, feed: &str, games: &[GameReport], asked_at: DateTime<Utc>) {
    let question = FeedRequest {
        provider: FEED.to_owned(),
        feed: feed.to_owned(),
        asked_at,
    };
    let now = world.database.now().await;
    let mut tx = world.database.fetcher.begin().await.unwrap();
    let policy = Policy::default();
    let done = services::results::ingest_part(&mut tx, &question, games, &policy, now)
        .await
        .unwrap();
    feed_requests::answered(&mut tx, &question, &done.carried, Told::All)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// Asks for a unit on that price.
async fn place(world: &World, member: Member, quote: &Quote) -> PlaceOutcome {
    world.try_place(bet(member, quote)).await
}

async fn writes(world: &World) -> i64 {
    // The row's own version says whether a price was written again.
    sqlx::query_scalar("SELECT sum(xmin::text::bigint)::bigint FROM quotes")
        .fetch_one(&world.database.owner)
        .await
        .unwrap()
}

#[tokio::test]
async fn the_prices_of_a_silent_feed_are_neither_offered_nor_taken() {
    let world = World::new().await;
    world.report(game(&world, "X", 48)).await;
    let alice = world.member(1).await;
    let shown = on_board(&world).await;

    world.database.advance(TimeDelta::minutes(179)).await;
    assert_eq!(on_board(&world).await, shown);
    let taken = place(&world, alice, &shown[0]).await;
    assert!(matches!(taken, PlaceOutcome::Placed(_)), "{taken:?}");

    world.database.advance(TimeDelta::minutes(2)).await;
    assert_eq!(on_board(&world).await, []);
    assert_eq!(
        place(&world, alice, &shown[0]).await,
        PlaceOutcome::PriceStale
    );
    let mut tx = world.begin(HERE).await;
    let (selection, bookmaker) = (shown[0].selection.id, shown[0].bookmaker.id);
    let adding = drafts::add(&mut tx, HERE, alice.id, selection, bookmaker).await;
    assert_eq!(adding.unwrap(), AddOutcome::Stale);
    let standing = quotes::status(&mut tx, selection, bookmaker).await;
    assert_eq!(standing.unwrap(), QuoteStatus::Stale);
    let silences = quotes::silences(&mut world.database.owner.acquire().await.unwrap()).await;
    let silences = silences.unwrap();
    assert_eq!((silences.len(), silences[0].games), (1, 1));
    assert_eq!(silences[0].provider.as_deref(), Some(FEED));
}

#[tokio::test]
async fn a_price_that_stays_as_it_is_stays_on_offer_without_being_written() {
    let world = World::new().await;
    let games = [game(&world, "X", 48)];
    world.report(&games).await;
    let (shown, written) = (on_board(&world).await, writes(&world).await);
    for _ in 0..5 {
        world.database.advance(TimeDelta::hours(2)).await;
        world.report(&games).await;
    }
    let mut confirmed = on_board(&world).await;
    for (now, then) in confirmed.iter_mut().zip(&shown) {
        assert!(now.confirmed_at - then.confirmed_at >= TimeDelta::hours(10));
        now.confirmed_at = then.confirmed_at;
    }
    assert_eq!(confirmed, shown);
    assert_eq!(writes(&world).await, written);
}

#[tokio::test]
async fn near_the_start_a_price_holds_for_minutes() {
    let world = World::new().await;
    world.report(game(&world, "X", 1)).await;
    let alice = world.member(1).await;
    let shown = on_board(&world).await;
    world.database.advance(TimeDelta::minutes(39)).await;
    assert_eq!(on_board(&world).await.len(), 2, "21 minutes before");
    world.database.advance(TimeDelta::minutes(2)).await;
    assert_eq!(on_board(&world).await, [], "19 minutes before");
    let late = place(&world, alice, &shown[0]).await;
    assert_eq!(late, PlaceOutcome::PriceStale);
}

#[tokio::test]
async fn the_operator_sets_the_lifetime_of_a_sports_or_a_feeds_prices() {
    let world = World::new().await;
    world.report(game(&world, "X", 48)).await;
    let lifetime = async |provider: &str, sport: &str, lifetime: &str| {
        sqlx::query("INSERT INTO price_lifetimes VALUES ($1, $2, '100 years', $3::interval)")
            .bind(provider)
            .bind(sport)
            .bind(lifetime)
            .execute(&world.database.owner)
            .await
            .unwrap();
    };
    world.database.advance(TimeDelta::minutes(30)).await;
    lifetime("*", "american_football", "29 minutes").await;
    assert_eq!(on_board(&world).await, []);
    lifetime(FEED, "*", "31 minutes").await;
    assert_eq!(on_board(&world).await.len(), 2, "the feed's comes first");
    lifetime(FEED, "american_football", "29 minutes").await;
    assert_eq!(on_board(&world).await, []);
}

#[tokio::test]
async fn a_game_that_its_question_no_longer_carries_goes_off_the_board_at_once() {
    let world = World::new().await;
    let (kept, dropped) = (game(&world, "X", 2), game(&world, "Y", 2));
    answer(&world, AHEAD, &[kept.clone(), dropped.clone()]).await;
    let alice = world.member(1).await;
    assert_eq!(on_board(&world).await.len(), 4);
    answer(&world, AHEAD, std::slice::from_ref(&kept)).await;
    let left = on_board(&world).await;
    assert_eq!(left.len(), 2);

    // It comes back as it was.
    answer(&world, AHEAD, &[kept.clone(), dropped]).await;
    assert_eq!(on_board(&world).await.len(), 4);
    // What an answer about games at hand leaves out is another question's.
    answer(&world, AT_HAND, &[]).await;
    assert_eq!(on_board(&world).await.len(), 4);
    let taken = place(&world, alice, &left[0]).await;
    assert!(matches!(taken, PlaceOutcome::Placed(_)), "{taken:?}");
}

#[tokio::test]
async fn two_questions_that_carry_a_game_do_not_take_its_prices_from_each_other() {
    let world = World::new().await;
    let games = [game(&world, "X", 2)];
    answer(&world, AHEAD, &games).await;
    world.database.advance(TimeDelta::minutes(100)).await;
    answer(&world, AT_HAND, &games).await;
    let joined = writes(&world).await;
    for _ in 0..8 {
        world.database.advance(TimeDelta::minutes(1)).await;
        answer(&world, AT_HAND, &games).await;
        answer(&world, AHEAD, &games).await;
    }
    assert_eq!(writes(&world).await, joined);
    assert_eq!(on_board(&world).await.len(), 2);

    // Nobody asks about games at hand any more: the other question vouches for the prices.
    world.database.advance(TimeDelta::minutes(6)).await;
    answer(&world, AHEAD, &games).await;
    world.database.advance(TimeDelta::minutes(5)).await;
    assert_eq!(on_board(&world).await.len(), 2, "a minute before the start");
}

#[tokio::test]
async fn an_answer_that_is_used_again_does_not_make_prices_younger() {
    let world = World::new().await;
    let games = [game(&world, "X", 48)];
    let asked_at = world.database.now().await;
    answer(&world, AHEAD, &games).await;
    world.database.advance(TimeDelta::minutes(170)).await;
    answer_asked(&world, AHEAD, &games, asked_at).await;
    world.database.advance(TimeDelta::minutes(11)).await;
    assert_eq!(on_board(&world).await, []);
}

#[tokio::test]
async fn prices_of_an_answer_that_was_not_taken_to_its_end_are_as_old_as_the_last_whole_one() {
    let world = World::new().await;
    let mut games = [game(&world, "X", 48)];
    answer(&world, AHEAD, &games).await;
    world.database.advance(TimeDelta::minutes(170)).await;
    games[0].quotes[0].price = Price::from_american(-120).unwrap();
    let now = world.database.now().await;
    let question = FeedRequest {
        provider: FEED.to_owned(),
        feed: AHEAD.to_owned(),
        asked_at: now,
    };
    let mut tx = world.database.fetcher.begin().await.unwrap();
    services::results::ingest_part(&mut tx, &question, &games, &Policy::default(), now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(on_board(&world).await.len(), 2);
    world.database.advance(TimeDelta::minutes(11)).await;
    assert_eq!(on_board(&world).await, []);
}
