//! How API-SPORTS is asked: which questions, how many, and what happens when the day's are used up.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use providers::api_sports::{ApiSports, Plan};
use providers::http::{Http, Limits};
use providers::quota::{Allowance, Declined, Paid, Purse, Reserved};
use providers::{Answer, FeedQuery, Provider, ProviderError, QueryKind};
use serde_json::json;
use shared::game::GameStatus;
use shared::testing::MockClock;
use wiremock::matchers::{header, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{fixture, game};

const SECRET: &str = "hunter2hunter2";

struct World {
    server: MockServer,
    purse: Arc<TestPurse>,
    feed: ApiSports,
}

/// Counts what is left of each API, and believes what answers tell of it.
struct TestPurse {
    units: u32,
    left: Mutex<BTreeMap<&'static str, u32>>,
}

impl TestPurse {
    fn left(&self, api: &'static str) -> u32 {
        *self.left.lock().unwrap().get(api).unwrap_or(&self.units)
    }
}

#[async_trait]
impl Purse for TestPurse {
    async fn reserve(&self, payers: &[&Allowance], units: u32) -> Result<Reserved, Declined> {
        let api = payers[0].api;
        let left = self.left(api);
        let Some(rest) = left.checked_sub(units) else {
            let renewed_in = Duration::from_secs(60);
            return Err(Declined::Spent { left, renewed_in });
        };
        self.left.lock().unwrap().insert(api, rest);
        Ok(Reserved {
            units,
            periods: Vec::new(),
        })
    }

    async fn settle(&self, payers: &[&Allowance], _: Reserved, paid: Paid) {
        if let Paid::Answered { told, .. } = paid
            && let Some(left) = told.left
        {
            self.left.lock().unwrap().insert(payers[0].api, left);
        }
    }
}

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn week() -> RangeInclusive<DateTime<Utc>> {
    moment("2031-11-08T00:00:00Z")..=moment("2031-11-17T00:00:00Z")
}

fn answer(name: &str) -> ResponseTemplate {
    let body = fixture(&format!("api_sports/{name}.json"));
    ResponseTemplate::new(200).set_body_bytes(body)
}

fn refusal(name: &str, told: &str) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({
        "get": "fixtures", "parameters": [], "errors": {name: told}, "results": 0, "response": [],
    }))
}

fn empty() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({
        "get": "fixtures", "parameters": [], "errors": [], "results": 0, "response": [],
    }))
}

impl World {
    async fn at(now: &str, plan: Plan) -> Self {
        Self::with(100, now, plan).await
    }

    /// A key that has so many requests left, for each API.
    async fn with(units: u32, now: &str, plan: Plan) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let limits = Limits {
            back_off: Duration::from_millis(1),
            tries_max: 1,
            paced: false,
            ..Limits::default()
        };
        let purse = Arc::new(TestPurse {
            units,
            left: Mutex::default(),
        });
        let http = Http::new(limits, Arc::new(MockClock::at(moment(now)))).unwrap();
        let http = Arc::new(http.with_purse(Arc::clone(&purse) as Arc<dyn Purse>));
        let server = MockServer::start().await;
        let feed = ApiSports::new(http, Some(server.uri()), SECRET.into(), plan);
        Self {
            server,
            purse,
            feed,
        }
    }

    async fn answers(&self, at: &str, with: ResponseTemplate) {
        Mock::given(path(at))
            .and(header("x-apisports-key", SECRET))
            .respond_with(with)
            .mount(&self.server)
            .await;
    }

    async fn answers_to(&self, at: &str, (name, value): (&str, &str), with: ResponseTemplate) {
        Mock::given(path(at))
            .and(query_param(name, value))
            .respond_with(with)
            .mount(&self.server)
            .await;
    }

    async fn ask(&self, league: &str, kind: QueryKind) -> Result<Answer, ProviderError> {
        let mut ask = FeedQuery::quotes(league, week());
        ask.kind = kind;
        self.feed.ask(&ask).await
    }

    async fn asked(&self) -> Vec<String> {
        let requests = self.server.received_requests().await.unwrap();
        let asked = requests.iter().map(|it| {
            let query = it.url.query().unwrap_or_default();
            format!("{}?{query}", it.url.path())
        });
        asked.collect()
    }
}

#[tokio::test]
async fn a_paid_key_asks_for_the_games_their_prices_page_by_page_and_their_players() {
    let world = World::at("2031-11-10T12:00:00Z", Plan::Pro).await;
    let fixtures = "/v3.football/fixtures";
    world
        .answers_to(fixtures, ("league", "39"), answer("fixtures"))
        .await;
    world
        .answers_to(fixtures, ("ids", "501"), answer("detailed"))
        .await;
    let mut page =
        serde_json::from_slice::<serde_json::Value>(&fixture("api_sports/odds.json")).unwrap();
    page["paging"] = json!({"current": 1, "total": 2});
    let second = ResponseTemplate::new(200).set_body_json(json!({
        "errors": [], "paging": {"current": 2, "total": 2}, "response": [],
    }));
    world
        .answers_to("/v3.football/odds", ("page", "2"), second)
        .await;
    world
        .answers(
            "/v3.football/odds",
            ResponseTemplate::new(200).set_body_json(page),
        )
        .await;
    let answer = world.ask("EPL", QueryKind::Quotes).await.unwrap();
    let open = game(&answer.feed.games, "503");
    assert!(open.quotes_complete && open.quotes.len() > 10);
    let over = game(&answer.feed.games, "501");
    assert_eq!(
        (over.status, over.facts.players.len()),
        (GameStatus::Final, 5)
    );
    assert!(answer.feed.games.iter().all(|it| it.league.code == "EPL"));
    let asked = world.asked().await;
    assert_eq!(
        asked,
        [
            "/v3.football/fixtures?league=39&season=2031&from=2031-11-08&to=2031-11-17",
            "/v3.football/odds?league=39&season=2031",
            "/v3.football/odds?league=39&season=2031&page=2",
            "/v3.football/fixtures?ids=501",
        ]
    );
    assert_eq!(answer.stats.requests, 4);
    assert!(!format!("{answer:?}").contains(SECRET));
    // The players are known for an hour.
    let again = world.ask("EPL", QueryKind::Scores).await.unwrap();
    assert_eq!(
        (
            again.stats.requests,
            game(&again.feed.games, "501").facts.players.len()
        ),
        (1, 5)
    );
}

#[tokio::test]
async fn a_free_key_asks_by_day_and_once_for_all_leagues() {
    let world = World::at("2031-11-10T12:00:00Z", Plan::Free).await;
    world
        .answers("/v3.football/fixtures", answer("fixtures"))
        .await;
    world.answers("/v3.football/odds", answer("odds")).await;
    let epl = world.ask("EPL", QueryKind::Quotes).await.unwrap();
    assert!(!game(&epl.feed.games, "503").quotes.is_empty());
    let ucl = world.ask("UCL", QueryKind::Scores).await.unwrap();
    assert_eq!(game(&ucl.feed.games, "504").league.code, "UCL");
    assert_eq!(ucl.stats.requests, 0);
    assert_eq!(
        world.asked().await,
        [
            "/v3.football/fixtures?date=2031-11-09",
            "/v3.football/fixtures?date=2031-11-10",
            "/v3.football/fixtures?date=2031-11-11",
            "/v3.football/odds?fixture=503",
        ]
    );
    assert_eq!(world.purse.left("football"), 96);
    assert_eq!(world.purse.left("baseball"), 100, "each sport has its own");
}

#[tokio::test]
async fn only_headers_that_the_feed_knows_are_sent() {
    let world = World::at("2031-11-10T12:00:00Z", Plan::Pro).await;
    world
        .answers("/v1.baseball/games", answer("baseball"))
        .await;
    world.ask("MLB", QueryKind::Scores).await.unwrap();
    let requests = world.server.received_requests().await.unwrap();
    let mut names: Vec<_> = requests[0]
        .headers
        .keys()
        .map(ToString::to_string)
        .collect();
    names.retain(|it| !["host", "accept", "accept-encoding", "user-agent"].contains(&it.as_str()));
    assert_eq!(names, ["x-apisports-key"]);
    assert!(!requests[0].url.as_str().contains(SECRET));
}

#[tokio::test]
async fn a_day_that_is_used_up_is_told_once_and_nothing_is_asked_after_that() {
    let world = World::at("2031-11-10T22:00:00Z", Plan::Pro).await;
    let used_up = refusal(
        "requests",
        "You have reached the request limit for the day.",
    );
    world.answers("/v1.american-football/games", used_up).await;
    let error = world.ask("NFL", QueryKind::Scores).await.unwrap_err();
    assert!(
        matches!(error, ProviderError::OutOfCredits { .. }),
        "{error}"
    );
    assert_eq!(
        error.wait(),
        Some(Duration::from_secs(2 * 3600 + 60)),
        "until midnight UTC"
    );
    for _ in 0..3 {
        let error = world.ask("NFL", QueryKind::Scores).await.unwrap_err();
        assert!(
            matches!(error, ProviderError::OutOfCredits { .. }),
            "{error}"
        );
    }
    assert_eq!(world.asked().await.len(), 1);
    assert_eq!(world.purse.left("baseball"), 100, "each sport has its own");
}

#[tokio::test]
async fn the_last_request_of_the_day_is_not_exceeded_and_what_was_had_is_reported() {
    let world = World::at("2031-11-10T12:00:00Z", Plan::Pro).await;
    let last = answer("fixtures").insert_header("x-ratelimit-requests-remaining", "0");
    world.answers("/v3.football/fixtures", last).await;
    let answer = world.ask("EPL", QueryKind::Quotes).await.unwrap();
    assert!(game(&answer.feed.games, "503").quotes.is_empty());
    assert!(
        !game(&answer.feed.games, "503").quotes_complete,
        "nothing is withdrawn"
    );
    let told = answer
        .feed
        .rejected
        .iter()
        .find(|it| it.place == "odds")
        .unwrap();
    assert!(told.reason.starts_with("out of credits"), "{}", told.reason);
    assert_eq!(world.asked().await.len(), 1);
    let spent = World::with(0, "2031-11-10T12:00:00Z", Plan::Pro).await;
    assert!(spent.ask("EPL", QueryKind::Scores).await.is_err());
    assert!(spent.asked().await.is_empty());
}

#[tokio::test]
async fn what_a_question_costs_is_known_before_and_is_never_less_than_it_takes() {
    for (plan, kind, most) in [
        (Plan::Pro, QueryKind::Quotes, 8),
        (Plan::Pro, QueryKind::Scores, 2),
        (Plan::Free, QueryKind::Quotes, 7),
        (Plan::Free, QueryKind::Scores, 3),
    ] {
        let world = World::at("2031-11-10T12:00:00Z", plan).await;
        world
            .answers("/v3.football/fixtures", answer("fixtures"))
            .await;
        world.answers("/v3.football/odds", answer("odds")).await;
        let mut ask = FeedQuery::quotes("EPL", week());
        ask.kind = kind;
        let cost = world.feed.cost(&ask);
        assert_eq!((cost.api, cost.units), ("football", most));
        world.feed.ask(&ask).await.unwrap();
        let taken = world.asked().await.len();
        assert!(taken <= most as usize, "{taken} {plan:?} {kind:?}");
    }
}

#[tokio::test]
async fn a_refusal_with_status_200_is_told_apart_by_its_name() {
    for (name, word) in [
        ("plan", "refused"),
        ("token", "refused"),
        ("rateLimit", "throttled"),
        ("season", "bad_request"),
        ("bug", "unavailable"),
    ] {
        let world = World::at("2031-11-10T12:00:00Z", Plan::Pro).await;
        let told = refusal(name, &format!("see the documentation, {SECRET}"));
        world.answers("/v3.football/fixtures", told).await;
        let error = world.ask("EPL", QueryKind::Scores).await.unwrap_err();
        assert_eq!(error.word(), word, "{name}: {error}");
        assert!(!format!("{error} {error:?}").contains(SECRET), "{error:?}");
    }
    let world = World::at("2031-11-10T12:00:00Z", Plan::Pro).await;
    world
        .answers("/v3.football/fixtures", ResponseTemplate::new(429))
        .await;
    let error = world.ask("EPL", QueryKind::Scores).await.unwrap_err();
    assert_eq!(error.wait(), Some(Duration::from_secs(60)));
    let unknown = world.ask("CHESS", QueryKind::Scores).await.unwrap_err();
    assert_eq!(unknown.word(), "refused");
}

#[tokio::test]
async fn a_garbled_list_is_an_error_and_garbled_prices_leave_the_games() {
    let world = World::at("2031-11-10T12:00:00Z", Plan::Pro).await;
    world
        .answers(
            "/v3.football/fixtures",
            ResponseTemplate::new(200).set_body_string("<html>"),
        )
        .await;
    let error = world.ask("EPL", QueryKind::Scores).await.unwrap_err();
    assert_eq!((error.word(), error.stats().requests), ("garbled", 1));
    assert!(
        error.stats().url.contains("fixtures?league=39"),
        "{}",
        error.stats().url
    );
    let world = World::at("2031-11-10T12:00:00Z", Plan::Pro).await;
    world
        .answers("/v3.football/fixtures", answer("fixtures"))
        .await;
    world
        .answers(
            "/v3.football/odds",
            ResponseTemplate::new(200).set_body_string("<html>"),
        )
        .await;
    let answer = world.ask("EPL", QueryKind::Quotes).await.unwrap();
    assert!(!answer.feed.games.is_empty());
    assert!(answer.feed.rejected.iter().any(|it| it.place == "odds"));
}

#[tokio::test]
async fn the_last_prices_before_the_start_are_those_in_play() {
    let world = World::at("2031-11-10T19:50:00Z", Plan::Pro).await;
    world
        .answers_to(
            "/v3.football/fixtures",
            ("league", "39"),
            answer("fixtures"),
        )
        .await;
    world.answers("/v3.football/fixtures", empty()).await;
    world.answers("/v3.football/odds", answer("odds")).await;
    world
        .answers("/v3.football/odds/live", answer("live"))
        .await;
    let answer = world.ask("EPL", QueryKind::Quotes).await.unwrap();
    let books = |id| {
        let quotes = game(&answer.feed.games, id).quotes.iter();
        let mut books: Vec<_> = quotes.map(|it| it.bookmaker.as_str()).collect();
        books.dedup();
        books
    };
    assert_eq!(books("503"), ["quay_bet", "harbour", "api_sports_live"]);
    assert!(books("502").is_empty(), "it has begun");
}

#[tokio::test]
async fn a_race_gets_its_grid_before_and_its_result_after_it() {
    let world = World::at("2031-11-10T12:00:00Z", Plan::Pro).await;
    world.answers("/v1.formula-1/races", answer("races")).await;
    world
        .answers("/v1.formula-1/rankings/races", answer("ranking"))
        .await;
    world
        .answers("/v1.formula-1/rankings/startinggrid", answer("grid"))
        .await;
    let mut ask = FeedQuery::scores("F1", week());
    ask.from = moment("2031-03-01T00:00:00Z");
    let answer = world.feed.ask(&ask).await.unwrap();
    let over = game(&answer.feed.games, "8002");
    assert_eq!((over.participants.len(), over.facts.entrants.len()), (5, 5));
    assert!(
        answer
            .feed
            .rejected
            .iter()
            .all(|it| it.game.as_deref() != Some("8002"))
    );
    let near = game(&answer.feed.games, "8003");
    assert_eq!((near.participants.len(), near.facts.entrants.len()), (2, 0));

    // Of a race of the spring nothing is said in November, not even that its result is elsewhere.
    let answer = world
        .feed
        .ask(&FeedQuery::scores("F1", week()))
        .await
        .unwrap();
    let told = answer.feed.rejected.iter();
    let told: Vec<_> = told.filter_map(|it| it.game.as_deref()).collect();
    assert_eq!(told, ["8004"]);
}

#[tokio::test]
async fn whoever_holds_the_key_is_kept_nowhere() {
    let world = World::at("2031-11-10T12:00:00Z", Plan::Free).await;
    let status = |plan: serde_json::Value| {
        ResponseTemplate::new(200).set_body_json(json!({
            "get": "status", "parameters": [], "errors": [], "results": 0,
            "response": {
                "account": {"firstname": "Ada", "lastname": "Quill", "email": "ada@quill.example"},
                "subscription": {"plan": plan, "end": "2032-01-19T21:32:00+00:00", "active": true},
                "requests": {"current": 30, "limit_day": 100},
            },
        }))
    };
    Mock::given(path("/v3.football/status"))
        .respond_with(status("Free".into()))
        .up_to_n_times(1)
        .mount(&world.server)
        .await;
    let had = world.feed.subscription().await.unwrap();
    assert_eq!((had.plan.as_str(), had.used, had.a_day), ("Free", 30, 100));
    assert_eq!(
        world.purse.left("football"),
        70,
        "it tells the balance, and is free"
    );
    world.answers("/v3.football/status", status(7.into())).await;
    let error = world.feed.subscription().await.unwrap_err();
    let told = format!("{error} {error:?} {had:?}");
    assert!(!told.contains("quill") && !told.contains("Ada"), "{told}");
    let ProviderError::Garbled { garbled, .. } = error else {
        panic!("{error}")
    };
    assert!(garbled.body.is_empty());
}
