//! Bets that commit late, or never get an answer.

use std::pin::pin;

use chrono::TimeDelta;
use shared::feed::GameReport;
use shared::game::GameStatus;
use shared::market::{MarketKind, Side};
use shared::price::Price;
use shared::ticket::TicketState::{Open, Won};
use store::fault::{Crossed, Plan, Statements, under};
use store::tickets::{self, PlaceOutcome};
use testkit::{ReportExt, UNIT, WON, quote};

use super::Ground;
use super::scene::home;
use crate::moved::soccer;

const TOLD: &str = "SELECT count(*) FROM notices WHERE kind = 'game_results' AND guild_id = 11";

impl Ground {
    async fn offer(&self, game: &str) -> GameReport {
        let report = soccer(&self.world, game, 1);
        self.tell(std::slice::from_ref(&report)).await;
        report
    }

    async fn elsewhere(&self, game: &str) -> shared::id::TicketId {
        self.world.bet(self.there, 1, home(game)).await
    }

    async fn place_at_once(&self, bet: &services::bets::Placement) -> PlaceOutcome {
        self.world.submit(bet).await
    }
}

/// Five first bets of a server commit after their game was settled elsewhere. Whoever settles
/// them, in three pages, is killed at each of its steps.
#[tokio::test]
async fn a_server_that_came_late_is_settled_once_wherever_that_is_killed() {
    let ground = Ground::new().await;
    let statements = Statements::watch(&ground.world.database.owner)
        .await
        .unwrap();
    let mut points: Vec<Option<Crossed>> = vec![None];
    let mut nth = 0;
    while let Some(point) = points.get(nth).copied() {
        let name = nth.to_string();
        let report = ground.offer(&name).await;
        ground.elsewhere(&name).await;
        ground.begin().await;
        let mut bets = Vec::new();
        for _ in 0..5 {
            let bet = ground.placement(ground.members[0], &[&name]).await;
            let placing = services::bets::place(&ground.placer, &bet).await.unwrap();
            assert!(matches!(placing, PlaceOutcome::Placed(_)), "{placing:?}");
            bets.push(bet.ticket);
        }
        ground.tell(&[report.final_score(2, 1)]).await;
        let elsewhere = ground.settler().tick(&ground.world.lease).await.unwrap();
        assert_eq!((elsewhere.games, elsewhere.tickets), (1, 1));
        ground.commit().await;

        let told = ground.world.count(TOLD).await;
        let plan = point.map_or_else(Plan::note, Plan::stop_at);
        {
            let mut settling = pin!(under(plan.clone(), ground.tick()));
            tokio::select! {
                () = &mut settling => assert!(point.is_none(), "it ended before {point:?}"),
                () = plan.stopped() => statements.kill_programs().await.unwrap(),
            }
        }
        if point.is_none() {
            points.extend(plan.crossed().into_iter().map(Some));
        }
        ground.tick().await;
        for ticket in bets {
            let head = ground.world.head(ticket).await;
            assert_eq!(head, (Won, Some(WON), 1), "killed at {point:?}");
        }
        assert_eq!(
            ground.world.count(TOLD).await,
            told + 1,
            "killed at {point:?}"
        );
        nth += 1;
    }
    assert!(nth > 20, "{points:?}");
    ground.close().await;
}

#[tokio::test]
async fn what_was_refused_stays_refused_and_what_was_placed_stays_placed() {
    let ground = Ground::new().await;
    let report = ground.offer("1").await;
    let [member, ..] = ground.members;
    let moved = GameReport {
        quotes: vec![quote(MarketKind::Spread, Some("-0.5"), Side::Home, -120)],
        ..report.clone()
    };
    ground.tell(&[moved]).await;
    let early = ground.placement(member, &["1"]).await;
    let refused = ground.place_at_once(&early).await;
    let PlaceOutcome::PriceMoved(prices) = &refused else {
        panic!("{refused:?}")
    };
    assert_eq!(prices[0].price, Price::from_american(-120).unwrap());
    ground.tell(&[report]).await;
    assert_eq!(
        ground.place_at_once(&early).await,
        refused,
        "the price came back"
    );
    let placed = ground.placement(member, &["1"]).await;
    let placing = ground.place_at_once(&placed).await;
    let PlaceOutcome::Placed(ticket) = placing else {
        panic!("{placing:?}")
    };

    ground.world.database.advance(TimeDelta::minutes(61)).await;
    let late = ground.placement(member, &["1"]).await;
    let started = ground.place_at_once(&late).await;
    assert!(
        matches!(started, PlaceOutcome::GameStarted { .. }),
        "{started:?}"
    );
    let again = ground.place_at_once(&placed).await;
    assert_eq!(again, PlaceOutcome::AlreadyPlaced(ticket.clone()));
    assert_eq!(ground.place_at_once(&early).await, refused);
    // It begins later after all: whoever was told that it had begun has no bet.
    ground.tell(&[soccer(&ground.world, "1", 3)]).await;
    assert_eq!(ground.place_at_once(&late).await, started);
    assert_eq!(ground.world.cash(member).await, 99 * UNIT);
    ground
        .tell(&[soccer(&ground.world, "1", 3).final_score(2, 1)])
        .await;
    ground.tick().await;
    assert_eq!(ground.world.head(ticket.ticket).await, (Won, Some(WON), 1));
    assert_eq!(
        ground.place_at_once(&placed).await,
        PlaceOutcome::AlreadyPlaced(tickets_now(&ticket))
    );
    ground.close().await;
}

/// The same ticket, with what its owner has since it was won.
fn tickets_now(ticket: &tickets::Placed) -> tickets::Placed {
    tickets::Placed {
        cash: ticket.cash + shared::units::Units::from_steps(WON),
        ..ticket.clone()
    }
}

#[tokio::test]
async fn a_bet_that_waits_a_minute_for_its_commit_counts_though_its_game_begins_meanwhile() {
    let ground = Ground::new().await;
    ground.offer("1").await;
    ground
        .world
        .database
        .advance(TimeDelta::seconds(3_570))
        .await;
    let report = ground.offer("1").await;
    let bet = ground.placement(ground.members[0], &["1"]).await;
    ground.begin().await;
    let placing = services::bets::place(&ground.placer, &bet).await.unwrap();
    assert!(matches!(placing, PlaceOutcome::Placed(_)), "{placing:?}");
    ground.world.database.advance(TimeDelta::seconds(60)).await;
    let live = report.in_state(GameStatus::Live);
    ground.tell(&[live]).await;
    ground.tick().await;
    ground.commit().await;
    let late = ground.placement(ground.members[1], &["1"]).await;
    let started = ground.place_at_once(&late).await;
    assert!(
        matches!(started, PlaceOutcome::GameStarted { .. }),
        "{started:?}"
    );
    ground.tell(&[report.final_score(2, 1)]).await;
    ground.tick().await;
    assert_eq!(ground.world.head(bet.ticket).await, (Won, Some(WON), 1));
    ground.close().await;
}

/// A server's first bet on a game waits for its commit: others of that server on that game are
/// told to try again, and nobody else waits for anything.
#[tokio::test]
async fn a_commit_that_hangs_makes_others_of_its_server_try_again_and_charges_them_nothing() {
    let ground = Ground::new().await;
    let report = ground.offer("1").await;
    let hanging = ground.placement(ground.members[0], &["1"]).await;
    ground.begin().await;
    let placing = services::bets::place(&ground.placer, &hanging)
        .await
        .unwrap();
    assert!(matches!(placing, PlaceOutcome::Placed(_)), "{placing:?}");
    let other = ground.placement(ground.members[1], &["1"]).await;
    assert_eq!(ground.place_at_once(&other).await, PlaceOutcome::Busy);
    assert_eq!(ground.world.cash(ground.members[1]).await, 100 * UNIT);
    let elsewhere = ground.elsewhere("1").await;
    ground.commit().await;
    let again = ground.place_at_once(&other).await;
    assert!(matches!(again, PlaceOutcome::Placed(_)), "{again:?}");
    ground.tell(&[report.final_score(2, 1)]).await;
    ground.tick().await;
    for ticket in [hanging.ticket, other.ticket, elsewhere] {
        assert_eq!(ground.world.head(ticket).await, (Won, Some(WON), 1));
    }
    ground.close().await;
}

/// A member's bet on another game waits for its commit, and holds their accounts: settling leaves
/// their server for later, and settles everybody else.
#[tokio::test]
async fn a_commit_that_hangs_holds_up_the_settling_of_its_own_server_alone() {
    let ground = Ground::new().await;
    let [report, second] = ["1", "2"].map(|it| soccer(&ground.world, it, 1));
    ground.tell(&[report.clone(), second.clone()]).await;
    let [member, ..] = ground.members;
    let settled = ground.placement(member, &["1"]).await;
    ground.place_at_once(&settled).await;
    let elsewhere = ground.elsewhere("1").await;
    let hanging = ground.placement(member, &["2"]).await;
    ground.begin().await;
    let placing = services::bets::place(&ground.placer, &hanging)
        .await
        .unwrap();
    assert!(matches!(placing, PlaceOutcome::Placed(_)), "{placing:?}");
    ground.tell(&[report.final_score(2, 1)]).await;
    ground.tick().await;
    assert_eq!(ground.world.head(settled.ticket).await, (Open, None, 0));
    assert_eq!(ground.world.head(elsewhere).await, (Won, Some(WON), 1));
    ground.commit().await;
    ground.tick().await;
    assert_eq!(ground.world.head(settled.ticket).await, (Won, Some(WON), 1));
    ground.tell(&[second.final_score(2, 1)]).await;
    ground.tick().await;
    assert_eq!(ground.world.head(hanging.ticket).await, (Won, Some(WON), 1));
    ground.close().await;
}
