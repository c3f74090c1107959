//! The same through the real tables: taken in, decided, settled and audited in Postgres.

use chrono::TimeDelta;
use shared::feed::{GameReport, LeagueReport, QuoteMark, QuoteReport};
use shared::game::GameStatus;
use shared::id::{BookmakerId, MemberId};
use shared::league::Sport;
use shared::line::Line;
use shared::units::Units;
use store::reviews::{self, Verdict, Word};
use store::tickets::Taking;

use super::model;
use super::script::{
    Bet, Chance, GAMES, MEMBERS, PICKS, Script, arrivals, bets, price, said_at, scores, status,
};
use crate::world::{HERE, World, game, game_id};

/// How many cases one run tries, unless the variable says otherwise.
const CASES: u64 = 30;
const CASES_VARIABLE: &str = "DBSBM_CONVERGE_TABLE_CASES";
/// How many games and bets a case has.
const GAMES_A_CASE: usize = 2;
const BETS_A_CASE: usize = 8;

#[tokio::test]
async fn any_order_ends_in_the_same_balances_in_the_tables_too() {
    for case in 0..super::number(CASES_VARIABLE, CASES) {
        play(case).await;
    }
}

async fn play(case: u64) {
    let mut chance = Chance::new(case);
    let first = usize::try_from(case).unwrap() * 31 % (GAMES - GAMES_A_CASE);
    let scripts: Vec<_> = (first..first + GAMES_A_CASE).map(Script::of).collect();
    let bets = bets(GAMES_A_CASE, BETS_A_CASE, &mut chance);
    let world = World::new().await;
    let start = world.at(1);
    let known: Vec<_> = scripts.iter().map(|it| offered(it, &world)).collect();
    world.report(&known).await;
    let members = members(&world).await;
    for bet in &bets {
        place(&world, &members, &scripts, bet).await;
    }
    world.database.advance(TimeDelta::hours(3)).await;

    for arrival in arrivals(&scripts, &mut chance) {
        world.database.advance(arrival.pause).await;
        world.decide().await;
        let source = &scripts[arrival.game].sources[arrival.source];
        let claim = source.says[arrival.nth];
        let report = GameReport {
            status: status(claim),
            scores: scores(claim),
            source_at: Some(said_at(start, arrival.nth)),
            quotes: Vec::new(),
            ..known[arrival.game].clone()
        };
        world.report_from(source.provider, &[report]).await;
        world.settle().await;
    }
    world.database.advance(TimeDelta::minutes(10)).await;
    world.decide().await;
    ask_operator(&world, &scripts).await;
    world.settle().await;

    let ends: Vec<_> = scripts.iter().map(model::end).collect();
    let expected = model::balances(&bets, &ends);
    for (member, expected) in members.iter().zip(expected) {
        assert_eq!(balances(&world, *member).await, expected, "case {case}");
    }
    let books = world.books().await;
    assert_eq!(books.sum, 0);
}

/// The game before it begins, with a price for each pick.
fn offered(script: &Script, world: &World) -> GameReport {
    let quote = |(nth, pick): (usize, &super::script::Pick)| QuoteReport {
        bookmaker: "harbor".to_owned(),
        bookmaker_name: "Harbor".to_owned(),
        kind: pick.kind,
        period: pick.period,
        line: pick.line.map(|it| Line::from_quarters(it).unwrap()),
        side: pick.side,
        price: price(nth),
        mark: QuoteMark::Current,
        source_at: None,
    };
    GameReport {
        league: LeagueReport {
            code: "EPL".to_owned(),
            name: "Premier League".to_owned(),
            sport: Sport::Soccer,
        },
        status: GameStatus::Scheduled,
        quotes: PICKS.iter().enumerate().map(quote).collect(),
        ..game(&script.reference, world.at(1), 0)
    }
}

async fn members(world: &World) -> Vec<MemberId> {
    let mut members = Vec::with_capacity(MEMBERS);
    for user in 0..MEMBERS {
        members.push(world.member(user as u64 + 1).await);
    }
    members
}

async fn place(world: &World, members: &[MemberId], scripts: &[Script], bet: &Bet) {
    let leg = |(game, pick): &(usize, usize)| {
        let of = game_id(&scripts[*game].reference);
        let price = price(*pick);
        Taking {
            selection: PICKS[*pick].selection(of).id,
            bookmaker: BookmakerId::derive("harbor"),
            num: price.num(),
            den: price.den(),
        }
    };
    let legs = bet.legs.iter().map(leg).collect();
    let stake = Units::from_steps(bet.stake);
    world.place(HERE, members[bet.member], stake, legs).await;
}

async fn ask_operator(world: &World, scripts: &[Script]) {
    let mut transaction = world.database.fetcher.begin().await.unwrap();
    for review in reviews::list(&mut transaction).await.unwrap() {
        let of = |it: &&Script| game_id(&it.reference) == review.game;
        let truth = Some(scripts.iter().find(of).unwrap().truth);
        let word = Word::Stated {
            status: status(truth),
            scores: scores(truth),
        };
        let verdict = Verdict {
            by: "operator".to_owned(),
            reason: "saw it".to_owned(),
        };
        let decided = reviews::decide(&mut transaction, review.game, &word, &verdict).await;
        assert_eq!(decided.unwrap().ended, 1);
    }
    transaction.commit().await.unwrap();
}

async fn balances(world: &World, member: MemberId) -> (i64, i64) {
    let of = "SELECT sum(balance) FILTER (WHERE kind = 'cash')::bigint,
        sum(balance) FILTER (WHERE kind = 'at_risk')::bigint
        FROM accounts WHERE member_id = $1";
    sqlx::query_as(of)
        .bind(member.as_uuid())
        .fetch_one(&world.database.owner)
        .await
        .unwrap()
}
