//! How The Odds API is asked: what it costs, and what happens when there are no credits.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use providers::http::{Http, Limits};
use providers::quota::Paid;
use providers::the_odds_api::{Bookmakers, Historical, TheOddsApi};
use providers::{Answer, FeedQuery, Provider, ProviderError, QueryKind};
use serde_json::json;
use shared::game::GameStatus;
use shared::testing::MockClock;
use wiremock::matchers::{path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::paid::TestPurse;
use crate::support::{fixture, game};

const SECRET: &str = "hunter2hunter2";
const SPORTS: &str = "/v4/sports";
const ODDS: &str = "/v4/sports/icehockey_nhl/odds";
const SCORES: &str = "/v4/sports/icehockey_nhl/scores";
const EVENT: &str = "/v4/sports/icehockey_nhl/events/a1/odds";

struct World {
    server: MockServer,
    feed: TheOddsApi,
}

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// An answer that tells what is left and what it cost.
fn told(body: Bytes, remaining: u32, last: u32) -> ResponseTemplate {
    charged(
        ResponseTemplate::new(200).set_body_bytes(body),
        remaining,
        last,
    )
}

fn charged(answer: ResponseTemplate, remaining: u32, last: u32) -> ResponseTemplate {
    answer
        .insert_header("x-requests-remaining", remaining.to_string())
        .insert_header("x-requests-used", (500 - remaining).to_string())
        .insert_header("x-requests-last", last.to_string())
}

fn refusal(status: u16, code: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(json!({
        "message": format!("see the documentation, {SECRET}"),
        "error_code": code,
    }))
}

impl World {
    /// A key with that many credits.
    async fn with(credits: u32) -> Self {
        let world = Self::empty().await;
        let sports = fixture("the_odds_api/sports.json");
        world.answers(SPORTS, told(sports, credits, 0)).await;
        world
    }

    async fn empty() -> Self {
        Self::paid_from(None).await
    }

    /// With a client that takes what it spends from this purse.
    async fn paid_from(purse: Option<Arc<TestPurse>>) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let limits = Limits {
            back_off: Duration::from_millis(1),
            tries_max: 1,
            paced: false,
            ..Limits::default()
        };
        let clock = MockClock::at(moment("2031-11-10T22:00:00Z"));
        let http = Http::new(limits, Arc::new(clock)).unwrap();
        let http = Arc::new(match purse {
            Some(purse) => http.with_purse(purse),
            None => http,
        });
        let server = MockServer::start().await;
        let feed = TheOddsApi::new(http, Some(server.uri()), SECRET.into());
        Self { server, feed }
    }

    async fn answers(&self, at: &str, with: ResponseTemplate) {
        Mock::given(path(at))
            .and(query_param("apiKey", SECRET))
            .respond_with(with)
            .mount(&self.server)
            .await;
    }

    async fn ask(&self, kind: QueryKind) -> Result<Answer, ProviderError> {
        let mut ask = FeedQuery::quotes("NHL", week());
        ask.kind = kind;
        self.feed.ask(&ask).await
    }

    async fn asked(&self) -> Vec<String> {
        let requests = self.server.received_requests().await.unwrap();
        requests.iter().map(|it| it.url.path().to_owned()).collect()
    }
}

/// What prices and scores cost.
fn costs(feed: &TheOddsApi) -> [u32; 2] {
    let queries = [
        FeedQuery::quotes("NHL", week()),
        FeedQuery::scores("NHL", week()),
    ];
    queries.map(|it| feed.cost(&it).units)
}

fn week() -> std::ops::RangeInclusive<DateTime<Utc>> {
    moment("2031-11-09T16:00:00Z")..=moment("2031-11-17T22:00:00Z")
}

#[tokio::test]
async fn prices_are_those_of_games_that_have_not_begun_and_what_is_left_is_known() {
    let world = World::with(488).await;
    let odds = told(fixture("the_odds_api/odds.json"), 485, 3);
    world.answers(ODDS, odds).await;
    let answer = world.ask(QueryKind::Quotes).await.unwrap();
    let ids: Vec<_> = answer
        .feed
        .games
        .iter()
        .map(|it| it.reference.as_str())
        .collect();
    assert_eq!(ids, ["a1"], "the other one has begun");
    assert_eq!(
        world.feed.balance().map(|it| (it.remaining, it.last)),
        Some((485, Some(3)))
    );
    let requests = world.server.received_requests().await.unwrap();
    let query = requests[1].url.query().unwrap();
    for part in [
        "regions=us",
        "markets=h2h%2Cspreads%2Ctotals",
        "oddsFormat=decimal",
        "commenceTimeFrom=2031-11-10T22%3A00%3A00Z",
        "commenceTimeTo=2031-11-17T22%3A00%3A00Z",
    ] {
        assert!(query.contains(part), "{part} in {query}");
    }
    world.ask(QueryKind::Quotes).await.unwrap();
    assert_eq!(
        world.asked().await,
        [SPORTS, ODDS, ODDS],
        "the balance is looked up once"
    );
    assert!(answer.stats.url.contains("/odds?") && !answer.stats.url.contains(SECRET));
}

#[tokio::test]
async fn what_the_credits_cannot_pay_is_not_asked() {
    let world = World::with(2).await;
    let error = world.ask(QueryKind::Quotes).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "out of credits: the request costs 3, and 2 are left"
    );
    assert_eq!(error.wait(), Some(Duration::from_secs(3600)));
    assert_eq!(world.asked().await, [SPORTS]);
    // When the allowance is renewed, the same key goes on without a restart.
    world.server.reset().await;
    let sports = fixture("the_odds_api/sports.json");
    world.answers(SPORTS, told(sports, 500, 0)).await;
    world
        .answers(ODDS, told(Bytes::from_static(b"[]"), 500, 0))
        .await;
    assert!(world.ask(QueryKind::Quotes).await.is_ok());
}

#[tokio::test]
async fn a_key_that_is_used_up_is_told_apart_from_one_that_is_wrong() {
    for (status, code, word, says) in [
        (
            401,
            "OUT_OF_USAGE_CREDITS",
            "throttled",
            "out of credits: the request costs 3",
        ),
        (
            401,
            "INVALID_KEY",
            "refused",
            "not accepted (INVALID_KEY): see THE_ODDS_API_KEY",
        ),
        (401, "MISSING_KEY", "refused", "not accepted (MISSING_KEY)"),
        (
            401,
            "DEACTIVATED_KEY",
            "refused",
            "not accepted (DEACTIVATED_KEY)",
        ),
        (401, "", "refused", "without a reason"),
        (401, SECRET, "refused", "REDACTED"),
        (422, "INVALID_MARKET", "bad_request", "INVALID_MARKET"),
        (404, "UNKNOWN_SPORT", "refused", "UNKNOWN_SPORT"),
        (
            429,
            "EXCEEDED_FREQ_LIMIT",
            "throttled",
            "throttled for 60 s",
        ),
        (500, "", "unavailable", "status 500"),
    ] {
        let world = World::with(100).await;
        world.answers(ODDS, refusal(status, code)).await;
        let error = world.ask(QueryKind::Quotes).await.unwrap_err();
        assert_eq!(error.word(), word, "{code}: {error}");
        assert!(error.to_string().contains(says), "{code}: {error}");
        assert!(!format!("{error} {error:?}").contains(SECRET), "{code}");
        assert_eq!(error.stats().requests, 2, "{code}: with the balance");
    }
}

#[tokio::test]
async fn what_a_question_cost_and_what_is_left_reach_whoever_keeps_account() {
    let purse = TestPurse::with(100);
    let world = World::paid_from(Some(purse.clone())).await;
    let sports = fixture("the_odds_api/sports.json");
    world.answers(SPORTS, told(sports, 488, 0)).await;
    let odds = told(fixture("the_odds_api/odds.json"), 486, 2);
    world.answers(ODDS, odds).await;
    world.ask(QueryKind::Quotes).await.unwrap();
    let heard: Vec<_> = purse.heard().into_iter().filter_map(balance).collect();
    let expected = [(488, 500, 0), (486, 500, 2)];
    assert_eq!(heard, expected, "looking is free, and tells the plan");
    assert_eq!(purse.left(), 98, "a market was not offered");
}

#[tokio::test]
async fn a_key_that_others_used_up_is_told_to_whoever_keeps_account() {
    let purse = TestPurse::with(100);
    let world = World::paid_from(Some(purse.clone())).await;
    let sports = fixture("the_odds_api/sports.json");
    world.answers(SPORTS, told(sports, 488, 0)).await;
    world
        .answers(ODDS, refusal(401, "OUT_OF_USAGE_CREDITS"))
        .await;
    world.ask(QueryKind::Quotes).await.unwrap_err();
    let last = purse.heard().pop();
    assert!(matches!(
        last,
        Some(Paid::Answered { told, .. }) if told.left == Some(0) && told.charged.is_none()
    ));
}

/// What was told: left, of how many, and charged.
fn balance(paid: Paid) -> Option<(u32, u32, u32)> {
    match paid {
        Paid::Answered { told, .. } => Some((told.left?, told.limit?, told.charged?)),
        _ => None,
    }
}

#[tokio::test]
async fn a_wrong_key_is_found_out_at_no_cost() {
    let world = World::empty().await;
    world.answers(SPORTS, refusal(401, "INVALID_KEY")).await;
    let error = world.ask(QueryKind::Quotes).await.unwrap_err();
    assert_eq!(error.word(), "refused");
    assert_eq!(world.asked().await, [SPORTS]);
}

#[tokio::test]
async fn scores_are_asked_for_on_request_alone_since_they_cost() {
    let world = World::with(100).await;
    assert!(world.feed.covers(QueryKind::Scores).is_empty());
    assert_eq!(
        world.ask(QueryKind::Scores).await.unwrap_err().word(),
        "refused"
    );
    assert!(world.asked().await.is_empty());
    assert_eq!(costs(&world.feed), [3, 0]);
    let world = World {
        feed: world.feed.with_scores(),
        server: world.server,
    };
    assert_eq!(costs(&world.feed), [3, 2]);
    world
        .answers(SCORES, told(fixture("the_odds_api/scores.json"), 98, 2))
        .await;
    let answer = world.ask(QueryKind::Scores).await.unwrap();
    assert_eq!(game(&answer.feed.games, "a3").status, GameStatus::Final);
}

#[tokio::test]
async fn the_schedule_is_free_and_bookmakers_cost_by_the_ten() {
    let world = World::empty().await;
    let nothing = told(Bytes::from_static(b"[]"), 0, 0);
    world
        .answers("/v4/sports/icehockey_nhl/events", nothing)
        .await;
    world.ask(QueryKind::Schedule).await.unwrap();
    assert_eq!(world.asked().await, ["/v4/sports/icehockey_nhl/events"]);
    let named = |number: u32| {
        let names = (0..number).map(|it| format!("book{it}"));
        Bookmakers::Named(names.collect())
    };
    let mut feed = world.feed;
    for (number, cost) in [(1, 3), (10, 3), (11, 6)] {
        feed = feed.with_bookmakers(named(number));
        assert_eq!(costs(&feed), [cost, 0], "{number}");
    }
    let everywhere = Bookmakers::REGIONS.iter().map(|it| (*it).to_owned());
    feed = feed.with_bookmakers(Bookmakers::In(everywhere.collect()));
    assert_eq!(costs(&feed), [27, 0]);
}

#[tokio::test]
async fn one_event_the_winner_and_the_past_are_asked_for_at_their_price() {
    let world = World::with(29).await;
    let event = told(fixture("the_odds_api/event.json"), 27, 2);
    world.answers(EVENT, event).await;
    let winner = told(fixture("the_odds_api/winner.json"), 26, 1);
    let title = "/v4/sports/icehockey_nhl_championship_winner/odds";
    world.answers(title, winner).await;
    let past = told(fixture("the_odds_api/historical.json"), 6, 20);
    let then = "/v4/historical/sports/icehockey_nhl/events/a1/odds";
    world.answers(then, past).await;
    let feed = &world.feed;
    let markets = ["totals_p1", "player_shots_on_goal"];
    let event = feed.event_odds("NHL", "a1", &markets).await.unwrap();
    assert_eq!(event.feed.games[0].players.len(), 1);
    let title = feed.outrights("NHL").await.unwrap();
    assert_eq!(title.feed.games[0].participants.len(), 3);
    let at = moment("2031-11-10T21:58:00Z");
    let markets = &["h2h", "totals"];
    let event = Historical::Event {
        event: "a1",
        markets,
    };
    let past = feed.historical("NHL", at, event).await.unwrap();
    assert_eq!(past.at, moment("2031-11-10T21:55:38Z"));
    // Ten times three markets is more than there ever was.
    let dear = feed.historical("NHL", at, Historical::Odds).await;
    let dear = dear.unwrap_err().to_string();
    assert_eq!(
        dear,
        "out of credits: the request costs 30, and 29 are left"
    );
    for wrong in ["", "a/../b", "a1?x=1"] {
        let error = feed.event_odds("NHL", wrong, &["h2h"]).await.unwrap_err();
        assert_eq!((error.word(), error.stats().requests), ("refused", 0));
    }
    assert_eq!(feed.outrights("EPL").await.unwrap_err().word(), "refused");
    let unknown = FeedQuery::quotes("CHESS", week());
    assert_eq!(feed.ask(&unknown).await.unwrap_err().stats().requests, 0);
}

#[tokio::test]
async fn all_players_of_one_event_are_asked_for_at_a_cost_that_is_known_before() {
    let world = World::with(6).await;
    assert_eq!(
        world.feed.cost_of_players("NHL").map(|it| it.units),
        Some(6),
        "six markets, one region"
    );
    let markets = "player_points,player_assists,player_goals,player_shots_on_goal,\
        player_blocked_shots,player_total_saves";
    Mock::given(path(EVENT))
        .and(query_param("markets", markets))
        .respond_with(told(fixture("the_odds_api/event.json"), 5, 1))
        .mount(&world.server)
        .await;
    let answer = world.feed.ask_players("NHL", "a1").await.unwrap();
    let players = &answer.feed.games[0].players;
    let names: Vec<_> = players
        .iter()
        .map(|it| (it.name.as_str(), it.is_by_name()))
        .collect();
    assert_eq!(names, [("Auston Hill", true)]);

    let none = world.feed.ask_players("AFL", "a1").await.unwrap_err();
    assert_eq!(none.word(), "refused");
    assert_eq!(world.feed.cost_of_players("AFL"), None);
}
