//! A league's own feed beside another one: they find each other's games, neither takes the other's
//! prices down, and the league's own word is believed at once.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use fetcher::ingest::{self, IngestSummary};
use grading::decide::Policy;
use providers::{Answer, RequestStats, espn, nhl};
use serde_json::{Value, json};
use shared::feed::{FeedAnswer, GameReport, QuoteReport};
use shared::game::GameStatus;
use shared::market::{MarketKind, Side};
use store::feed_requests::FeedRequest;
use store::games;
use testkit::quote;

use crate::world::World;

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Montreal at home to Boston, as ESPN has it.
fn by_espn(at: DateTime<Utc>, score: Option<(i32, i32)>) -> GameReport {
    let side = |role: &str, id: &str, name: &str, score: Option<i32>| {
        json!({
            "homeAway": role, "score": score.map(|it| it.to_string()),
            "team": { "id": id, "displayName": name, "abbreviation": &name[..3] },
        })
    };
    let (name, state) = match score {
        None => ("STATUS_SCHEDULED", "pre"),
        Some(_) => ("STATUS_FINAL", "post"),
    };
    let board = json!({
        "leagues": [{ "slug": "nhl" }],
        "events": [{
            "id": "401", "date": moment(at), "season": { "year": 2032 },
            "competitions": [{
                "status": { "type": {
                    "name": name, "state": state, "completed": score.is_some(), "detail": "Final",
                } },
                "competitors": [
                    side("home", "10", "Montreal Canadiens", score.map(|it| it.0)),
                    side("away", "1", "Boston Bruins", score.map(|it| it.1)),
                ],
            }],
        }],
    });
    only(espn::read(board.to_string().into(), "NHL").unwrap())
}

/// The same game as the league has it.
fn by_league(at: DateTime<Utc>, score: Option<(i32, i32)>) -> GameReport {
    let side = |id: i32, code: &str, name: &str, score: Option<i32>| json!({ "id": id, "abbrev": code, "name": { "default": name }, "score": score });
    let mut game = json!({
        "id": 2031020002, "season": 20312032, "gameType": 2, "startTimeUTC": moment(at),
        "gameState": if score.is_some() { "OFF" } else { "FUT" },
        "homeTeam": side(8, "MTL", "Canadiens", score.map(|it| it.0)),
        "awayTeam": side(6, "BOS", "Bruins", score.map(|it| it.1)),
    });
    if score.is_some() {
        game["gameOutcome"] = json!({ "lastPeriodType": "REG" });
    }
    let list: Value = json!({ "games": [game] });
    only(nhl::read(&list.to_string().into()).unwrap())
}

fn only(answer: FeedAnswer) -> GameReport {
    assert_eq!(answer.rejected, []);
    let [game] = answer.games.try_into().unwrap();
    game
}

async fn take(world: &World, provider: &str, game: GameReport) -> IngestSummary {
    let request = FeedRequest {
        provider: provider.to_owned(),
        feed: "NHL/quotes".to_owned(),
        asked_at: world.database.now().await,
    };
    let answer = Answer {
        feed: FeedAnswer {
            games: vec![game],
            rejected: Vec::new(),
        },
        stats: RequestStats::of(provider),
    };
    let (pool, lease) = (&world.database.fetcher, &world.lease);
    let policy = Policy::default();
    ingest::store_answer(pool, lease, &request, &answer, &policy, |_| {})
        .await
        .unwrap()
}

/// A moneyline of that bookmaker.
fn moneyline(bookmaker: &str) -> Vec<QuoteReport> {
    [(Side::Home, -130), (Side::Away, 110)]
        .map(|(side, price)| QuoteReport {
            bookmaker: bookmaker.to_owned(),
            bookmaker_name: bookmaker.to_owned(),
            ..quote(MarketKind::Moneyline2, None, side, price)
        })
        .into()
}

#[tokio::test]
async fn two_feeds_of_a_league_find_each_others_games_and_teams() {
    for league_first in [true, false] {
        let world = World::new().await;
        let at = world.at(2);
        let mut reports = [
            ("nhl", by_league(at, None)),
            ("espn", by_espn(at + TimeDelta::minutes(8), None)),
        ];
        if !league_first {
            reports.reverse();
        }
        for (provider, report) in reports {
            take(&world, provider, report).await;
        }
        assert_eq!(world.count("SELECT count(*) FROM games").await, 1);
        assert_eq!(world.count("SELECT count(*) FROM competitors").await, 2);
        assert_eq!(world.count("SELECT count(*) FROM game_refs").await, 2);
    }
}

#[tokio::test]
async fn a_feed_takes_down_its_own_prices_and_no_others() {
    let world = World::new().await;
    let at = world.at(2);
    let mut scoreboard = by_espn(at, None);
    scoreboard.quotes = moneyline("quay");
    let mut league = by_league(at, None);
    league.quotes = moneyline("harbor");
    league.quotes_complete = true;
    for _ in 0..2 {
        take(&world, "espn", scoreboard.clone()).await;
        take(&world, "nhl", league.clone()).await;
    }
    let up = "SELECT count(*) FROM quotes WHERE taken_down_at IS NULL";
    assert_eq!(world.count(up).await, 4);
    let moved = "SELECT count(*) FROM quote_changes";
    assert_eq!(world.count(moved).await, 4, "nothing went down in between");
    league.quotes.clear();
    take(&world, "nhl", league).await;
    assert_eq!(world.count(up).await, 2);
    scoreboard.quotes.clear();
    take(&world, "espn", scoreboard).await;
    assert_eq!(world.count(up).await, 0);
}

#[tokio::test]
async fn the_leagues_own_final_is_believed_at_once_and_another_feeds_is_not() {
    let world = World::new().await;
    let at = world.at(2);
    take(&world, "nhl", by_league(at, None)).await;
    take(&world, "espn", by_espn(at, None)).await;
    world.database.advance(TimeDelta::hours(5)).await;
    let told = take(&world, "espn", by_espn(at, Some((4, 2)))).await;
    assert_eq!(told.decided.len(), 0);
    let told = take(&world, "nhl", by_league(at, Some((4, 2)))).await;
    assert_eq!(told.decided.len(), 1);
}

/// How many games are in play, as far as that feed is concerned.
async fn in_play(world: &World, provider: &str) -> i64 {
    let mut connection = world.database.fetcher.acquire().await.unwrap();
    let (leagues, since) = (["NHL".to_owned()], world.now);
    let found = games::by_league(&mut connection, Some(provider), &leagues, (since, since)).await;
    found.unwrap()[0].in_play
}

#[tokio::test]
async fn a_game_is_in_play_for_a_feed_until_that_feed_says_that_it_is_over() {
    let world = World::new().await;
    let at = world.at(2);
    take(&world, "espn", by_espn(at, None)).await;
    take(&world, "kalshi", by_league(at, None)).await;
    world.database.advance(TimeDelta::hours(4)).await;
    let live = GameReport {
        status: GameStatus::Live,
        ..by_espn(at, None)
    };
    take(&world, "espn", live).await;
    take(&world, "kalshi", by_league(at, Some((4, 2)))).await;
    assert_eq!(in_play(&world, "espn").await, 1, "its word counts too");
    assert_eq!(in_play(&world, "kalshi").await, 0);
    take(&world, "espn", by_espn(at, Some((4, 2)))).await;
    assert_eq!(in_play(&world, "espn").await, 0);
}
