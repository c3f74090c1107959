//! Feeds that turn the sides of a game round, or set in somebody else, under the same id.

use chrono::TimeDelta;
use services::results::OperatorDecision;
use shared::competitor::Role;
use shared::feed::{GameReport, Participant};
use shared::game::GameStatus;
use shared::market::{MarketKind, Side};
use shared::ticket::TicketState;
use store::reviews;
use testkit::{ReportExt, on};

use crate::world::{World, game};

const SPREAD: MarketKind = MarketKind::Spread;

/// The same report with home and away in each other's place, and every number left where it was.
fn swapped(report: &GameReport) -> GameReport {
    let of = |role| report.side(role).unwrap().clone();
    GameReport {
        participants: Participant::sides(of(Role::Away), of(Role::Home)),
        ..report.clone()
    }
}

/// The same report, in which the away side is somebody else.
fn with_another_opponent(world: &World, report: &GameReport) -> GameReport {
    let mut other = report.clone();
    let stranger = game("9", world.at(1), "-3");
    *other.side_mut(Role::Away).unwrap() = stranger.side(Role::Away).unwrap().clone();
    other
}

#[tokio::test]
async fn whoever_bet_on_a_team_is_paid_for_that_team_though_the_feed_turns_the_sides_round() {
    let world = World::new().await;
    // The home side gives three points.
    let report = game("1", world.at(1), "-3");
    world.report(&report).await;
    let member = world.member(1).await;
    let home = world.bet(member, 1, on("1").home("-3")).await;
    let away = world.bet(member, 1, on("1").away("+3")).await;
    // The feed's home side is our away side now: it has 10, and loses by seven.
    world.report(swapped(&report.final_score(10, 17))).await;
    world.pass(TimeDelta::minutes(3)).await;
    world.decide().await;
    world.settle().await;
    assert_eq!(world.head(home).await.0, TicketState::Won);
    assert_eq!(world.head(away).await.0, TicketState::Lost);
    world.books().await;
}

#[tokio::test]
async fn prices_of_a_game_that_was_turned_round_are_sold_for_the_team_that_they_name() {
    let world = World::new().await;
    let report = game("1", world.at(1), "-3");
    world.report(&report).await;
    // Written from the other side, the same offer has the line with the other sign.
    let mut turned = swapped(&report);
    for quote in &mut turned.quotes {
        quote.line = match quote.kind {
            SPREAD => quote.line.map(|it| -it),
            _ => quote.line,
        };
        quote.side = match quote.side {
            Side::Home => Side::Away,
            Side::Away => Side::Home,
            side => side,
        };
    }
    let before = world
        .count("SELECT count(*) FROM quotes WHERE taken_down_at IS NULL")
        .await;
    let asked = world.report(turned).await;
    drop(asked);
    let after = world
        .count("SELECT count(*) FROM quotes WHERE taken_down_at IS NULL")
        .await;
    assert_eq!((before, after), (4, 4), "the offer is the one that stood");
    assert_eq!(world.count("SELECT count(*) FROM selections").await, 4);
}

#[tokio::test]
async fn another_opponent_takes_the_game_off_the_board_and_its_bets_are_void_once_that_is_decided()
{
    let world = World::new().await;
    let report = game("1", world.at(1), "-3");
    world.report(&report).await;
    let member = world.member(1).await;
    let ticket = world.bet(member, 1, on("1").home("-3")).await;
    let other = with_another_opponent(&world, &report);
    world.report(&other).await;
    let offered = "SELECT count(*) FROM quotes WHERE taken_down_at IS NULL";
    assert_eq!(world.count(offered).await, 0);
    let mut connection = world.database.fetcher.acquire().await.unwrap();
    let open = reviews::list(&mut connection).await.unwrap();
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].why.word(), "opponent");
    // Its result says nothing about the game that was bet on.
    world.report(other.final_score(30, 0)).await;
    world.pass(TimeDelta::minutes(3)).await;
    world.decide().await;
    world.settle().await;
    assert_eq!(world.head(ticket).await.0, TicketState::Open);
    let word = OperatorDecision::Stated {
        status: GameStatus::Cancelled,
        scores: Vec::new(),
    };
    let game = world.game_id("1").await;
    let decided = world.decide_as_operator(game, &word, "another opponent");
    assert!(decided.await.is_ok());
    world.settle().await;
    assert_eq!(world.head(ticket).await.0, TicketState::Void);
    world.books().await;
}

#[tokio::test]
async fn a_feed_that_takes_back_who_plays_ends_the_review_and_sells_again() {
    let world = World::new().await;
    let report = game("1", world.at(1), "-3");
    world.report(&report).await;
    let member = world.member(1).await;
    world.bet(member, 1, on("1").home("-3")).await;
    let other = with_another_opponent(&world, &report);
    world.report(other).await;
    assert_eq!(
        world
            .count("SELECT count(*) FROM games WHERE open_review IS NOT NULL")
            .await,
        1
    );
    world.report(&report).await;
    assert_eq!(
        world
            .count("SELECT count(*) FROM games WHERE open_review IS NOT NULL")
            .await,
        0
    );
    world.bet(member, 1, on("1").home("-3")).await;
}
