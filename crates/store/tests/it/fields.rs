//! Prices about players, and contests of many: whatever a feed can ask lands in the tables.

use chrono::TimeDelta;
use shared::competitor::Role;
use shared::feed::{GameReport, Participant, QuoteReport};
use shared::game::Period;
use shared::id::{CompetitorId, GameId};
use shared::league::Sport;
use shared::line::Line;
use shared::market::{MarketKey, MarketKind, Side};
use store::tickets::PlaceOutcome;
use testkit::{ReportExt, World, athlete, bet, field, leg, quote};

use crate::board;

async fn take(world: &World, provider: &str, report: &GameReport) -> GameId {
    world.ingest(provider, report).await;
    world.game_id(&report.reference).await
}

async fn texts(world: &World, sql: &str) -> Vec<String> {
    sqlx::query_scalar(sql)
        .fetch_all(&world.database.owner)
        .await
        .unwrap()
}

/// What stands in the three tables: market, selection and price, joined.
const PRICED: &str = "SELECT concat_ws(' ', m.kind, c.name, m.statistic, m.line, s.side,
      q.price_number)
    FROM quotes q JOIN selections s USING (selection_id) JOIN markets m USING (market_id)
    LEFT JOIN competitors c ON c.competitor_id = m.subject ORDER BY 1";

#[tokio::test]
async fn a_price_about_a_player_is_one_question_for_every_feed_that_means_the_player() {
    let world = World::new().await;
    let mut report = board::game(&world, "X", 1);
    let ada = athlete("Ada");
    let sport = report.league.sport;
    report.players = vec![ada.clone()];
    let mut quotes = Vec::new();
    for side in [Side::Over, Side::Under] {
        quotes.push(QuoteReport {
            line: Some(Line::from_quarters(982).unwrap()),
            subject: Some(ada.first_id("a", sport)),
            statistic: Some("passing_yards".to_owned()),
            ..quote(MarketKind::PlayerTotal, None, side, -110)
        });
    }
    report.quotes = quotes;
    let game = take(&world, "a", &report).await;
    let expected = [
        "player_total Ada passing_yards 982 over -110",
        "player_total Ada passing_yards 982 under -110",
    ];
    assert_eq!(texts(&world, PRICED).await, expected);

    // Another feed, of which it is known whom and what it means by its own ids.
    let known = "INSERT INTO competitor_refs SELECT 'b', sport, reference, competitor_id
        FROM competitor_refs";
    sqlx::query(known)
        .execute(&world.database.owner)
        .await
        .unwrap();
    for quote in &mut report.quotes {
        quote.subject = Some(ada.first_id("b", sport));
        quote.bookmaker = "other".to_owned();
    }
    assert_eq!(take(&world, "b", &report).await, game);
    assert_eq!(texts(&world, PRICED).await.len(), 4);
    let markets = "SELECT market_id::text FROM markets";
    let key = MarketKey {
        subject: Some(ada.first_id("a", sport)),
        statistic: Some("passing_yards".to_owned()),
        ..MarketKey::of_game(
            game,
            MarketKind::PlayerTotal,
            Period::Full,
            Some(Line::from_quarters(982).unwrap()),
        )
    };
    assert_eq!(texts(&world, markets).await, [key.id().to_string()]);
}

/// Who is called so, as that feed makes him known.
fn golfer(feed: &str, name: &str) -> CompetitorId {
    athlete(name).first_id(feed, Sport::Golf)
}

/// A tournament of these, in that order, each at the usual price to win it.
fn open(world: &World, feed: &str, entrants: &[&str]) -> GameReport {
    let price = |name: &&str| -> QuoteReport {
        let side = Side::Entrant(golfer(feed, name));
        quote(MarketKind::Outright, None, side, -110)
    };
    let open = field("PGA", "Harbor Open", entrants).named(&format!("{feed}-open"));
    open.starts_at(world.at(30))
        .quoted(entrants.iter().map(price))
}

#[tokio::test]
async fn a_tournament_is_one_game_whose_entrants_can_be_backed_until_its_start() {
    let world = World::new().await;
    let alice = world.member(1).await;
    let report = open(&world, "a", &["Ada", "Bo", "Cy"]);
    assert_eq!(report.check("a"), Ok(()));
    take(&world, "a", &report).await;
    let games = "SELECT concat_ws(' ', kind, name, status) FROM games";
    assert_eq!(texts(&world, games).await, ["field Harbor Open scheduled"]);
    let to_win = world.entrant("a-open", golfer("a", "Ada")).await;
    let quoted = "SELECT selection_id::text FROM quotes";
    let quoted = texts(&world, quoted).await;
    assert!(
        quoted.len() == 3 && quoted.contains(&to_win.to_string()),
        "{quoted:?}"
    );

    let on_ada = || bet(alice, leg(to_win, "-110".parse().unwrap()));
    world.place(on_ada()).await;
    world.database.advance(TimeDelta::hours(30)).await;
    let late = world.try_place(on_ada()).await;
    assert!(matches!(late, PlaceOutcome::GameStarted { .. }), "{late:?}");
}

#[tokio::test]
async fn a_field_grows_as_its_entrants_become_known_and_forgets_nobody() {
    let world = World::new().await;
    take(&world, "a", &open(&world, "a", &["Ada", "Bo"])).await;
    let reported = open(&world, "a", &["Cy", "Bo"]);
    take(&world, "a", &reported).await;
    let entrants = "SELECT c.short_name || ' ' || g.slot FROM game_competitors g
        JOIN competitors c USING (competitor_id) WHERE g.role = 'entrant' ORDER BY g.slot";
    assert_eq!(texts(&world, entrants).await, ["Ada 1", "Bo 2", "Cy 3"]);
    let again = world.ingest("a", reported).await;
    assert_eq!(again.changes.total(), 0, "{again:?}");
}

#[tokio::test]
async fn feeds_that_call_a_tournament_by_one_name_have_one_game() {
    let world = World::new().await;
    let one = take(&world, "a", &open(&world, "a", &["Ada"])).await;
    let other = take(&world, "b", &open(&world, "b", &["Ada"])).await;
    assert_eq!(one, other);
    let mut next_year = open(&world, "a", &["Ada"]);
    next_year.reference = "a-next".to_owned();
    next_year.season = "2032".to_owned();
    assert_ne!(take(&world, "a", &next_year).await, one);
}

#[tokio::test]
async fn a_feed_cannot_make_a_match_of_a_field_under_one_id() {
    let world = World::new().await;
    let mut report = open(&world, "a", &["Ada", "Bo"]);
    take(&world, "a", &report).await;
    report.field = None;
    report.participants = Participant::sides(athlete("Ada"), athlete("Bo"));
    let now = world.database.now().await;
    let mut tx = world.database.fetcher.begin().await.unwrap();
    let refused = services::results::ingest(&mut tx, "a", &[report], now)
        .await
        .unwrap_err();
    assert!(
        refused.to_string().starts_with("games.kind of "),
        "{refused}"
    );
}

#[tokio::test]
async fn a_match_without_two_sides_is_refused_by_the_tables_too() {
    let world = World::new().await;
    let mut report = board::game(&world, "X", 1);
    report.participants.retain(|it| it.role == Role::Home);
    let now = world.database.now().await;
    let mut tx = world.database.fetcher.begin().await.unwrap();
    let refused = services::results::ingest(&mut tx, "a", &[report], now)
        .await
        .unwrap_err();
    assert_eq!(
        refused.constraint(),
        Some("game_keys_low_fkey"),
        "{refused}"
    );
}

/// The entrants of the contests that a feed has told of, by name, each once.
const ENTERED: &str = "SELECT DISTINCT c.name FROM game_competitors g
    JOIN competitors c USING (competitor_id) WHERE g.role = 'entrant' ORDER BY 1";

/// The same athletes under another feed's ids, as it spells them.
fn spelled(report: &GameReport, feed: &str) -> GameReport {
    let mut report = report.clone();
    for it in &mut report.participants {
        it.competitor.reference = format!("{feed}/{}", it.competitor.reference);
    }
    report.quotes.clear();
    report
}

#[tokio::test]
async fn an_entrant_whom_two_feeds_spell_in_their_own_ways_is_one() {
    let world = World::new().await;
    take(
        &world,
        "a",
        &open(&world, "a", &["Sergio Pérez", "Zhou Guanyu", "Bo"]),
    )
    .await;
    let other = open(&world, "b", &["sergio perez", "Guanyu Zhou", "Cy Jr."]);
    let other = spelled(&other, "b");
    take(&world, "b", &other).await;
    let names = ["Bo", "Cy Jr.", "Sergio Pérez", "Zhou Guanyu"];
    assert_eq!(texts(&world, ENTERED).await, names);
    let again = world.ingest("b", other).await;
    assert_eq!(again.changes.total(), 0, "{again:?}");
}

#[tokio::test]
async fn what_a_feed_says_of_an_entrant_is_said_of_the_one_whom_another_feed_entered() {
    let world = World::new().await;
    take(&world, "a", &open(&world, "a", &["Ada", "Bo"])).await;
    let to_win = world.entrant("a-open", golfer("a", "Ada")).await;
    let mut other = spelled(&open(&world, "b", &["ada"]), "b");
    let ada = other.participants[0].competitor.first_id("b", Sport::Golf);
    other.quotes = vec![QuoteReport {
        bookmaker: "other".to_owned(),
        ..quote(MarketKind::Outright, None, Side::Entrant(ada), 250)
    }];
    take(&world, "b", &other).await;
    let prices = format!("SELECT price_number FROM quotes WHERE selection_id = '{to_win}'");
    assert_eq!(texts(&world, &prices).await.len(), 2, "of both bookmakers");
}

#[tokio::test]
async fn of_two_entrants_of_one_name_nobody_is_joined() {
    let twice = |feed: &str, world: &World| {
        let mut report = open(world, feed, &["Lee", "Lee", "Bo"]);
        report.participants[1].competitor.reference = "another lee".to_owned();
        spelled(&report, feed)
    };
    let once = |feed: &str, world: &World| spelled(&open(world, feed, &["Lee"]), feed);
    let world = World::new().await;
    take(&world, "a", &twice("a", &world)).await;
    take(&world, "b", &once("b", &world)).await;
    let entrants = "SELECT count(*) FROM game_competitors WHERE role = 'entrant'";
    assert_eq!(
        world.count(entrants).await,
        4,
        "it is not known which of them"
    );
    let world = World::new().await;
    take(&world, "a", &once("a", &world)).await;
    take(&world, "b", &twice("b", &world)).await;
    assert_eq!(world.count(entrants).await, 4);
}

#[tokio::test]
async fn an_entrant_of_another_contest_is_somebody_else_of_that_name() {
    let world = World::new().await;
    take(&world, "a", &spelled(&open(&world, "a", &["Lee"]), "a")).await;
    let mut other = spelled(&open(&world, "b", &["Lee"]), "b");
    other.field.as_mut().unwrap().slug = "quay-open".to_owned();
    take(&world, "b", &other).await;
    let athletes = "SELECT count(*) FROM competitors WHERE kind = 'athlete'";
    assert_eq!(world.count(athletes).await, 2);
}
