//! What can be bet on, and the parlays that are put together from it.

use chrono::TimeDelta;
use shared::feed::GameReport;
use shared::market::Side;
use shared::price::Price;
use shared::quote::Quote;
use store::board;
use store::drafts::{self, AddOutcome};
use testkit::{HERE, ReportExt, World};

/// A game `hours` from now in which the home side gets 3.5 points at -110.
pub(crate) fn game(world: &World, code: &str, hours: i64) -> GameReport {
    let [home, away] = ["H", "A"].map(|it| format!("{code}{it}"));
    let game = testkit::game("NFL", &home, &away).named(code);
    game.starts_at(world.at(hours)).spread("+3.5", -110, -110)
}

/// The prices on the board, by start, the home side's of a game first.
pub(crate) async fn quotes(world: &World) -> Vec<Quote> {
    let board = board::load(&world.database.bot).await.unwrap();
    let quotes = board.games.into_iter().flat_map(|it| it.quotes);
    let mut quotes: Vec<_> = quotes.collect();
    quotes.sort_by_key(|it| it.selection.side != Side::Home);
    quotes
}

#[tokio::test]
async fn the_board_holds_open_games_with_prices_and_names_the_next_one() {
    let world = World::new().await;
    let mut bare = game(&world, "X", 1);
    bare.quotes.clear();
    world.report(&[bare, game(&world, "Y", 2)]).await;

    let shown = board::load(&world.database.bot).await.unwrap();
    assert_eq!(shown.games.len(), 1);
    assert_eq!(shown.games[0].game.home.code, "YH");
    assert_eq!(shown.next.unwrap().home.code, "XH");
    let lines = quotes(&world).await;
    let lines: Vec<_> = lines
        .iter()
        .map(|it| it.selection.line.unwrap().signed())
        .collect();
    assert_eq!(lines, ["+3.5", "-3.5"], "each side sees its own line");

    world.database.advance(TimeDelta::hours(3)).await;
    let shown = board::load(&world.database.bot).await.unwrap();
    assert_eq!((shown.games.len(), shown.next), (0, None));
}

#[tokio::test]
async fn a_price_that_is_taken_down_leaves_the_board() {
    let world = World::new().await;
    let mut open = game(&world, "X", 1);
    world.report(&open).await;
    open.quotes.pop();
    world.report(open).await;
    assert_eq!(quotes(&world).await.len(), 1);
}

#[tokio::test]
async fn a_draft_has_one_leg_a_game_and_knows_what_moved() {
    let world = World::new().await;
    let (mut first, second) = (game(&world, "X", 1), game(&world, "Y", 2));
    world.report(&[first.clone(), second.clone()]).await;
    let alice = world.member(1).await;
    let quotes = quotes(&world).await;
    let mut tx = world.begin(HERE).await;
    let mut added = Vec::new();
    for quote in &quotes {
        let (selection, bookmaker) = (quote.selection.id, quote.bookmaker.id);
        added.push(
            drafts::add(&mut tx, HERE, alice.id, selection, bookmaker)
                .await
                .unwrap(),
        );
    }
    assert_eq!(
        added,
        [
            AddOutcome::Added,
            AddOutcome::Added,
            AddOutcome::Replaced,
            AddOutcome::Replaced
        ]
    );
    tx.commit().await.unwrap();

    first.quotes[1].price = Price::from_american(-120).unwrap();
    world.report(&[first, second]).await;
    let mut tx = world.begin(HERE).await;
    let legs = drafts::legs(&mut tx, HERE, alice.id).await.unwrap();
    let prices = |leg: &drafts::DraftLeg| {
        (
            leg.seen_price.number(),
            leg.current_price.map(Price::number),
        )
    };
    let shown: Vec<_> = legs.iter().map(prices).collect();
    assert_eq!(
        shown,
        [
            ("-110".to_owned(), Some("-120".to_owned())),
            ("-110".to_owned(), Some("-110".to_owned()))
        ]
    );
    let now = legs[0].current_price.unwrap();
    let moved = [(legs[0].selection.id, now)];
    drafts::refresh(&mut tx, HERE, alice.id, &moved)
        .await
        .unwrap();
    let legs = drafts::legs(&mut tx, HERE, alice.id).await.unwrap();
    assert_eq!(legs[0].seen_price, now);
    tx.commit().await.unwrap();

    world.database.advance(TimeDelta::minutes(90)).await;
    let mut tx = world.begin(HERE).await;
    let legs = drafts::legs(&mut tx, HERE, alice.id).await.unwrap();
    let open: Vec<_> = legs.iter().map(|it| it.current_price.is_some()).collect();
    assert_eq!(open, [false, true], "a game that began cannot be had");
    drafts::remove(&mut tx, HERE, alice.id, &[legs[0].game.id])
        .await
        .unwrap();
    assert_eq!(
        drafts::legs(&mut tx, HERE, alice.id).await.unwrap().len(),
        1
    );
    drafts::clear(&mut tx, HERE, alice.id).await.unwrap();
    assert!(
        drafts::legs(&mut tx, HERE, alice.id)
            .await
            .unwrap()
            .is_empty()
    );
}
