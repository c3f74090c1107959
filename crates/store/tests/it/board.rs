//! What can be bet on, and the parlays that are put together from it.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::TimeDelta;
use shared::feed::GameReport;
use shared::game::GameStatus;
use shared::id::{GameId, MemberId};
use shared::market::Side;
use shared::price::Price;
use shared::quote::Quote;
use sqlx::PgConnection;
use store::board::{self, Board};
use store::drafts::{self, AddOutcome, DraftLeg, StoredLeg};
use store::notify::BoardChange;
use testkit::person::{head_to_head, player_total, to_win};
use testkit::{HERE, ReportExt, World};

/// A game `hours` from now in which the home side gets 3.5 points at -110.
pub(crate) fn game(world: &World, code: &str, hours: i64) -> GameReport {
    let [home, away] = ["H", "A"].map(|it| format!("{code}{it}"));
    let game = testkit::game("NFL", &home, &away).named(code);
    game.starts_at(world.at(hours)).spread("+3.5", -110, -110)
}

/// The legs of a parlay that is put together, as they are now.
async fn draft(conn: &mut PgConnection, member: MemberId) -> Vec<DraftLeg> {
    let stored = drafts::stored(conn, HERE, member).await.unwrap();
    let stored = stored.legs;
    let priced = drafts::priced(conn, &stored).await.unwrap();
    let of = |leg: &StoredLeg| {
        let priced = priced.iter().find(|it| it.selection.id == leg.selection);
        leg.priced(priced.unwrap())
    };
    stored.iter().map(of).collect()
}

/// The prices on the board, by start, the home side's of a game first.
pub(crate) async fn quotes(world: &World) -> Vec<Quote> {
    let board = board::load(&world.database.bot).await.unwrap();
    let quotes = board.games.iter().flat_map(|it| it.quotes.clone());
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
    assert_eq!(shown.games[0].game.sides().unwrap().home.code, "YH");
    assert_eq!(shown.next.unwrap().sides().unwrap().home.code, "XH");
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
    let legs = draft(&mut tx, alice.id).await;
    let prices = |leg: &DraftLeg| {
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
    let legs = draft(&mut tx, alice.id).await;
    assert_eq!(legs[0].seen_price, now);
    tx.commit().await.unwrap();

    world.database.advance(TimeDelta::minutes(90)).await;
    let mut tx = world.begin(HERE).await;
    let legs = draft(&mut tx, alice.id).await;
    let open: Vec<_> = legs.iter().map(|it| it.current_price.is_some()).collect();
    assert_eq!(open, [false, true], "a game that began cannot be had");
    drafts::remove(&mut tx, HERE, alice.id, &[legs[0].game.id])
        .await
        .unwrap();
    assert_eq!(draft(&mut tx, alice.id).await.len(), 1);
    drafts::clear(&mut tx, HERE, alice.id).await.unwrap();
    assert!(draft(&mut tx, alice.id).await.is_empty());
}

#[tokio::test]
async fn a_field_is_on_the_board_and_one_game_has_every_price_of_its_own() {
    let world = World::new().await;
    let names = ["Ada Dune", "Bo Fell"];
    let open = testkit::field("PGA", "Harbor Open", &names).starts_at(world.at(5));
    let pair = head_to_head("PGA", names, [-120, 100]);
    let open = open.quoted([to_win("PGA", "Ada Dune", 200)]).quoted(pair);
    let kay = ("NFL", "Kay Orr");
    let prop = player_total(kay, "receptions", "4.5", [-110, -110]);
    let game = game(&world, "X", 1).with_players(&["Kay Orr"]).quoted(prop);
    world.report(&[open, game]).await;

    let shown = board::load(&world.database.bot).await.unwrap();
    assert_eq!(shown.games.len(), 2);
    let (of_two, of_many) = (&shown.games[0], &shown.games[1]);
    let called = |it: &shared::quote::BoardGame| {
        let names = it.game.named.iter().map(|it| it.name.clone());
        names.collect::<Vec<_>>()
    };
    assert_eq!(
        (of_two.quotes.len(), called(of_two)),
        (2, vec!["Kay Orr".to_owned()])
    );
    assert_eq!(of_many.game.field(), Some("Harbor Open"));
    assert_eq!(
        (of_many.quotes.len(), called(of_many)),
        (1, names.map(str::to_owned).into())
    );
    for (on_board, all) in [(of_two, 4), (of_many, 3)] {
        let whole = board::game(&world.database.bot, on_board.game.id).await;
        let whole = whole.unwrap().unwrap();
        assert_eq!(whole.quotes.len(), all);
        assert_eq!(called(&whole), called(on_board));
    }

    world.database.advance(TimeDelta::hours(2)).await;
    let begun = board::game(&world.database.bot, of_two.game.id).await;
    assert_eq!(begun.unwrap(), None);
}

#[tokio::test]
async fn a_draft_names_the_player_that_it_is_about() {
    let world = World::new().await;
    let kay = ("NFL", "Kay Orr");
    let prop = player_total(kay, "receptions", "4.5", [-110, -110]);
    let game = game(&world, "X", 1).with_players(&["Kay Orr"]).quoted(prop);
    world.report(&game).await;
    let alice = world.member(1).await;
    let id = board::load(&world.database.bot).await.unwrap().games[0]
        .game
        .id;
    let all = board::game(&world.database.bot, id).await.unwrap().unwrap();
    let about = all.quotes.iter().find(|it| it.selection.subject.is_some());
    let about = about.unwrap();
    let mut tx = world.begin(HERE).await;
    let (selection, bookmaker) = (about.selection.id, about.bookmaker.id);
    drafts::add(&mut tx, HERE, alice.id, selection, bookmaker)
        .await
        .unwrap();
    let legs = draft(&mut tx, alice.id).await;
    assert_eq!(legs[0].selection, about.selection);
    assert_eq!(legs[0].game.named[0].name, "Kay Orr");
}

#[tokio::test]
async fn a_renewed_board_is_what_a_new_one_is_and_reads_only_what_changed() {
    let world = World::new().await;
    let first = world
        .report(&[game(&world, "X", 1), game(&world, "Y", 2)])
        .await;
    assert_eq!(
        first.on_board,
        BoardChange::Everything,
        "new teams may play anywhere"
    );
    let last = board::load(&world.database.bot).await.unwrap();

    let mut moved = game(&world, "Y", 2);
    moved.quotes[0].price = Price::from_american(-140).unwrap();
    let told = world
        .report(&[game(&world, "X", 1), moved.clone()])
        .await
        .on_board;
    let BoardChange::Games(changed) = told else {
        panic!("{told:?}");
    };
    assert_eq!(changed, BTreeSet::from([last.games[1].game.id]));
    let renewed = board::renew(&world.database.bot, &last, &changed)
        .await
        .unwrap();
    let anew = board::load(&world.database.bot).await.unwrap();
    assert_eq!(renewed.games[1], anew.games[1]);
    assert_ne!(renewed.games[1], last.games[1]);
    assert!(
        Arc::ptr_eq(&renewed.games[0], &last.games[0]),
        "it is not read again"
    );

    let repeated = world.report(&[game(&world, "X", 1), moved]).await;
    assert_eq!(repeated.on_board, BoardChange::Nothing);
}

#[tokio::test]
async fn a_renewed_board_has_what_came_to_it_and_not_what_was_withdrawn() {
    let world = World::new().await;
    let bare = |code, hours| {
        let mut bare = game(&world, code, hours);
        bare.quotes.clear();
        bare
    };
    let first = [game(&world, "X", 1), game(&world, "Y", 3), bare("Z", 4)];
    world.report(&first).await;
    let last = board::load(&world.database.bot).await.unwrap();
    assert_eq!(codes(&last), ["XH", "YH"]);

    let second = [game(&world, "X", 1), bare("Y", 3), game(&world, "Z", 4)];
    let told = world.report(&second).await;
    let BoardChange::Games(changed) = told.on_board else {
        panic!("{told:?}");
    };
    let renewed = board::renew(&world.database.bot, &last, &changed).await;
    let renewed = renewed.unwrap();
    assert_eq!(codes(&renewed), ["XH", "ZH"]);
    assert_eq!(renewed, board::load(&world.database.bot).await.unwrap());
}

#[tokio::test]
async fn a_renewed_board_names_the_next_game_when_the_one_before_is_off_or_moves_or_comes() {
    let world = World::new().await;
    let bare = |code, hours| {
        let mut bare = game(&world, code, hours);
        bare.quotes.clear();
        bare
    };
    let off = |report| GameReport {
        status: GameStatus::Postponed,
        ..report
    };
    world.report(&[bare("X", 2), bare("Y", 3)]).await;
    let mut last = board::load(&world.database.bot).await.unwrap();
    let next = |board: &Board| {
        board
            .next
            .clone()
            .unwrap()
            .sides()
            .unwrap()
            .home
            .code
            .clone()
    };
    assert_eq!(next(&last), "XH");
    let cases = [
        (bare("X", 4), "YH"),
        (bare("X", 1), "XH"),
        (bare("Y", 2), "XH"),
        (off(bare("X", 2)), "YH"),
        (off(bare("Y", 2)), ""),
    ];
    for (report, expected) in cases {
        let changed = world.report(&report).await.ids;
        let changed = changed.into_iter().map(GameId::from_uuid).collect();
        last = board::renew(&world.database.bot, &last, &changed)
            .await
            .unwrap();
        assert_eq!(last, board::load(&world.database.bot).await.unwrap());
        match expected {
            "" => assert_eq!(last.next, None),
            code => assert_eq!(next(&last), code),
        }
    }
}

#[tokio::test]
async fn a_renewed_board_does_not_grow_past_the_last_game_that_a_new_one_has() {
    let world = World::new().await;
    world
        .report(&[game(&world, "X", 1), game(&world, "Y", 3)])
        .await;
    let mut last = board::load(&world.database.bot).await.unwrap();
    let behind = last.games.pop().unwrap();
    last.horizon = Some((last.games[0].game.starts_at, last.games[0].game.id));
    let changed = BTreeSet::from([behind.game.id]);
    let renewed = board::renew(&world.database.bot, &last, &changed).await;
    assert_eq!(codes(&renewed.unwrap()), ["XH"]);
    last.horizon = None;
    let renewed = board::renew(&world.database.bot, &last, &changed).await;
    assert_eq!(codes(&renewed.unwrap()), ["XH", "YH"]);
}

/// The codes of the home sides, in order.
fn codes(board: &Board) -> Vec<&str> {
    let sides = board.games.iter().map(|it| it.game.sides().unwrap());
    sides.map(|it| it.home.code.as_str()).collect()
}
