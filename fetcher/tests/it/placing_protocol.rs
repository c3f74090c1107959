//! A bet is placed while its game ends, is called off, moves or is corrected, and while other
//! tickets on it are taken back or ruled on: whoever stops between any two steps or statements,
//! every ticket comes to what its own legs say, and nobody waits for longer than the other takes.
//!
//! Each case stops whoever places at one point, lets the rest of the world go on to its end or to
//! a point of its own, and then both go on. The suite tries a share of the points of each case,
//! another one in each; `scripts/show-placing` tries all of them, and pairs of them.

mod late;
mod pauses;
pub(crate) mod ruling;
mod scene;

use std::pin::pin;

use services::bets::Placement;
use services::settle::Settler;
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use store::Program;
use store::fault::{Crossed, Plan, point, under};
use store::tickets::PlaceOutcome;
use testkit::{Member, THERE};

use crate::world::World;
use pauses::{Between, Pauses, STOPPABLE};
use scene::{BETS, Bet, Event, Scene};

/// What is stopped between its statements.
const FUNCTIONS: [&str; 2] = ["place_ticket", "share_guild_games"];
/// How many points of each case the suite tries.
const TRIES: usize = 5;

/// One server's members, one of another, and whoever watches them.
struct Ground {
    world: World,
    pauses: Pauses,
    /// One connection, whose transaction is held open.
    placer: PgPool,
    members: [Member; 3],
    there: Member,
    scenes: u32,
}

/// Where whoever places stops.
#[derive(Clone, Debug)]
enum Stop {
    /// Between two steps of the program.
    Step(Crossed),
    /// Between two statements of the database's functions.
    Statement(Between),
}

/// One case: where whoever places stops, and where the rest of the world does, if it does.
type Case = (Stop, Option<Crossed>);

/// What became of cases.
#[derive(Debug, Default)]
struct Counts {
    tried: usize,
    placed: usize,
    refused: usize,
    /// How often one had to wait for what the other held.
    waited: usize,
    /// How often the other took another way, and did not come to where it was to stop.
    passed_by: usize,
}

impl Ground {
    async fn new() -> Self {
        let world = World::new().await;
        let pauses = Pauses::between_statements_of(&world.database.owner, &FUNCTIONS).await;
        let options: PgConnectOptions = world.database.url(Program::Bot).parse().unwrap();
        let placer = PgPoolOptions::new()
            .max_connections(1)
            .connect_lazy_with(options.application_name(STOPPABLE));
        Self {
            members: [
                world.member(1).await,
                world.member(2).await,
                world.member(4).await,
            ],
            there: world.member_of(THERE, 3).await,
            world,
            pauses,
            placer,
            scenes: 0,
        }
    }

    /// Settles what waits, in pages of which three tickets need more than one.
    async fn tick(&self) {
        let settler = self.settler();
        settler.tick(&self.world.lease).await.unwrap();
    }

    fn settler(&self) -> Settler {
        self.world.settler().with_pages_of(2).with_workers(1)
    }

    /// Places in a transaction that commits later.
    async fn place(&self, bet: &Placement) -> PlaceOutcome {
        self.begin().await;
        let placing = services::bets::place(&self.placer, bet).await.unwrap();
        self.commit().await;
        placing
    }

    async fn begin(&self) {
        sqlx::raw_sql("BEGIN").execute(&self.placer).await.unwrap();
    }

    async fn commit(&self) {
        sqlx::raw_sql("COMMIT").execute(&self.placer).await.unwrap();
        point("place.committed").await;
    }

    /// Every point of a case that nothing happens to: first the one before anything.
    async fn points(&mut self, bet: Bet, event: Event) -> (Vec<Stop>, Vec<Crossed>) {
        let scene = self.prepare(bet, event).await;
        self.pauses.stop_at(None).await;
        let (placing, happening) = (Plan::note(), Plan::note());
        let placed = under(placing.clone(), self.place(&scene.bet)).await;
        assert!(matches!(placed, PlaceOutcome::Placed(_)), "{placed:?}");
        let statements = self.pauses.crossed().await;
        under(happening.clone(), self.happen(event, &scene)).await;
        self.finish(event, &scene).await;
        self.assert_end(event, &scene, true, "undisturbed").await;
        let steps = placing.crossed().into_iter().map(Stop::Step);
        let statements = statements.into_iter().map(Stop::Statement);
        (steps.chain(statements).collect(), happening.crossed())
    }

    async fn try_out(&mut self, bet: Bet, event: Event, case: &Case, counts: &mut Counts) {
        let scene = self.prepare(bet, event).await;
        let at = format!("{bet:?}, {event:?}, stopped at {case:?}");
        let waited = counts.waited;
        let placing = self.interleave(event, &scene, case, counts).await;
        let is_placed = match placing {
            PlaceOutcome::Placed(_) => true,
            PlaceOutcome::GameNotOpen => false,
            other => panic!("{other:?}, {at}"),
        };
        match case {
            (Stop::Step(("place.committed", _)), _) => assert!(is_placed, "{at}"),
            (Stop::Step(("place", _)), None) if counts.waited == waited => {
                let takes_bets = [Event::SmallMove, Event::TwoSmallMoves, Event::LargeMove];
                assert_eq!(is_placed, takes_bets.contains(&event), "{at}");
            }
            _ => {}
        }
        counts.tried += 1;
        *(if is_placed {
            &mut counts.placed
        } else {
            &mut counts.refused
        }) += 1;
        self.finish(event, &scene).await;
        self.assert_end(event, &scene, is_placed, &at).await;
    }

    /// Whoever places stops; the rest of the world goes on until it stops, ends or waits; then the
    /// one, and then the other, goes on to its end.
    async fn interleave(
        &self,
        event: Event,
        scene: &Scene,
        (stop, other_stop): &Case,
        counts: &mut Counts,
    ) -> PlaceOutcome {
        let (plan, nth) = match stop {
            Stop::Step(step) => (Plan::pause_at(*step), None),
            Stop::Statement((nth, _)) => (Plan::note(), Some(*nth)),
        };
        self.pauses.stop_at(nth).await;
        let mut placing = pin!(under(plan.clone(), self.place(&scene.bet)));
        tokio::select! {
            placed = &mut placing => panic!("it ended before it got there: {placed:?}"),
            () = plan.stopped(), if nth.is_none() => {}
            () = self.pauses.stopped(), if nth.is_some() => {}
        }
        let other = other_stop.map_or_else(Plan::note, Plan::pause_at);
        let mut happening = pin!(under(other.clone(), self.happen(event, scene)));
        let is_over = tokio::select! {
            () = &mut happening => true,
            () = other.stopped() => false,
            () = self.pauses.somebody_waits() => {
                counts.waited += 1;
                false
            }
        };
        counts.passed_by += usize::from(is_over && other_stop.is_some());
        if nth.is_some() {
            self.pauses.resume().await;
        }
        plan.resume();
        if is_over {
            return placing.await;
        }
        let placed = tokio::select! {
            placed = &mut placing => Some(placed),
            () = &mut happening => None,
            () = self.pauses.somebody_waits() => {
                counts.waited += 1;
                None
            }
        };
        other.resume();
        match placed {
            Some(placed) => {
                happening.await;
                placed
            }
            None => tokio::join!(placing, happening).0,
        }
    }

    /// The books at the end, and that nobody had to be given up for another one's sake.
    async fn close(self) {
        assert_eq!(self.world.books().await.sum, 0);
        let replayed = fetcher::audit::replay(&self.world.database.fetcher).await;
        assert!(replayed.unwrap().grades > 0);
        // What a connection counted is known once it is gone.
        let close = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE datname = current_database() AND usename IN ('dbsbm_bot', 'dbsbm_fetcher')";
        while self.world.count(close).await > 0 {
            tokio::task::yield_now().await;
        }
        let deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";
        assert_eq!(self.world.count(deadlocks).await, 0);
    }
}

/// Tries points of every bet while that happens, and says how many there were.
#[expect(clippy::print_stdout, reason = "how many there were is for reading")]
async fn meanwhile(event: Event) {
    let mut ground = Ground::new().await;
    for (nth, bet) in BETS.into_iter().enumerate() {
        let (stops, others) = ground.points(bet, event).await;
        let mut counts = Counts::default();
        for case in chosen(event as usize * BETS.len() + nth, &stops, &others) {
            ground.try_out(bet, event, &case, &mut counts).await;
        }
        println!(
            "{event:?}, {bet:?}: {} cases of {} points of placing and {} of the rest; {} placed, \
             {} refused, {} times one waited for the other, {} times the rest went another way",
            counts.tried,
            stops.len(),
            others.len(),
            counts.placed,
            counts.refused,
            counts.waited,
            counts.passed_by,
        );
        assert!(counts.tried > 0 && counts.passed_by < counts.tried);
    }
    ground.close().await;
}

/// So many of what is tried: every one where it is asked for.
fn number(variable: &str) -> Option<usize> {
    let set = std::env::var(variable).ok();
    set.map(|it| it.parse().unwrap())
}

/// A few cases, others for each `nth` of them; or as many as are asked for.
fn chosen(nth: usize, stops: &[Stop], others: &[Crossed]) -> Vec<Case> {
    let some = |cases: Vec<Case>, tries: usize| {
        let every = cases.len().div_ceil(tries.max(1));
        let first = nth * 7 % every;
        cases.into_iter().skip(first).step_by(every)
    };
    let tries = number("DBSBM_PLACING_TRIES").unwrap_or(TRIES);
    let mut chosen: Vec<_> = some(one_stops(stops, others), tries).collect();
    if let Some(pairs) = number("DBSBM_PLACING_PAIRS") {
        chosen.extend(some(both_stop(stops, others), pairs));
    }
    chosen
}

/// Whoever places stops anywhere, while the rest of the world goes on to its end; and the rest
/// stops anywhere, while a bet is placed from its beginning to its end.
fn one_stops(stops: &[Stop], others: &[Crossed]) -> Vec<Case> {
    let placing = stops.iter().map(|it| (it.clone(), None));
    let others = others.iter().map(|it| (stops[0].clone(), Some(*it)));
    placing.chain(others).collect()
}

/// Whoever places stops anywhere, the rest goes on to anywhere, and then both go on.
fn both_stop(stops: &[Stop], others: &[Crossed]) -> Vec<Case> {
    let of =
        |stop: &Stop| -> Vec<Case> { others.iter().map(|it| (stop.clone(), Some(*it))).collect() };
    stops[1..].iter().flat_map(of).collect()
}

#[tokio::test]
async fn a_bet_under_way_while_its_game_ends_is_graded_or_refused() {
    meanwhile(Event::Final).await;
}

#[tokio::test]
async fn a_bet_under_way_while_its_game_is_called_off_is_void_or_refused() {
    meanwhile(Event::CalledOff).await;
}

#[tokio::test]
async fn a_bet_under_way_while_another_is_taken_back_is_graded_or_refused() {
    meanwhile(Event::Cancelled).await;
}

#[tokio::test]
async fn a_bet_under_way_while_an_admin_voids_another_is_graded_or_refused() {
    meanwhile(Event::Ruled).await;
}

#[tokio::test]
async fn a_bet_under_way_while_its_game_moves_a_little_counts_for_the_new_date() {
    meanwhile(Event::SmallMove).await;
}

#[tokio::test]
async fn a_bet_under_way_while_its_game_moves_twice_is_judged_by_its_own_date() {
    meanwhile(Event::TwoSmallMoves).await;
}

#[tokio::test]
async fn a_bet_under_way_while_its_game_moves_by_weeks_is_judged_by_its_own_date() {
    meanwhile(Event::LargeMove).await;
}

#[tokio::test]
async fn a_bet_under_way_while_its_game_moves_and_moves_back_is_graded_or_refused() {
    meanwhile(Event::MovedBack).await;
}

#[tokio::test]
async fn a_bet_under_way_while_a_result_is_corrected_follows_the_correction_or_is_refused() {
    meanwhile(Event::SecondVersion).await;
}
