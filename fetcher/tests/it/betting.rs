//! Many members bet through the store all the while that games end, move, are called off and are
//! corrected, and are settled by two workers. `scripts/show-betting` has a minute of it.

mod fixtures;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

use grading::ticket::terms::Terms;
use services::bets::{LegRequest, Placement};
use services::settle::Settled;
use shared::id::{ChannelId, InteractionId, SelectionId, TicketId};
use shared::price::PriceTolerance;
use shared::units::Units;
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use store::Program;
use store::tickets::PlaceOutcome;
use testkit::{HERE, Member, leg};
use tokio::sync::Notify;

use crate::world::World;
use fixtures::Fixtures;

pub(crate) use fixtures::Dice;

/// For how many seconds, and over how many connections, where nobody says.
const SECONDS: u64 = 2;
const CONNECTIONS: u64 = 8;
/// So many bets are asked for between two answers of the feed.
const BETS_AN_ANSWER: u64 = 25;

/// What everybody who takes part looks at.
struct Floor {
    world: World,
    bot: PgPool,
    ends: Instant,
    /// What can be bet on, or could be a moment ago.
    offers: Mutex<Vec<SelectionId>>,
    asked: AtomicU64,
    users: AtomicU64,
    answer: Notify,
    outcomes: Mutex<BTreeMap<&'static str, u64>>,
}

impl Floor {
    fn is_open(&self) -> bool {
        Instant::now() < self.ends
    }

    async fn join(&self) -> Member {
        self.world
            .member(1 + self.users.fetch_add(1, Relaxed))
            .await
    }

    /// A member bets until the end; whoever has nothing left makes place for another.
    async fn bet(&self, seed: u64) {
        let mut dice = Dice::new(seed);
        let mut member = self.join().await;
        while self.is_open() {
            let nth = self.asked.fetch_add(1, Relaxed);
            if nth.is_multiple_of(BETS_AN_ANSWER) {
                self.answer.notify_one();
            }
            let placement = self.placement(member, nth, &mut dice);
            let placing = services::bets::place(&self.bot, &placement).await.unwrap();
            let word = word(&placing);
            *self.outcomes.lock().unwrap().entry(word).or_default() += 1;
            if word == "balance_too_small" {
                member = self.join().await;
            }
        }
        self.answer.notify_one();
    }

    fn placement(&self, member: Member, nth: u64, dice: &mut Dice) -> Placement {
        let offers = self.offers.lock().unwrap();
        let first = dice.below(offers.len());
        let mut legs = vec![take(offers[first])];
        if dice.below(3) == 0 {
            let step = 1 + dice.below(offers.len() - 1);
            legs.push(take(offers[(first + step) % offers.len()]));
        }
        Placement {
            guild: HERE,
            member: member.id,
            interaction: InteractionId::new(1 + nth),
            ticket: TicketId::mint(
                self.world.now + chrono::TimeDelta::milliseconds(nth.cast_signed()),
            ),
            stake: Units::whole(1),
            terms: Terms::plain(legs.len()),
            legs,
            tolerance: PriceTolerance::Exact,
            rule_version: grading::RULE_VERSION,
            channel: ChannelId::new(1),
            post_slip: false,
            account: testkit::account(0),
        }
    }

    /// The feed answers again and again, each time with something new.
    async fn feed(&self, fixtures: &mut Fixtures) {
        while self.is_open() {
            fixtures.happen();
            self.take(fixtures).await;
            self.answer.notified().await;
        }
    }

    async fn take(&self, fixtures: &Fixtures) {
        let offers = fixtures.tell(&self.world).await;
        *self.offers.lock().unwrap() = offers;
    }

    async fn settle(&self) -> Settled {
        let mut settled = Settled::default();
        while self.is_open() {
            settled += self.tick().await;
            tokio::task::yield_now().await;
        }
        settled
    }

    async fn tick(&self) -> Settled {
        let settler = self.world.settler().with_pages_of(50).with_workers(2);
        settler.tick(&self.world.lease).await.unwrap()
    }
}

fn take(selection: SelectionId) -> LegRequest {
    leg(selection, "-110".parse().unwrap())
}

fn word(placing: &PlaceOutcome) -> &'static str {
    match placing {
        PlaceOutcome::Placed(_) => "placed",
        PlaceOutcome::GameNotOpen => "game_not_open",
        PlaceOutcome::PriceStale => "price_stale",
        PlaceOutcome::BalanceTooSmall { .. } => "balance_too_small",
        other => panic!("{other:?}"),
    }
}

fn number(variable: &str, default: u64) -> u64 {
    let set = std::env::var(variable).ok();
    set.map_or(default, |it| it.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn members_bet_while_games_end_move_and_are_corrected_and_the_books_balance() {
    let seconds = number("DBSBM_BETTING_SECONDS", SECONDS);
    let connections = number("DBSBM_BETTING_CONNECTIONS", CONNECTIONS);
    let world = World::new().await;
    let options: PgConnectOptions = world.database.url(Program::Bot).parse().unwrap();
    let mut fixtures = Fixtures::new(1);
    let floor = Floor {
        bot: PgPoolOptions::new()
            .max_connections(u32::try_from(connections).unwrap())
            .connect_lazy_with(options),
        offers: Mutex::new(fixtures.tell(&world).await),
        world,
        ends: Instant::now() + Duration::from_secs(seconds),
        asked: 0.into(),
        users: 0.into(),
        answer: Notify::new(),
        outcomes: Mutex::default(),
    };
    let betting = futures_util::future::join_all((0..connections).map(|it| floor.bet(it + 2)));
    let (_, (), mut settled) = tokio::join!(betting, floor.feed(&mut fixtures), floor.settle());
    fixtures.end();
    floor.take(&fixtures).await;
    for _ in 0..2 {
        settled += floor.tick().await;
    }

    let outcomes = floor.outcomes.into_inner().unwrap();
    let world = floor.world;
    let open = "SELECT count(*) FROM tickets WHERE state = 'open'";
    assert_eq!(world.count(open).await, 0);
    assert_eq!(world.books().await.sum, 0);
    let replayed = fetcher::audit::replay(&world.database.fetcher).await;
    floor.bot.close().await;
    let close = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE datname = current_database() AND usename IN ('dbsbm_bot', 'dbsbm_fetcher')";
    while world.count(close).await > 0 {
        tokio::task::yield_now().await;
    }
    let deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";
    let deadlocks = world.count(deadlocks).await;
    println!(
        "betting: {seconds} s over {connections} connections; {outcomes:?}; {} settlements in {} \
         answers of the feed, {} grades replayed, {deadlocks} deadlocks",
        settled.tickets,
        fixtures.answers(),
        replayed.unwrap().grades,
    );
    assert_eq!(deadlocks, 0);
    let placed = outcomes.get("placed").copied().unwrap_or_default();
    assert!(placed > 0 && settled.tickets >= placed, "{outcomes:?}");
}
