//! A board of a hundred thousand prices, in figures: `scripts/show-prices`.

use std::time::{Duration, Instant};

use serde_json::json;
use shared::feed::{GameReport, QuoteReport};
use testkit::{ReportExt, game};

use crate::world::{World, soon};

const GAMES: usize = 500;
const BOOKMAKERS: usize = 10;
/// How many games one report has.
const GAMES_A_REPORT: usize = 25;
/// How often somebody types, and how often somebody looks at the games.
const TYPED: usize = 1_000;
const LOOKS: usize = 200;
/// A price moves before every so many requests, however fast they are answered.
const MOVES_EVERY: usize = 50;

/// A game with a moneyline, five spreads and four totals of each bookmaker: 200 prices.
fn priced(nth: usize) -> GameReport {
    let names = ["Alder", "Birch"].map(|it| format!("{it}{nth}"));
    let game = game("NFL", &names[0], &names[1]).starts_at(soon(5 + nth as i64 / 25));
    let game = ["-1.5", "-2.5", "-3.5", "-4.5", "-5.5"]
        .iter()
        .fold(game.moneyline(-110, -110), |game, line| {
            game.spread(line, -110, -110)
        });
    let game = ["41.5", "42.5", "43.5", "44.5"]
        .iter()
        .fold(game, |game, line| game.total(line, -110, -110));
    let quotes = (0..BOOKMAKERS).flat_map(|book| {
        game.quotes.iter().map(move |it| QuoteReport {
            bookmaker: format!("book{book}"),
            bookmaker_name: format!("Book {book}"),
            ..it.clone()
        })
    });
    GameReport {
        quotes: quotes.collect(),
        ..game.clone()
    }
}

fn told(what: &str, mut took: Vec<Duration>) -> String {
    took.sort_unstable();
    let ms = |percent: usize| took[(took.len() - 1) * percent / 100].as_secs_f64() * 1_000.0;
    let (p50, p99, most) = (ms(50), ms(99), ms(100));
    format!("{what} p50 {p50:.1} ms, p99 {p99:.1} ms, at most {most:.1} ms")
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a minute: scripts/show-prices"]
async fn who_types_and_looks_at_a_hundred_thousand_prices_waits_for_none_of_them() {
    let world = World::start().await;
    let games: Vec<_> = (0..GAMES).map(priced).collect();
    for (nth, games) in games.chunks(GAMES_A_REPORT).enumerate() {
        world.report_by(&format!("feed{nth}"), games).await;
    }
    let count = "SELECT count(*) FROM quotes WHERE taken_down_at IS NULL";
    assert_eq!(world.count(count).await, (GAMES * BOOKMAKERS * 20) as i64);
    let alice = world.user("alice");
    alice.slash("#general", "games", json!({})).await.unwrap();

    let began = Instant::now();
    store::board::load(&world.database.bot).await.unwrap();
    println!(
        "prices: a board of 100000 is read in {:.0} ms",
        began.elapsed().as_secs_f64() * 1e3
    );

    // Prices go on moving meanwhile, and each move drops the board that is kept.
    let mut moves = 0;
    let mut took = Vec::new();
    for nth in 0..TYPED + LOOKS {
        if nth % MOVES_EVERY == 0 {
            let mut moved = games[..GAMES_A_REPORT].to_vec();
            moves += 1;
            moved[0].quotes[0].price = testkit::quote(
                moved[0].quotes[0].kind,
                None,
                moved[0].quotes[0].side,
                -110 - moves,
            )
            .price;
            world.report_by("feed0", &*moved).await;
        }
        let asked = Instant::now();
        if nth < TYPED {
            let typed = ["", "alder", "birch4", "alder12 birch", "nfl 33"][nth % 5];
            let options = json!({ "game": typed });
            let found = alice
                .autocomplete("#general", "bet", options, "game")
                .await
                .unwrap();
            assert!(!found.is_empty());
        } else {
            let page = alice.slash("#general", "games", json!({})).await.unwrap();
            assert!(
                page.text().contains("500 games are open"),
                "{}",
                page.text()
            );
        }
        took.push(asked.elapsed());
    }
    let looked = took.split_off(TYPED);
    println!(
        "prices: while {moves} prices moved: {}; {}",
        told("autocomplete", took),
        told("/games", looked)
    );
}
