//! Whatever the order, the balances are the same: three sources, two corrections, everything late,
//! twice or out of turn.

use chrono::TimeDelta;
use shared::testing::noon;

mod books;
mod model;
pub(crate) mod script;
mod tables;

use books::{Books, Grades};
use script::{BLOCKS, Chance, GAMES_A_CASE, MEMBERS, Script, arrivals, bets_of_block};

/// How many cases one run tries, unless the variable says otherwise. Each is an order in which
/// all that is said of twenty of the thousand games arrives.
const CASES: u64 = 2_000;
const CASES_VARIABLE: &str = "DBSBM_CONVERGE_CASES";
/// The number of the first case: a failure names its own, so that it can be tried alone.
const FIRST_VARIABLE: &str = "DBSBM_CONVERGE_FIRST";

pub(crate) fn number(variable: &str, default: u64) -> u64 {
    let text = std::env::var(variable);
    text.map_or(default, |it| it.parse().unwrap())
}

#[test]
fn any_order_of_three_sources_and_two_corrections_ends_in_the_same_balances() {
    let mut grades = Grades::default();
    let (mut versions, mut reviews, mut taken) = (0, 0, 0);
    let first = number(FIRST_VARIABLE, 0);
    let cases = number(CASES_VARIABLE, CASES);
    let blocks: Vec<_> = (0..BLOCKS)
        .map(|block| {
            let games = block * GAMES_A_CASE..(block + 1) * GAMES_A_CASE;
            let scripts: Vec<_> = games.map(Script::of).collect();
            let ends: Vec<_> = scripts.iter().map(model::end).collect();
            let bets = bets_of_block(block);
            let expected = model::balances(&bets, &ends, MEMBERS);
            (scripts, bets, ends, expected)
        })
        .collect();
    for case in first..first + cases {
        let block = usize::try_from(case).unwrap() % BLOCKS;
        let (scripts, bets, ends, expected) = &blocks[block];
        let mut chance = Chance::new(case);
        let mut books = Books::open(block * GAMES_A_CASE, scripts, bets, noon(), &mut grades);
        for arrival in arrivals(scripts, &mut chance) {
            books.take(arrival);
            taken += 1;
        }
        books.wait(TimeDelta::minutes(10));
        books.ask_operator();
        assert_eq!(
            books.balances(),
            *expected,
            "case {case}: set {FIRST_VARIABLE} to it; {}",
            books.astray(ends).join("\n"),
        );
        versions += books.versions;
        reviews += books.reviews;
    }
    // The cases mean something: corrections happened, and sources differed.
    let games = usize::try_from(cases).unwrap() * GAMES_A_CASE;
    assert!(
        versions > games + games / 4,
        "{versions} versions of {games} games"
    );
    assert!(reviews > games / 50, "{reviews} reviews of {games} games");
    eprintln!(
        "{cases} orders of {games} games: {taken} reports, {versions} versions, {reviews} reviews"
    );
}
