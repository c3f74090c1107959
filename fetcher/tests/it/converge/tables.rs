//! The same through the real tables: taken in, decided, settled and audited in Postgres. Many
//! cases stand side by side in one database, and everything of one round is taken in one batch.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::TimeDelta;
use services::results::OperatorDecision;
use shared::feed::{GameReport, QuoteReport};
use shared::id::{GameId, TicketId};
use shared::line::Line;
use shared::units::Units;
use store::reviews;
use testkit::{Member, leg, quote};
use uuid::Uuid;

use super::model;
use super::script::{
    Arrival, Bet, Chance, End, FIRST, GAMES, OTHERS, OWN, PICKS, Script, arrivals, bets, price,
    said_at, scores, status,
};
use crate::moved;
use crate::world::World;

/// How many cases one run tries, unless the variable says otherwise.
const CASES: u64 = 120;
const CASES_VARIABLE: &str = "DBSBM_CONVERGE_TABLE_CASES";
/// How many of them stand in one database.
const CASES_A_WORLD: u64 = 120;
/// How many games and bets a case has.
const GAMES_A_CASE: usize = 2;
const BETS_A_CASE: usize = 3;
/// Nobody bets more than was granted.
const BETS_A_MEMBER: usize = 50;
/// How many rounds there are to one look at what is to be settled.
const ROUNDS_A_SETTLING: u64 = 3;
/// From the first round to the last: corrections are followed for a day.
const ALL_ARRIVES_IN_SECONDS: u64 = 15 * 60 * 60;

#[tokio::test]
async fn any_order_ends_in_the_same_balances_in_the_tables_too() {
    let cases = super::number(CASES_VARIABLE, CASES);
    let mut first = super::number(super::FIRST_VARIABLE, 0);
    let last = first + cases;
    while first < last {
        let next = last.min(first + CASES_A_WORLD);
        play(first..next).await;
        first = next;
    }
}

/// The cases of one database.
struct Cases {
    first: u64,
    scripts: Vec<Script>,
    bets: Vec<Bet>,
    /// Of each case, all that is said of its games, in its order.
    arrivals: Vec<Vec<Arrival>>,
}

impl Cases {
    fn of(cases: Range<u64>) -> Self {
        let mut all = Self {
            first: cases.start,
            scripts: Vec::new(),
            bets: Vec::new(),
            arrivals: Vec::new(),
        };
        for case in cases {
            all.add(case);
        }
        all
    }

    fn add(&mut self, case: u64) {
        let mut chance = Chance::new(case);
        let first = usize::try_from(case).unwrap() * 31 % (GAMES - GAMES_A_CASE);
        let before = self.scripts.len();
        let scripts: Vec<_> = (first..first + GAMES_A_CASE)
            .map(|number| {
                let script = Script::of(number);
                let reference = format!("case-{case}/{}", script.reference);
                Script {
                    reference,
                    ..script
                }
            })
            .collect();
        for mut bet in bets(GAMES_A_CASE, BETS_A_CASE, &mut chance) {
            bet.member = self.bets.len() / BETS_A_MEMBER;
            bet.legs.iter_mut().for_each(|it| it.0 += before);
            self.bets.push(bet);
        }
        let mut arrivals = arrivals(&scripts, &mut chance);
        arrivals.iter_mut().for_each(|it| it.game += before);
        self.arrivals.push(arrivals);
        self.scripts.extend(scripts);
    }

    /// The games are made by now, and have ids of their own.
    async fn learn_ids(&mut self, world: &World) {
        let refs = "SELECT reference, game_id FROM game_refs WHERE provider = $1";
        let refs = sqlx::query_as(refs).bind(FIRST);
        let refs: Vec<(String, Uuid)> = refs.fetch_all(&world.database.owner).await.unwrap();
        let refs: BTreeMap<_, _> = refs.into_iter().collect();
        for script in &mut self.scripts {
            script.game = GameId::from_uuid(refs[&script.reference]);
        }
    }

    const fn members(&self) -> usize {
        self.bets.len().div_ceil(BETS_A_MEMBER)
    }
}

async fn play(cases: Range<u64>) {
    let mut cases = Cases::of(cases);
    let world = World::new().await;
    let known: Vec<_> = cases.scripts.iter().map(|it| offered(it, &world)).collect();
    world.ingest(FIRST, &known).await;
    cases.learn_ids(&world).await;
    introduce(&world).await;
    let mut members = Vec::with_capacity(cases.members());
    for user in 0..cases.members() {
        members.push(world.member(user as u64 + 1).await);
    }
    let mut tickets = Vec::with_capacity(cases.bets.len());
    for bet in &cases.bets {
        tickets.push(place(&world, &members, &cases.scripts, bet).await);
    }
    world.database.advance(TimeDelta::hours(3)).await;

    let rounds = cases.arrivals.iter().map(Vec::len).max().unwrap_or(0);
    let mut chance = Chance::new(cases.first ^ 0x726f_756e_6473);
    for round in 0..rounds {
        let pause = chance.below(ALL_ARRIVES_IN_SECONDS / rounds as u64);
        wait(&world, TimeDelta::seconds(i64::try_from(pause).unwrap())).await;
        for (provider, reports) in said(&cases, round, &known, &world) {
            world.ingest(provider, &reports).await;
        }
        // Now and then, so that versions are passed over too.
        if chance.below(ROUNDS_A_SETTLING) == 0 {
            world.settle().await;
        }
    }
    wait(&world, TimeDelta::minutes(10)).await;
    ask_operator(&world, &cases.scripts).await;
    world.settle().await;

    let ends: Vec<_> = cases.scripts.iter().map(model::end).collect();
    settled_as_foreseen(&world, &cases, &tickets, &ends).await;
    let expected = model::balances(&cases.bets, &ends, members.len());
    for (member, expected) in members.iter().zip(expected) {
        assert_eq!(world.balances(*member).await, expected);
    }
    assert_eq!(world.books().await.sum, 0);
    let versions = world.count("SELECT count(*) FROM results").await;
    let games = i64::try_from(cases.scripts.len()).unwrap();
    assert!(
        versions > games + games / 4,
        "{versions} versions of {games} games"
    );
}

/// Each ticket by itself, so that a failure names its case.
async fn settled_as_foreseen(world: &World, cases: &Cases, tickets: &[TicketId], ends: &[End]) {
    let rows: Vec<(uuid::Uuid, Option<i64>)> =
        sqlx::query_as("SELECT ticket_id, returned FROM tickets")
            .fetch_all(&world.database.owner)
            .await
            .unwrap();
    let returned: BTreeMap<_, _> = rows.into_iter().collect();
    for (nth, (ticket, bet)) in tickets.iter().zip(&cases.bets).enumerate() {
        let case = cases.first + (nth / BETS_A_CASE) as u64;
        let games = bet.legs.iter().map(|it| &cases.scripts[it.0]);
        assert_eq!(
            returned[&ticket.as_uuid()],
            model::returned(bet, ends),
            "case {case}: set {} to it; {bet:?} on {:#?}",
            super::FIRST_VARIABLE,
            games.collect::<Vec<_>>(),
        );
    }
}

/// What is said in a round, by who says it: of each case the next word.
fn said<'a>(
    cases: &'a Cases,
    round: usize,
    known: &[GameReport],
    world: &World,
) -> BTreeMap<&'a str, Vec<GameReport>> {
    let mut said = BTreeMap::<_, Vec<_>>::new();
    for arrival in cases.arrivals.iter().filter_map(|it| it.get(round)) {
        let source = &cases.scripts[arrival.game].sources[arrival.source];
        let claim = source.says[arrival.nth];
        said.entry(source.provider).or_default().push(GameReport {
            status: status(claim),
            scores: scores(claim),
            source_at: Some(said_at(world.at(1), arrival.nth)),
            quotes: Vec::new(),
            ..known[arrival.game].clone()
        });
    }
    said
}

/// The other feeds know the games by the same references.
async fn introduce(world: &World) {
    let others: Vec<_> = OTHERS.iter().chain([&OWN]).copied().collect();
    let done = sqlx::query(
        "INSERT INTO game_refs (provider, reference, game_id)
         SELECT other, reference, game_id FROM game_refs CROSS JOIN unnest($1::text[]) AS other
         ON CONFLICT DO NOTHING",
    );
    let done = done.bind(others).execute(&world.database.owner).await;
    assert!(done.unwrap().rows_affected() > 0);
}

/// Lets time pass, and decides whatever has become due.
async fn wait(world: &World, pause: TimeDelta) {
    world.database.advance(pause).await;
    let due = "SELECT count(*) FROM games WHERE decide_at <= app_now()";
    while world.count(due).await > 0 {
        world.decide().await;
    }
}

/// The game before it begins, with a price for each pick.
fn offered(script: &Script, world: &World) -> GameReport {
    let quote = |(nth, pick): (usize, &super::script::Pick)| QuoteReport {
        period: pick.period,
        line: pick.line.map(|it| Line::from_quarters(it).unwrap()),
        price: price(nth),
        ..quote(pick.kind, None, pick.side, -110)
    };
    GameReport {
        quotes: PICKS.iter().enumerate().map(quote).collect(),
        ..moved::soccer(world, &script.reference, 1)
    }
}

async fn place(world: &World, members: &[Member], scripts: &[Script], bet: &Bet) -> TicketId {
    let leg = |(game, pick): &(usize, usize)| {
        let selection = PICKS[*pick].selection(scripts[*game].game).id;
        leg(selection, price(*pick))
    };
    let legs: Vec<_> = bet.legs.iter().map(leg).collect();
    let stake = Units::from_steps(bet.stake);
    world
        .place(testkit::bet(members[bet.member], legs).stake(stake))
        .await
}

async fn ask_operator(world: &World, scripts: &[Script]) {
    let truths: BTreeMap<_, _> = scripts.iter().map(|it| (it.game, it.truth)).collect();
    let mut connection = world.database.fetcher.acquire().await.unwrap();
    let open = reviews::list(&mut connection).await.unwrap();
    drop(connection);
    for review in open {
        let truth = Some(truths[&review.game]);
        let word = OperatorDecision::Stated {
            status: status(truth),
            scores: scores(truth),
        };
        let decided = world.decide_as_operator(review.game, &word, "saw it").await;
        assert_eq!(decided.unwrap().ended, 1);
    }
}
