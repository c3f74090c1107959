//! A price is offered, and taken, only while somebody confirms it.

use chrono::{DateTime, TimeDelta, Utc};
use grading::decide::Policy;
use grading::ticket::terms::Terms;
use services::bets::{LegRequest, Placement};
use shared::feed::GameReport;
use shared::id::{ChannelId, InteractionId, MemberId, TicketId};
use shared::price::Price;
use shared::quote::Quote;
use shared::units::Units;
use store::begin_guild;
use store::drafts::{self, AddOutcome};
use store::feed_requests::{self, FeedRequest};
use store::quotes::{self, QuoteStatus};
use store::tickets::PlaceOutcome;
use testkit::TestDatabase;
use uuid::Uuid;

use crate::board::{HERE, game, member, quotes as on_board, report};

const AHEAD: &str = "NFL/quotes";
const AT_HAND: &str = "NFL/quotes at hand";

/// Takes a whole answer to one of a feed's questions.
async fn answer(database: &TestDatabase, feed: &str, games: &[GameReport]) {
    let now = database.now().await;
    answer_asked(database, feed, games, now).await;
}

/// The same, to a question that was asked at another time.
async fn answer_asked(
    database: &TestDatabase,
    feed: &str,
    games: &[GameReport],
    asked_at: DateTime<Utc>,
) {
    let question = FeedRequest {
        provider: "test".to_owned(),
        feed: feed.to_owned(),
        asked_at,
    };
    let now = database.now().await;
    let mut tx = database.fetcher.begin().await.unwrap();
    let policy = Policy::default();
    let done = services::results::ingest_part(&mut tx, &question, games, &policy, now)
        .await
        .unwrap();
    feed_requests::answered(&mut tx, &question, &done.carried)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// Places a unit on that price.
async fn place(database: &TestDatabase, member: MemberId, quote: &Quote, nth: u64) -> PlaceOutcome {
    let bet = Placement {
        guild: HERE,
        member,
        interaction: InteractionId::new(nth),
        ticket: TicketId::from_uuid(Uuid::now_v7()),
        stake: Units::whole(1),
        terms: Terms::Single,
        legs: vec![LegRequest {
            selection: quote.selection.id,
            bookmaker: quote.bookmaker.id,
            num: quote.price.num(),
            den: quote.price.den(),
            takes_better: false,
            each_way: None,
        }],
        rule_version: 1,
        channel: ChannelId::new(7),
        post_slip: false,
    };
    services::bets::place(&database.bot, &bet).await.unwrap()
}

async fn writes(database: &TestDatabase) -> i64 {
    // The row's own version says whether a price was written again.
    sqlx::query_scalar("SELECT sum(xmin::text::bigint)::bigint FROM quotes")
        .fetch_one(&database.owner)
        .await
        .unwrap()
}

#[tokio::test]
async fn the_prices_of_a_silent_feed_are_neither_offered_nor_taken() {
    let database = TestDatabase::create().await;
    report(&database, &[game(&database, "X", 48).await]).await;
    let alice = member(&database, 1, "Alice").await;
    let shown = on_board(&database).await;

    database.advance(TimeDelta::minutes(179)).await;
    assert_eq!(on_board(&database).await, shown);
    let taken = place(&database, alice, &shown[0], 1).await;
    assert!(matches!(taken, PlaceOutcome::Placed(_)), "{taken:?}");

    database.advance(TimeDelta::minutes(2)).await;
    assert_eq!(on_board(&database).await, []);
    assert_eq!(
        place(&database, alice, &shown[0], 2).await,
        PlaceOutcome::PriceStale
    );
    let mut tx = begin_guild(&database.bot, HERE).await.unwrap();
    let (selection, bookmaker) = (shown[0].selection.id, shown[0].bookmaker.id);
    let adding = drafts::add(&mut tx, HERE, alice, selection, bookmaker).await;
    assert_eq!(adding.unwrap(), AddOutcome::Stale);
    let standing = quotes::status(&mut tx, selection, bookmaker).await;
    assert_eq!(standing.unwrap(), QuoteStatus::Stale);
    let silences = quotes::silences(&mut database.owner.acquire().await.unwrap()).await;
    let silences = silences.unwrap();
    assert_eq!((silences.len(), silences[0].games), (1, 1));
    assert_eq!(silences[0].provider.as_deref(), Some("test"));
}

#[tokio::test]
async fn a_price_that_stays_as_it_is_stays_on_offer_without_being_written() {
    let database = TestDatabase::create().await;
    let games = [game(&database, "X", 48).await];
    report(&database, &games).await;
    let (shown, written) = (on_board(&database).await, writes(&database).await);
    for _ in 0..5 {
        database.advance(TimeDelta::hours(2)).await;
        report(&database, &games).await;
    }
    assert_eq!(on_board(&database).await, shown);
    assert_eq!(writes(&database).await, written);
}

#[tokio::test]
async fn near_the_start_a_price_holds_for_minutes() {
    let database = TestDatabase::create().await;
    report(&database, &[game(&database, "X", 1).await]).await;
    let alice = member(&database, 1, "Alice").await;
    let shown = on_board(&database).await;
    database.advance(TimeDelta::minutes(39)).await;
    assert_eq!(on_board(&database).await.len(), 2, "21 minutes before");
    database.advance(TimeDelta::minutes(2)).await;
    assert_eq!(on_board(&database).await, [], "19 minutes before");
    let late = place(&database, alice, &shown[0], 1).await;
    assert_eq!(late, PlaceOutcome::PriceStale);
}

#[tokio::test]
async fn the_operator_sets_the_lifetime_of_a_sports_or_a_feeds_prices() {
    let database = TestDatabase::create().await;
    report(&database, &[game(&database, "X", 48).await]).await;
    let lifetime = async |provider: &str, sport: &str, lifetime: &str| {
        sqlx::query("INSERT INTO price_lifetimes VALUES ($1, $2, '100 years', $3::interval)")
            .bind(provider)
            .bind(sport)
            .bind(lifetime)
            .execute(&database.owner)
            .await
            .unwrap();
    };
    database.advance(TimeDelta::minutes(30)).await;
    lifetime("*", "american_football", "29 minutes").await;
    assert_eq!(on_board(&database).await, []);
    lifetime("test", "*", "31 minutes").await;
    assert_eq!(on_board(&database).await.len(), 2, "the feed's comes first");
    lifetime("test", "american_football", "29 minutes").await;
    assert_eq!(on_board(&database).await, []);
}

#[tokio::test]
async fn a_game_that_its_question_no_longer_carries_goes_off_the_board_at_once() {
    let database = TestDatabase::create().await;
    let (kept, dropped) = (game(&database, "X", 2).await, game(&database, "Y", 2).await);
    answer(&database, AHEAD, &[kept.clone(), dropped.clone()]).await;
    let alice = member(&database, 1, "Alice").await;
    assert_eq!(on_board(&database).await.len(), 4);
    answer(&database, AHEAD, std::slice::from_ref(&kept)).await;
    let left = on_board(&database).await;
    assert_eq!(left.len(), 2);

    // It comes back as it was.
    answer(&database, AHEAD, &[kept.clone(), dropped]).await;
    assert_eq!(on_board(&database).await.len(), 4);
    // What an answer about games at hand leaves out is another question's.
    answer(&database, AT_HAND, &[]).await;
    assert_eq!(on_board(&database).await.len(), 4);
    let taken = place(&database, alice, &left[0], 1).await;
    assert!(matches!(taken, PlaceOutcome::Placed(_)), "{taken:?}");
}

#[tokio::test]
async fn two_questions_that_carry_a_game_do_not_take_its_prices_from_each_other() {
    let database = TestDatabase::create().await;
    let games = [game(&database, "X", 2).await];
    answer(&database, AHEAD, &games).await;
    database.advance(TimeDelta::minutes(100)).await;
    answer(&database, AT_HAND, &games).await;
    let joined = writes(&database).await;
    for _ in 0..8 {
        database.advance(TimeDelta::minutes(1)).await;
        answer(&database, AT_HAND, &games).await;
        answer(&database, AHEAD, &games).await;
    }
    assert_eq!(writes(&database).await, joined);
    assert_eq!(on_board(&database).await.len(), 2);

    // Nobody asks about games at hand any more: the other question vouches for the prices.
    database.advance(TimeDelta::minutes(6)).await;
    answer(&database, AHEAD, &games).await;
    database.advance(TimeDelta::minutes(5)).await;
    assert_eq!(
        on_board(&database).await.len(),
        2,
        "a minute before the start"
    );
}

#[tokio::test]
async fn an_answer_that_is_used_again_does_not_make_prices_younger() {
    let database = TestDatabase::create().await;
    let games = [game(&database, "X", 48).await];
    let asked_at = database.now().await;
    answer(&database, AHEAD, &games).await;
    database.advance(TimeDelta::minutes(170)).await;
    answer_asked(&database, AHEAD, &games, asked_at).await;
    database.advance(TimeDelta::minutes(11)).await;
    assert_eq!(on_board(&database).await, []);
}

#[tokio::test]
async fn prices_of_an_answer_that_was_not_taken_to_its_end_are_as_old_as_the_last_whole_one() {
    let database = TestDatabase::create().await;
    let mut games = [game(&database, "X", 48).await];
    answer(&database, AHEAD, &games).await;
    database.advance(TimeDelta::minutes(170)).await;
    games[0].quotes[0].price = Price::from_american(-120).unwrap();
    let now = database.now().await;
    let question = FeedRequest {
        provider: "test".to_owned(),
        feed: AHEAD.to_owned(),
        asked_at: now,
    };
    let mut tx = database.fetcher.begin().await.unwrap();
    services::results::ingest_part(&mut tx, &question, &games, &Policy::default(), now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(on_board(&database).await.len(), 2);
    database.advance(TimeDelta::minutes(11)).await;
    assert_eq!(on_board(&database).await, []);
}
