//! Many open tickets on a game that two feeds know under two names, while an operator joins and
//! parts it by the program's own commands.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use shared::id::TicketId;
use shared::ticket::TicketState::{self, Lost, Won};
use testkit::{HERE, Pick, ReportExt, THERE, on};

use crate::joined::{ONE, OTHER, by_one, by_other, command};
use crate::world::World;

/// Who wins a bet, by Harbor's and Quay's points: each ticket is on one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bet {
    /// Harbor, which gives three points.
    Harbor,
    /// Quay, which gets them.
    Quay,
    /// More than 45 points.
    Over,
    /// Fewer.
    Under,
}

const BETS: [Bet; 4] = [Bet::Harbor, Bet::Quay, Bet::Over, Bet::Under];

impl Bet {
    /// The bet on the game as that feed lists it: the other one lists Quay at home.
    fn on(self, feed: &str) -> Pick {
        match (feed, self) {
            (ONE, Self::Harbor) => on("1").home("-3"),
            (ONE, Self::Quay) => on("1").away("+3"),
            (ONE, Self::Over) => on("1").over("45"),
            (ONE, Self::Under) => on("1").under("45"),
            (_, Self::Harbor) => on("x1").away("-3"),
            (_, Self::Quay) => on("x1").home("+3"),
            (_, Self::Over) => on("x1").over("45"),
            (_, Self::Under) => on("x1").under("45"),
        }
    }

    /// How it ends; no score in these stories is a push.
    const fn ends(self, (harbor, quay): (i32, i32)) -> TicketState {
        let is_won = match self {
            Self::Harbor => harbor - quay > 3,
            Self::Quay => harbor - quay < 3,
            Self::Over => harbor + quay > 45,
            Self::Under => harbor + quay < 45,
        };
        if is_won { Won } else { Lost }
    }
}

/// The tickets with the feed whose game each was placed on.
#[derive(Default)]
struct Tickets(Vec<(TicketId, &'static str, Bet)>);

impl Tickets {
    /// That many tickets on a feed's game, by members of two servers.
    async fn place(&mut self, world: &World, feed: &'static str, number: usize) {
        for nth in 0..number {
            let guild = if nth % 2 == 0 { HERE } else { THERE };
            let member = world.member_of(guild, 1 + nth as u64 % 20).await;
            let bet = BETS[nth / 2 % BETS.len()];
            let ticket = world.bet(member, 1, bet.on(feed)).await;
            self.0.push((ticket, feed, bet));
        }
    }

    /// Holds each ticket against the score of its game, and that it was settled once.
    async fn are_settled_once(&self, world: &World, scores: [(&str, (i32, i32)); 2]) {
        let mut counts = BTreeMap::new();
        for (ticket, feed, bet) in &self.0 {
            let (_, score) = scores.iter().find(|it| it.0 == *feed).unwrap();
            let (state, _, times) = world.head(*ticket).await;
            assert_eq!(
                (state, times),
                (bet.ends(*score), 1),
                "{bet:?} on {feed}'s game"
            );
            *counts.entry(state.word()).or_insert(0) += 1;
        }
        tell(&format!(
            "{counts:?}, each settled once; {:?}",
            world.books().await
        ));
    }
}

#[expect(clippy::print_stdout, reason = "counts are for reading")]
fn tell(what: &str) {
    println!("together: joined and parted: {what}");
}

/// Both feeds have told of the game, and tickets are open on both.
async fn scene(number: usize) -> (World, Tickets) {
    let world = World::new().await;
    world.ingest(ONE, &by_one(&world)).await;
    world.ingest(OTHER, &by_other(&world)).await;
    let mut tickets = Tickets::default();
    tickets.place(&world, ONE, number).await;
    tickets.place(&world, OTHER, number).await;
    (world, tickets)
}

async fn join(world: &World) {
    let ids = [world.game_id("1").await, world.game_id("x1").await].map(|it| it.to_string());
    command(world, &["join", &ids[0], &ids[1]]).await;
}

async fn part(world: &World) {
    let id = world.game_id("x1").await.to_string();
    command(world, &["part", &id]).await;
}

/// The game ends as that feed has it.
async fn end(world: &World, start: chrono::DateTime<chrono::Utc>, feed: &str, score: (i32, i32)) {
    let (harbor, quay) = score;
    let report = match feed {
        ONE => by_one(world).final_score(harbor, quay),
        _ => by_other(world).final_score(quay, harbor),
    };
    world.ingest(feed, &report.starts_at(start)).await;
    world.pass(TimeDelta::minutes(3)).await;
    world.decide().await;
    world.settle().await;
}

#[tokio::test]
async fn tickets_on_both_games_settle_once_after_a_late_join() {
    let (world, mut tickets) = scene(80).await;
    let start = world.at(1);
    command(&world, &["list", "--league", "NFL"]).await;
    join(&world).await;
    tickets.place(&world, ONE, 40).await;
    world.pass(TimeDelta::hours(4)).await;
    end(&world, start, ONE, (30, 20)).await;
    // The other feed agrees a little later, which moves nothing.
    end(&world, start, OTHER, (30, 20)).await;
    tell(&format!(
        "{} tickets on two games that were joined",
        tickets.0.len()
    ));
    tickets
        .are_settled_once(&world, [(ONE, (30, 20)), (OTHER, (30, 20))])
        .await;
}

#[tokio::test]
async fn tickets_that_are_open_at_a_parting_settle_once_by_the_feed_of_their_own_game() {
    let (world, mut tickets) = scene(80).await;
    let start = world.at(1);
    join(&world).await;
    tickets.place(&world, ONE, 40).await;
    part(&world).await;
    // It is on sale for itself again.
    world.ingest(OTHER, &by_other(&world)).await;
    tickets.place(&world, OTHER, 40).await;
    world.pass(TimeDelta::hours(4)).await;
    end(&world, start, ONE, (30, 20)).await;
    end(&world, start, OTHER, (20, 21)).await;
    tell(&format!(
        "{} tickets on two games that were joined and parted",
        tickets.0.len()
    ));
    tickets
        .are_settled_once(&world, [(ONE, (30, 20)), (OTHER, (20, 21))])
        .await;
}

#[tokio::test]
async fn tickets_settle_once_when_a_game_is_parted_and_joined_again() {
    let (world, tickets) = scene(40).await;
    let start = world.at(1);
    for _ in 0..2 {
        join(&world).await;
        part(&world).await;
    }
    join(&world).await;
    world.pass(TimeDelta::hours(4)).await;
    end(&world, start, OTHER, (30, 20)).await;
    tell(&format!(
        "{} tickets on two games that were joined three times",
        tickets.0.len()
    ));
    tickets
        .are_settled_once(&world, [(ONE, (30, 20)), (OTHER, (30, 20))])
        .await;
}
