//! Prices about players from a feed that knows them by name, settled by the box score of the
//! league's own. The prices are written by hand in the documented form of The Odds API.

use bytes::Bytes;
use providers::{mlb, the_odds_api};
use serde_json::json;
use shared::competitor::Role;
use shared::facts::{Facts, PlayerLine};
use shared::feed::GameReport;
use shared::game::GameStatus;
use shared::id::{CompetitorId, SelectionId};
use shared::market::Side;
use shared::price::OddsFormat;
use shared::quote::Quote;
use shared::ticket::TicketState::{Lost, Void, Won};
use testkit::{ReportExt, World};

/// A box score written by hand, of a game between Toronto and Houston.
const BOX: &[u8] = include_bytes!("../../../crates/providers/tests/fixtures/mlb/live.json");

/// What the league says of its game, over, under another id and at another time.
fn over(world: &World, reference: &str, hours: i64) -> GameReport {
    let live = mlb::read_live(&Bytes::from_static(BOX)).unwrap();
    let report = live.answer.games.into_iter().next().unwrap();
    GameReport {
        reference: reference.to_owned(),
        starts_at: world.at(hours),
        ..report
    }
}

/// Prices of one bookmaker on that many hits of these players.
fn priced(world: &World, hours: i64, players: &[(&str, f64)]) -> Vec<GameReport> {
    priced_in(
        ("Toronto Blue Jays", "Houston Astros"),
        world,
        hours,
        players,
    )
}

/// The same in a game of these two.
fn priced_in(
    (home, away): (&str, &str),
    world: &World,
    hours: i64,
    players: &[(&str, f64)],
) -> Vec<GameReport> {
    let start = world.at(hours).to_rfc3339();
    let told = world.at(0).to_rfc3339();
    let outcomes = players.iter().flat_map(|(player, line)| {
        ["Over", "Under"]
            .map(|name| json!({ "name": name, "description": player, "price": 1.9, "point": line }))
    });
    let event = json!({
        "id": "e1", "sport_key": "baseball_mlb", "sport_title": "MLB", "commence_time": start,
        "home_team": home, "away_team": away,
        "bookmakers": [{ "key": "alpha", "title": "Alpha", "markets": [{
            "key": "batter_hits", "last_update": told, "outcomes": outcomes.collect::<Vec<_>>(),
        }] }],
    });
    let body = Bytes::from(event.to_string());
    let read = the_odds_api::read_event(&body, "MLB", OddsFormat::Decimal).unwrap();
    assert_eq!(read.rejected, []);
    read.games
}

/// The same game before it began, with prices on who wins.
fn ahead(game: GameReport) -> GameReport {
    let bare = GameReport {
        scores: Vec::new(),
        players: Vec::new(),
        facts: Facts::default(),
        ..game.in_state(GameStatus::Scheduled)
    };
    bare.moneyline(-110, -110)
}

/// The price of more than the line, by the player's name.
async fn on_over(world: &World, player: &str) -> Quote {
    let board = store::board::load(&world.database.bot).await.unwrap();
    let id = board.games[0].game.id;
    let all = store::board::game(&world.database.bot, id)
        .await
        .unwrap()
        .unwrap();
    let named = all.game.named.iter().find(|it| it.name == player).unwrap();
    let about =
        |it: &&Quote| it.selection.subject == Some(named.id) && it.selection.side == Side::Over;
    all.quotes.iter().find(about).unwrap().clone()
}

#[tokio::test]
async fn a_price_by_name_is_settled_by_the_leagues_own_box_score_and_its_correction() {
    let world = World::new().await;
    // Yesterday's game makes the players known.
    world.ingest("mlb", over(&world, "yesterday", -24)).await;
    world.ingest("mlb", ahead(over(&world, "today", 4))).await;

    // One name without its accent, one without its suffix, one of nobody.
    let names = [
        ("Ada Alvarez", 1.5),
        ("Cal Dorn", 1.5),
        ("Eli Foss", 0.5),
        ("Nia Moss", 0.5),
    ];
    let done = world
        .ingest("the_odds_api", priced(&world, 4, &names))
        .await;
    assert_eq!(done.unmatched, 2);
    assert_eq!(done.games, 1);
    let alice = world.member(1).await;
    let mut tickets = Vec::new();
    for player in ["Ada Álvarez", "Cal Dorn Jr.", "Eli Foss"] {
        let price = on_over(&world, player).await;
        tickets.push(world.bet(alice, 1, &price).await);
    }

    world.ingest("mlb", over(&world, "today", 4)).await;
    world.settle().await;
    let mut came_to = Vec::new();
    for ticket in &tickets {
        came_to.push(world.head(*ticket).await.0);
    }
    assert_eq!(
        came_to,
        [Won, Lost, Void],
        "two hits, one, and on the bench"
    );

    // The scorer gives a hit of one to the other.
    let mut corrected = over(&world, "today", 4);
    for line in &mut corrected.facts.players {
        let swapped: &[(CompetitorId, i64)] = &[
            (id_of(&corrected.players, "Ada Álvarez"), 1),
            (id_of(&corrected.players, "Cal Dorn Jr."), 2),
        ];
        if let Some((_, hits)) = swapped.iter().find(|it| it.0 == line.id) {
            line.statistics.insert("hits".to_owned(), *hits);
            line.statistics.retain(|name, _| name == "hits");
        }
    }
    world.ingest("mlb", corrected).await;
    world.settle().await;
    let mut came_to = Vec::new();
    for ticket in &tickets {
        let (state, _, settlements) = world.head(*ticket).await;
        came_to.push((state, settlements));
    }
    assert_eq!(came_to, [(Lost, 2), (Won, 2), (Void, 1)]);
}

fn id_of(players: &[shared::feed::CompetitorReport], name: &str) -> CompetitorId {
    let named = players.iter().find(|it| it.name == name).unwrap();
    named.first_id(mlb::NAME, shared::league::Sport::Baseball)
}

#[tokio::test]
async fn a_price_by_name_alone_is_not_offered_before_anybody_knows_the_player() {
    let world = World::new().await;
    let done = world
        .ingest("the_odds_api", priced(&world, 4, &[("Ada Alvarez", 1.5)]))
        .await;
    assert_eq!((done.unmatched, done.carried), (2, Default::default()));
    let offered: Vec<SelectionId> = sqlx::query_scalar("SELECT selection_id FROM quotes")
        .fetch_all(&world.database.owner)
        .await
        .unwrap();
    assert_eq!(offered, []);
}

/// What the league recorded of a real game. `None` where the recorded answers are not at hand.
#[expect(clippy::disallowed_methods, reason = "a test may block")]
fn recorded() -> Option<GameReport> {
    let Some(folder) = std::env::var_os("DBSBM_CORPUS").map(std::path::PathBuf::from) else {
        eprintln!("skipped: DBSBM_CORPUS names no folder of recorded answers");
        return None;
    };
    let body = std::fs::read(folder.join("fixtures/mlb-statsapi/livefeed.json")).ok()?;
    let live = mlb::read_live(&Bytes::from(body)).unwrap();
    live.answer.games.into_iter().next()
}

#[tokio::test]
async fn every_batter_of_a_recorded_game_is_matched_by_name_bet_on_and_settled() {
    let Some(game) = recorded() else { return };
    let world = World::new().await;
    let yesterday = GameReport {
        reference: "yesterday".to_owned(),
        starts_at: world.at(-24),
        ..game.clone()
    };
    world.ingest("mlb", yesterday).await;
    let name = |id| {
        let named = game.players.iter();
        let mut found = named.filter(|it| it.first_id(mlb::NAME, game.league.sport) == id);
        found.next().unwrap().name.clone()
    };
    // Of a pitcher nobody counts hits.
    let bats = |it: &&PlayerLine| !it.played || it.statistics.contains_key("hits");
    let lines = game.facts.players.iter().filter(bats);
    let hits: Vec<(String, Option<i64>)> = lines
        .map(|it| {
            (
                name(it.id),
                it.statistics.get("hits").copied().filter(|_| it.started),
            )
        })
        .collect();
    let [home, away] = [Role::Home, Role::Away].map(|it| game.side(it).unwrap().name.clone());
    let asked: Vec<(&str, f64)> = hits.iter().map(|it| (it.0.as_str(), 0.5)).collect();
    let today = GameReport {
        reference: "today".to_owned(),
        starts_at: world.at(4),
        ..game.clone()
    };
    world.ingest("mlb", ahead(today.clone())).await;
    let done = world
        .ingest("the_odds_api", priced_in((&home, &away), &world, 4, &asked))
        .await;
    assert_eq!(done.unmatched, 0, "of {} players", asked.len());

    let alice = world.member(1).await;
    let mut tickets = Vec::new();
    for (name, _) in &hits {
        let price = on_over(&world, name).await;
        tickets.push(world.bet(alice, 1, &price).await);
    }
    world.ingest("mlb", today).await;
    world.settle().await;
    for (ticket, (name, hits)) in tickets.iter().zip(&hits) {
        let expected = match hits {
            Some(0) => Lost,
            Some(_) => Won,
            None => Void,
        };
        assert_eq!(world.head(*ticket).await.0, expected, "{name}: {hits:?}");
    }
}
