//! Prices about players, and contests of many: whatever a feed can ask lands in the tables.

use chrono::TimeDelta;
use grading::ticket::terms::Terms;
use services::bets::LegRequest;
use shared::competitor::{CompetitorKind, Role};
use shared::feed::{CompetitorReport, FieldReport, GameReport, Participant, QuoteReport};
use shared::game::Period;
use shared::id::GameId;
use shared::league::Sport;
use shared::line::Line;
use shared::market::{MarketKey, MarketKind, Side};
use shared::quote::Quote;
use store::tickets::PlaceOutcome;
use testkit::TestDatabase;

use crate::tickets::bet;
use crate::{board, identity};

fn athlete(name: &str) -> CompetitorReport {
    CompetitorReport {
        kind: CompetitorKind::Athlete,
        ..board::team(name)
    }
}

/// A price of the game that [`board::game`] makes, about something else.
async fn price(database: &TestDatabase, kind: MarketKind, side: Side) -> QuoteReport {
    let game = board::game(database, "any", 1).await;
    QuoteReport {
        kind,
        line: None,
        side,
        ..game.quotes[0].clone()
    }
}

async fn take(database: &TestDatabase, provider: &str, report: &GameReport) -> GameId {
    identity::take(database, provider, std::slice::from_ref(report)).await;
    GameId::from_uuid(identity::game(database, provider, &report.reference).await)
}

async fn texts(database: &TestDatabase, sql: &str) -> Vec<String> {
    sqlx::query_scalar(sql)
        .fetch_all(&database.owner)
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
    let database = TestDatabase::create().await;
    let mut report = board::game(&database, "X", 1).await;
    let ada = athlete("Ada");
    let sport = report.league.sport;
    report.players = vec![ada.clone()];
    let mut quotes = Vec::new();
    for side in [Side::Over, Side::Under] {
        quotes.push(QuoteReport {
            line: Some(Line::from_quarters(982).unwrap()),
            subject: Some(ada.first_id("a", sport)),
            statistic: Some("passing_yards".to_owned()),
            ..price(&database, MarketKind::PlayerTotal, side).await
        });
    }
    report.quotes = quotes;
    let game = take(&database, "a", &report).await;
    let expected = [
        "player_total Team Ada passing_yards 982 over -110",
        "player_total Team Ada passing_yards 982 under -110",
    ];
    assert_eq!(texts(&database, PRICED).await, expected);

    // Another feed, of which it is known whom and what it means by its own ids.
    let known = "INSERT INTO competitor_refs SELECT 'b', sport, reference, competitor_id
        FROM competitor_refs";
    sqlx::query(known).execute(&database.owner).await.unwrap();
    for quote in &mut report.quotes {
        quote.subject = Some(ada.first_id("b", sport));
        quote.bookmaker = "other".to_owned();
    }
    assert_eq!(take(&database, "b", &report).await, game);
    assert_eq!(texts(&database, PRICED).await.len(), 4);
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
    assert_eq!(texts(&database, markets).await, [key.id().to_string()]);
}

/// A tournament of these, in that order, each at the usual price to win it.
async fn open(database: &TestDatabase, feed: &str, entrants: &[&str]) -> GameReport {
    let mut report = board::game(database, &format!("{feed}-open"), 30).await;
    report.league.code = "PGA".to_owned();
    report.league.name = "PGA Tour".to_owned();
    report.league.sport = Sport::Golf;
    report.field = Some(FieldReport {
        slug: "harbor-open".to_owned(),
        name: "Harbor Open".to_owned(),
    });
    report.quotes.clear();
    for name in entrants {
        let side = Side::Entrant(athlete(name).first_id(feed, Sport::Golf));
        report
            .quotes
            .push(price(database, MarketKind::Outright, side).await);
    }
    report.participants = Participant::field(entrants.iter().map(|it| athlete(it)));
    report
}

#[tokio::test]
async fn a_tournament_is_one_game_whose_entrants_can_be_backed_until_its_start() {
    let database = TestDatabase::create().await;
    let alice = board::member(&database, 1, "Alice").await;
    let report = open(&database, "a", &["Ada", "Bo", "Cy"]).await;
    assert_eq!(report.check("a"), Ok(()));
    let game = take(&database, "a", &report).await;
    let games = "SELECT concat_ws(' ', kind, name, status) FROM games";
    assert_eq!(
        texts(&database, games).await,
        ["field Harbor Open scheduled"]
    );
    let market = MarketKey::of_game(game, MarketKind::Outright, Period::Full, None);
    let ada = athlete("Ada").first_id("a", Sport::Golf);
    let quoted = "SELECT selection_id::text FROM quotes";
    let quoted = texts(&database, quoted).await;
    let to_win = market.selection(Side::Entrant(ada));
    assert!(
        quoted.len() == 3 && quoted.contains(&to_win.to_string()),
        "{quoted:?}"
    );

    let any = |selection| LegRequest {
        selection,
        bookmaker: store::leagues::bookmaker_id("book"),
        num: 21,
        den: 11,
        takes_better: false,
        each_way: None,
    };
    let on_ada = |interaction| {
        let mut bet = bet(alice, interaction, &[] as &[&Quote]);
        bet.legs = vec![any(to_win)];
        bet.terms = Terms::plain(1);
        bet
    };
    let placed = services::bets::place(&database.bot, &on_ada(1))
        .await
        .unwrap();
    assert!(matches!(placed, PlaceOutcome::Placed(_)), "{placed:?}");
    database.advance(TimeDelta::hours(30)).await;
    let late = services::bets::place(&database.bot, &on_ada(2))
        .await
        .unwrap();
    assert!(matches!(late, PlaceOutcome::GameStarted { .. }), "{late:?}");
}

#[tokio::test]
async fn a_field_grows_as_its_entrants_become_known_and_forgets_nobody() {
    let database = TestDatabase::create().await;
    take(&database, "a", &open(&database, "a", &["Ada", "Bo"]).await).await;
    let reported = open(&database, "a", &["Cy", "Bo"]).await;
    take(&database, "a", &reported).await;
    let entrants = "SELECT c.short_name || ' ' || g.slot FROM game_competitors g
        JOIN competitors c USING (competitor_id) WHERE g.role = 'entrant' ORDER BY g.slot";
    assert_eq!(texts(&database, entrants).await, ["Ada 1", "Bo 2", "Cy 3"]);
    let again = identity::take(&database, "a", &[reported]).await;
    assert_eq!(again.changes.total(), 0, "{again:?}");
}

#[tokio::test]
async fn feeds_that_call_a_tournament_by_one_name_have_one_game() {
    let database = TestDatabase::create().await;
    let one = take(&database, "a", &open(&database, "a", &["Ada"]).await).await;
    let other = take(&database, "b", &open(&database, "b", &["Ada"]).await).await;
    assert_eq!(one, other);
    let mut next_year = open(&database, "a", &["Ada"]).await;
    next_year.reference = "a-next".to_owned();
    next_year.season = "2032".to_owned();
    assert_ne!(take(&database, "a", &next_year).await, one);
}

#[tokio::test]
async fn a_feed_cannot_make_a_match_of_a_field_under_one_id() {
    let database = TestDatabase::create().await;
    let mut report = open(&database, "a", &["Ada", "Bo"]).await;
    take(&database, "a", &report).await;
    report.field = None;
    report.participants = Participant::sides(athlete("Ada"), athlete("Bo"));
    let now = database.now().await;
    let mut tx = database.fetcher.begin().await.unwrap();
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
    let database = TestDatabase::create().await;
    let mut report = board::game(&database, "X", 1).await;
    report.participants.retain(|it| it.role == Role::Home);
    let now = database.now().await;
    let mut tx = database.fetcher.begin().await.unwrap();
    let refused = services::results::ingest(&mut tx, "a", &[report], now)
        .await
        .unwrap_err();
    assert_eq!(
        refused.constraint(),
        Some("game_keys_low_fkey"),
        "{refused}"
    );
}
