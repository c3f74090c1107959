//! Games that were moved or put off: each bet is judged by the start that it was taken for.

use chrono::{DateTime, TimeDelta, Utc};
use fetcher::audit::{AuditError, Difference};
use services::results::OperatorDecision;
use shared::feed::GameReport;
use shared::game::GameStatus;
use shared::id::TicketId;
use shared::ticket::TicketState::*;
use sqlx::{Postgres, Transaction};
use store::reviews;
use store::tickets::PlaceOutcome;
use testkit::report::league;
use testkit::{FEED, HERE, Member, Pick, ReportExt, THERE, UNIT, WON, bet, on};

use crate::world::{World, game};

const DAY: i64 = 24;
const OPEN_REVIEWS: &str = "SELECT count(*) FROM games WHERE open_review IS NOT NULL";

fn match_in(world: &World, hours: i64) -> GameReport {
    soccer(world, "1", hours)
}

/// A match that counts for two days after its date, of a feed that is the league's own.
pub(crate) fn soccer(world: &World, reference: &str, hours: i64) -> GameReport {
    GameReport {
        league: league("EPL"),
        ..game(reference, world.at(hours), "-0.5")
    }
}

/// Home to win by one: half a goal is taken off.
fn home() -> Pick {
    on("1").home("-0.5")
}

async fn try_to_bet(world: &World, member: Member) -> PlaceOutcome {
    world.try_place(bet(member, home())).await
}

/// The start under which the game can be bet on now.
async fn on_board(world: &World) -> Option<DateTime<Utc>> {
    let board = store::board::load(&world.database.bot).await.unwrap();
    board.games.first().map(|it| it.game.starts_at)
}

async fn listed(world: &World) -> usize {
    let mut connection = world.database.fetcher.acquire().await.unwrap();
    reviews::list(&mut connection).await.unwrap().len()
}

/// A bet that has gone through and is not committed yet: nobody sees it.
async fn bet_under_way(
    world: &World,
    member: Member,
) -> (Transaction<'static, Postgres>, TicketId) {
    let mut tx = world.begin(HERE).await;
    let ticket = TicketId::mint(world.database.now().await);
    let leg = world.leg(&home()).await;
    let outcome: String = sqlx::query_scalar(
        "SELECT p.outcome FROM code.place_ticket($1, $2, 77, $3, ARRAY['K7Q2MXD'], 'single', '{}',
           1, 1000000, 1909090, ARRAY(SELECT r FROM jsonb_populate_record(NULL::leg_request,
             jsonb_build_object('selection_id', $4::uuid, 'bookmaker_id', $5::uuid,
               'price_num', 21, 'price_den', 11)) r), $6, 1, 1, false, '{}', NULL) p",
    )
    .bind(HERE)
    .bind(member.id)
    .bind(ticket)
    .bind(leg.selection)
    .bind(leg.bookmaker)
    .bind(grading::RULE_VERSION)
    .fetch_one(&mut *tx)
    .await
    .unwrap();
    assert_eq!(outcome, "placed");
    (tx, ticket)
}

#[tokio::test]
async fn a_match_moved_by_weeks_gives_old_bets_back_and_takes_new_ones_for_its_new_date() {
    let world = World::new().await;
    world.ingest(FEED, match_in(&world, 1)).await;
    let member = world.member(1).await;
    let old = world.bet(member, 1, home()).await;
    let moved = match_in(&world, 26 * DAY);
    world.ingest(FEED, &moved).await;
    assert_eq!(on_board(&world).await, Some(world.at(26 * DAY)));
    world.settle().await;
    assert_eq!(world.head(old).await, (Void, Some(UNIT), 1));

    let new = world.bet(member, 1, home()).await;
    let elsewhere = world.member_of(THERE, 2).await;
    let there = world.bet(elsewhere, 1, home()).await;
    world.settle().await;
    world.decide().await;
    assert_eq!(world.head(new).await, (Open, None, 0));
    let waiting = "SELECT count(*) FROM guild_games WHERE NOT done";
    assert_eq!(
        world.count(waiting).await,
        0,
        "there is nothing left to settle on it"
    );
    let told = "SELECT count(*) FROM notices WHERE kind = 'game_results' AND guild_id = 22";
    assert_eq!(
        world.count(told).await,
        0,
        "nobody there had bet on the old date"
    );
    world.books().await;

    world.database.advance(TimeDelta::hours(26 * DAY + 2)).await;
    world.ingest(FEED, moved.final_score(2, 1)).await;
    world.settle().await;
    assert_eq!(world.head(new).await, (Won, Some(WON), 1));
    assert_eq!(world.head(there).await, (Won, Some(WON), 1));
    assert_eq!(world.head(old).await, (Void, Some(UNIT), 1));
    assert_eq!(
        (world.count(OPEN_REVIEWS).await, world.count(told).await),
        (0, 1)
    );
    world.books().await;

    // Its result is corrected for as long as any: from its end, not from when it was moved.
    world.database.advance(TimeDelta::hours(2)).await;
    world.ingest(FEED, moved.final_score(1, 1)).await;
    world.settle().await;
    assert_eq!(world.head(new).await, (Lost, Some(0), 2));
    assert_eq!(world.head(old).await, (Void, Some(UNIT), 1));
    world.books().await;
}

#[tokio::test]
async fn a_match_moved_in_small_steps_counts_for_whoever_bet_on_a_date_close_enough() {
    let world = World::new().await;
    let member = world.member(1).await;
    let mut bets = Vec::new();
    for hours in [1, 31, 61] {
        world.ingest(FEED, match_in(&world, hours)).await;
        assert_eq!(on_board(&world).await, Some(world.at(hours)));
        bets.push(world.bet(member, 1, home()).await);
        world.settle().await;
    }
    assert_eq!(
        world.head(bets[0]).await,
        (Void, Some(UNIT), 1),
        "sixty hours are too many"
    );
    assert_eq!(world.head(bets[1]).await, (Open, None, 0), "thirty are not");
    world.database.advance(TimeDelta::hours(63)).await;
    world
        .ingest(FEED, match_in(&world, 61).final_score(2, 1))
        .await;
    world.settle().await;
    assert_eq!(world.head(bets[0]).await, (Void, Some(UNIT), 1));
    for bet in &bets[1..] {
        assert_eq!(world.head(*bet).await, (Won, Some(WON), 1));
    }
    assert_eq!(
        world.books().await.grades,
        4,
        "one for each start, and one when it was moved"
    );
}

#[tokio::test]
async fn a_match_moved_back_to_a_date_that_was_given_up_waits_for_the_operator() {
    let world = World::new().await;
    let first = match_in(&world, 1);
    world.ingest(FEED, &first).await;
    let member = world.member(1).await;
    let old = world.bet(member, 1, home()).await;
    world.ingest(FEED, match_in(&world, 26 * DAY)).await;
    world.settle().await;
    let new = world.bet(member, 1, home()).await;

    world.ingest(FEED, &first).await;
    assert_eq!(on_board(&world).await, None);
    assert_eq!(try_to_bet(&world, member).await, PlaceOutcome::GameNotOpen);
    assert_eq!(listed(&world).await, 1);
    let told = "SELECT count(*) FROM notices WHERE kind = 'review_opened' AND guild_id = 11";
    assert_eq!(world.count(told).await, 1);

    world.database.advance(TimeDelta::hours(3)).await;
    world.ingest(FEED, first.final_score(2, 1)).await;
    world.settle().await;
    assert_eq!(world.head(old).await, (Void, Some(UNIT), 1));
    assert_eq!(world.head(new).await, (Open, None, 0));

    let word = OperatorDecision::AsReported(FEED.to_owned());
    let reason = "played on its first date after all";
    let decided = world.decide_as_operator(world.game_id("1").await, &word, reason);
    assert!(decided.await.is_ok());
    world.settle().await;
    assert_eq!(world.head(old).await, (Won, Some(WON), 2));
    assert_eq!(world.head(new).await, (Won, Some(WON), 1));
    assert_eq!(listed(&world).await, 0);
    world.books().await;
}

#[tokio::test]
async fn a_game_put_off_without_a_date_is_on_offer_again_once_it_has_one() {
    let world = World::new().await;
    let first = game("1", world.at(1), "-0.5");
    world.report(&first).await;
    let member = world.member(1).await;
    let old = world.bet(member, 1, home()).await;
    let off = first.in_state(GameStatus::Postponed);
    world.report(&off).await;
    assert_eq!(on_board(&world).await, None);
    world.database.advance(TimeDelta::days(9)).await;
    world.report(&off).await;
    world.database.advance(TimeDelta::minutes(6)).await;
    world.decide().await;
    world.settle().await;
    assert_eq!(world.head(old).await, (Void, Some(UNIT), 1));
    assert_eq!(on_board(&world).await, None);

    let dated = game("1", world.at(12 * DAY), "-0.5");
    world.report(&dated).await;
    assert_eq!(on_board(&world).await, Some(world.at(12 * DAY)));
    let new = world.bet(member, 1, home()).await;
    world.database.advance(TimeDelta::days(4)).await;
    world.report(dated.final_score(2, 1)).await;
    world.settle().await;
    assert_eq!(world.head(new).await, (Won, Some(WON), 1));
    assert_eq!(world.head(old).await, (Void, Some(UNIT), 1));
    assert_eq!(world.count(OPEN_REVIEWS).await, 0);
    world.books().await;
}

#[tokio::test]
async fn a_bet_that_commits_after_its_date_was_given_up_gets_its_stake_back() {
    let world = World::new().await;
    world.ingest(FEED, match_in(&world, 1)).await;
    let member = world.member(1).await;
    let (under_way, old) = bet_under_way(&world, member).await;
    world.ingest(FEED, match_in(&world, 26 * DAY)).await;
    assert_eq!(world.settle().await.tickets, 0);
    under_way.commit().await.unwrap();
    let settled = world.settle().await;
    assert_eq!((settled.tickets, settled.notices), (1, 1));
    assert_eq!(world.head(old).await, (Void, Some(UNIT), 1));
    world.books().await;
}

#[tokio::test]
async fn a_moved_game_that_is_called_off_gives_everything_back_once() {
    let world = World::new().await;
    world.ingest(FEED, match_in(&world, 1)).await;
    let member = world.member(1).await;
    let old = world.bet(member, 1, home()).await;
    let moved = match_in(&world, 26 * DAY);
    world.ingest(FEED, &moved).await;
    let new = world.bet(member, 1, home()).await;
    world.ingest(FEED, moved.cancelled()).await;
    world.settle().await;
    // One settlement each, though the first had two versions to go by.
    assert_eq!(world.head(old).await, (Void, Some(UNIT), 1));
    assert_eq!(world.head(new).await, (Void, Some(UNIT), 1));
    assert_eq!(try_to_bet(&world, member).await, PlaceOutcome::GameNotOpen);
    world.books().await;
}

#[tokio::test]
async fn a_review_is_nobodys_business_until_somebody_has_bet() {
    let world = World::new().await;
    world.ingest(FEED, match_in(&world, 1)).await;
    let member = world.member(1).await;
    let (under_way, _) = bet_under_way(&world, member).await;
    world.database.advance(TimeDelta::hours(10)).await;
    assert_eq!(world.decide().await.opened, 1);
    let told = "SELECT count(*) FROM deliveries WHERE kind = 'review_opened'";
    assert_eq!((listed(&world).await, world.count(told).await), (0, 0));
    under_way.commit().await.unwrap();
    for _ in 0..2 {
        world.decide().await;
        assert_eq!((listed(&world).await, world.count(told).await), (1, 1));
    }
}

#[tokio::test]
async fn a_game_that_has_begun_is_looked_at_again_where_a_ticket_is_open() {
    let world = World::new().await;
    let report = match_in(&world, 1);
    world.ingest(FEED, &report).await;
    let member = world.member(1).await;
    let live = report.in_state(GameStatus::Live);
    let forgotten = "UPDATE games SET decide_at = NULL";
    let waits = "SELECT count(*) FROM games WHERE decide_at IS NOT NULL";
    let (under_way, _) = bet_under_way(&world, member).await;
    world.ingest(FEED, &live).await;
    world.tamper(forgotten).await;
    world.decide().await;
    assert_eq!(world.count(waits).await, 0, "nobody has bet on it");
    under_way.commit().await.unwrap();
    world.decide().await;
    assert_eq!(world.count(waits).await, 1);
}

#[tokio::test]
async fn a_receipt_says_for_which_start_it_was_graded() {
    let world = World::new().await;
    world.ingest(FEED, match_in(&world, 1)).await;
    let member = world.member(1).await;
    world.bet(member, 1, home()).await;
    let later = match_in(&world, 31);
    world.ingest(FEED, &later).await;
    world.bet(member, 1, home()).await;
    world.database.advance(TimeDelta::hours(33)).await;
    world.ingest(FEED, later.final_score(2, 1)).await;
    world.settle().await;
    assert_eq!(world.books().await.grades, 2);
    // The grade of one start passes for that of the other.
    let moved = "UPDATE grades SET booked_start = booked_start + interval '1 second'";
    world.tamper(moved).await;
    let difference = replay(&world).await;
    assert_eq!(difference.what, "the result it rests on");
}

/// The first difference that grading again finds.
async fn replay(world: &World) -> Box<Difference> {
    match fetcher::audit::replay(&world.database.fetcher).await {
        Err(AuditError::Differs(difference)) => difference,
        other => panic!("no difference: {other:?}"),
    }
}
