//! How the leagues' own feeds are asked: what takes how many requests, and what happens to an answer
//! when a part of it does not arrive.

use std::collections::BTreeSet;
use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use providers::api_sports::{ApiSports, Plan};
use providers::balldontlie::Balldontlie;
use providers::coverage::Topic;
use providers::espn::{self, Espn};
use providers::football_data_org::FootballDataOrg;
use providers::http::{Http, Limits};
use providers::jolpica::Jolpica;
use providers::kalshi::Kalshi;
use providers::mlb::Mlb;
use providers::nhl::Nhl;
use providers::open_liga_db::OpenLigaDb;
use providers::polled::POLLED;
use providers::the_odds_api::TheOddsApi;
use providers::{Answer, FeedQuery, Provider, ProviderError, QueryKind};
use shared::game::{GameStatus, Period};
use shared::league::Sport;
use shared::market::MarketKind;
use shared::testing::MockClock;
use wiremock::matchers::{method, path, path_regex};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{fixture, game, points};

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A server, and a clock that can be put forward.
struct World {
    server: MockServer,
    clock: MockClock,
    http: Arc<Http>,
}

impl World {
    async fn at(now: &str) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let clock = MockClock::at(moment(now));
        let limits = Limits {
            back_off: std::time::Duration::from_millis(1),
            tries_max: 1,
            paced: false,
            ..Limits::default()
        };
        Self {
            server: MockServer::start().await,
            http: Arc::new(Http::new(limits, Arc::new(clock.clone())).unwrap()),
            clock,
        }
    }

    async fn answers(&self, at: &str, body: Bytes) {
        self.responds(at, ResponseTemplate::new(200).set_body_bytes(body))
            .await;
    }

    async fn responds(&self, at: &str, with: ResponseTemplate) {
        Mock::given(method("GET"))
            .and(path(at))
            .respond_with(with)
            .mount(&self.server)
            .await;
    }

    /// The paths that were asked for since the last look.
    async fn asked(&self) -> Vec<String> {
        let requests = self.server.received_requests().await.unwrap();
        let paths = requests.iter().map(|it| it.url.path().to_owned());
        paths.collect()
    }
}

fn mlb(world: &World) -> Mlb {
    Mlb::new(Arc::clone(&world.http), Some(world.server.uri()))
}

fn nhl(world: &World) -> Nhl {
    Nhl::new(Arc::clone(&world.http), Some(world.server.uri()))
}

async fn one_day(mlb: &Mlb) -> Result<Answer, ProviderError> {
    let (from, to) = (
        moment("2031-07-01T16:00:00Z"),
        moment("2031-07-02T23:00:00Z"),
    );
    mlb.ask(&FeedQuery::scores("MLB", from..=to)).await
}

const LIVE: &str = "/api/v1.1/game/900001/feed/live";
const BOX: &str = "/api/v1/game/900001/boxscore";

/// A schedule of the first game alone.
fn first_game() -> Bytes {
    let schedule: serde_json::Value =
        serde_json::from_slice(&fixture("mlb/schedule.json")).unwrap();
    let game = &schedule["dates"][0]["games"][0];
    serde_json::json!({ "dates": [{ "games": [game] }] })
        .to_string()
        .into()
}

#[tokio::test]
async fn a_schedule_takes_one_request_and_each_final_one_more_and_then_none_for_an_hour() {
    let world = World::at("2031-07-01T23:00:00Z").await;
    world.answers("/api/v1/schedule", first_game()).await;
    world.answers(LIVE, fixture("mlb/live.json")).await;
    world.answers(BOX, fixture("mlb/boxscore.json")).await;
    let mlb = mlb(&world);
    let answer = one_day(&mlb).await.unwrap();
    assert_eq!(answer.stats.requests, 2);
    assert_eq!(
        game(&answer.feed.games, "900001").facts.players.len(),
        8,
        "the players are in the first report of the final"
    );
    let request = &world.server.received_requests().await.unwrap()[0];
    let query = request.url.query().unwrap();
    for part in [
        "startDate=2031-07-01",
        "endDate=2031-07-02",
        "gameTypes=R,F,D,L,W",
        "hydrate=team,linescore",
    ] {
        assert!(query.contains(part), "{part} in {query}");
    }
    let again = one_day(&mlb).await.unwrap();
    assert_eq!(again.feed, answer.feed, "and in every later one");
    assert_eq!(again.stats.requests, 1);
    world.clock.advance(TimeDelta::minutes(61));
    one_day(&mlb).await.unwrap();
    assert_eq!(
        world.asked().await,
        [
            "/api/v1/schedule",
            LIVE,
            "/api/v1/schedule",
            "/api/v1/schedule",
            BOX
        ],
        "corrections are looked for in the smaller answer"
    );
}

#[tokio::test]
async fn a_final_waits_for_its_players_while_the_feed_is_down_but_not_for_ever() {
    let world = World::at("2031-07-01T23:00:00Z").await;
    world.answers("/api/v1/schedule", first_game()).await;
    world.responds(LIVE, ResponseTemplate::new(503)).await;
    let mlb = mlb(&world);
    let answer = one_day(&mlb).await.unwrap();
    assert!(answer.feed.games.is_empty());
    assert!(answer.feed.rejected[0].reason.contains("asked for again"));
    world.clock.advance(TimeDelta::minutes(16));
    let answer = one_day(&mlb).await.unwrap();
    let game = game(&answer.feed.games, "900001");
    assert_eq!(game.status, GameStatus::Final);
    assert!(game.facts.players.is_empty());
    assert_eq!(answer.feed.rejected.len(), 1);
}

#[tokio::test]
async fn a_live_feed_that_is_gone_is_replaced_by_the_box_score() {
    let world = World::at("2031-07-01T23:00:00Z").await;
    world.answers("/api/v1/schedule", first_game()).await;
    world.responds(LIVE, ResponseTemplate::new(404)).await;
    world.answers(BOX, fixture("mlb/boxscore.json")).await;
    let answer = one_day(&mlb(&world)).await.unwrap();
    assert_eq!(game(&answer.feed.games, "900001").facts.players.len(), 8);
    assert_eq!(answer.stats.requests, 3);
}

#[tokio::test]
async fn a_box_score_of_other_teams_is_not_taken() {
    let world = World::at("2031-07-01T23:00:00Z").await;
    world.answers("/api/v1/schedule", first_game()).await;
    let body = String::from_utf8(fixture("mlb/live.json").to_vec()).unwrap();
    let turned = body.replace(r#""team": {"id": 117}"#, r#""team": {"id": 118}"#);
    assert_ne!(turned, body);
    world.answers(LIVE, turned.into()).await;
    let answer = one_day(&mlb(&world)).await.unwrap();
    assert!(game(&answer.feed.games, "900001").facts.players.is_empty());
    assert!(answer.feed.rejected[0].reason.starts_with("contradiction"));
}

#[tokio::test]
async fn what_a_bad_day_brings_is_told_apart() {
    let html = "<!doctype html><html><body>Back soon</body></html>";
    let whole = fixture("mlb/schedule.json");
    let cut = whole.slice(..whole.len() / 2);
    for (answer, word) in [
        (
            ResponseTemplate::new(200).set_body_string(r#"{"messageNumber":1}"#),
            "garbled",
        ),
        (ResponseTemplate::new(200).set_body_string(html), "garbled"),
        (
            ResponseTemplate::new(200).set_body_bytes(cut.clone()),
            "garbled",
        ),
        (
            ResponseTemplate::new(429).insert_header("Retry-After", "90"),
            "throttled",
        ),
        (ResponseTemplate::new(503), "unavailable"),
        (ResponseTemplate::new(400), "bad_request"),
        (ResponseTemplate::new(403), "refused"),
    ] {
        let world = World::at("2031-07-01T23:00:00Z").await;
        Mock::given(path_regex("^/(api|v1)/"))
            .respond_with(answer)
            .mount(&world.server)
            .await;
        let error = one_day(&mlb(&world)).await.unwrap_err();
        assert_eq!(error.word(), word);
        assert_eq!(error.stats().requests, 1, "{word}");
        let error = evening(&nhl(&world), QueryKind::Quotes).await.unwrap_err();
        assert_eq!(error.word(), word);
        assert_eq!(error.stats().requests, 1, "{word}");
    }
}

async fn evening(nhl: &Nhl, kind: QueryKind) -> Result<Answer, ProviderError> {
    let (from, to) = (
        moment("2031-11-10T20:00:00Z"),
        moment("2031-11-11T04:00:00Z"),
    );
    let mut ask = FeedQuery::scores("NHL", from..=to);
    ask.kind = kind;
    nhl.ask(&ask).await
}

/// A server of the web API with an evening of games.
async fn arena(now: &str) -> World {
    let world = World::at(now).await;
    for (at, name) in [
        ("score/2031-11-10", "score"),
        ("schedule/2031-11-11", "schedule"),
        ("partner-game/US/2031-11-10", "odds"),
        ("gamecenter/2031020003/boxscore", "boxscore"),
        ("gamecenter/2031020003/right-rail", "rail"),
    ] {
        let body = fixture(&format!("nhl/{name}.json"));
        world.answers(&format!("/v1/{at}"), body).await;
    }
    let sent_on = ResponseTemplate::new(307);
    let sent_on = sent_on.insert_header("Location", "/v1/partner-game/US/2031-11-10");
    world.responds("/v1/partner-game/US/now", sent_on).await;
    world
}

#[tokio::test]
async fn an_evening_is_scores_with_the_partners_prices_and_the_players_of_its_finals() {
    let world = arena("2031-11-11T02:00:00Z").await;
    let nhl = nhl(&world);
    let answer = evening(&nhl, QueryKind::Quotes).await.unwrap();
    let open = game(&answer.feed.games, "2031020005");
    assert_eq!(open.quotes.len(), 11);
    assert!(open.quotes_complete);
    let live = game(&answer.feed.games, "2031020004");
    assert!(live.quotes.is_empty(), "prices in play are none of ours");
    let shot = game(&answer.feed.games, "2031020003");
    assert_eq!(
        points(
            &shot.scores,
            Period::Shootout,
            shared::competitor::Role::Home
        ),
        Some(2)
    );
    let played = shot.facts.players.iter().filter(|it| it.played).count();
    assert_eq!((played, shot.facts.players.len()), (4, 7));
    let end = grading::end::End {
        status: shot.status,
        scores: &shot.scores,
        facts: &shot.facts,
    };
    assert_eq!(grading::check(Sport::IceHockey, "NHL", end), Ok(()));
    // The feed has nothing of the other two finals, so they are reported as they are.
    let plain = game(&answer.feed.games, "2031020001");
    assert!(plain.facts.players.is_empty());
    for game in &answer.feed.games {
        assert_eq!(game.check("nhl"), Ok(()), "{}", game.reference);
    }
}

#[tokio::test]
async fn without_prices_there_are_games_all_the_same_and_nothing_is_taken_back() {
    let world = World::at("2031-11-11T02:00:00Z").await;
    world
        .answers("/v1/score/2031-11-10", fixture("nhl/score.json"))
        .await;
    let answer = evening(&nhl(&world), QueryKind::Quotes).await.unwrap();
    let open = game(&answer.feed.games, "2031020005");
    assert!(open.quotes.is_empty() && !open.quotes_complete);
    let odds = |it: &&shared::feed::Rejected| it.place == "odds";
    assert_eq!(answer.feed.rejected.iter().filter(odds).count(), 1);
}

#[tokio::test]
async fn days_to_come_are_asked_about_by_the_week() {
    let world = arena("2031-11-10T18:00:00Z").await;
    let nhl = nhl(&world);
    let (from, to) = (
        moment("2031-11-10T20:00:00Z"),
        moment("2031-11-17T20:00:00Z"),
    );
    let ask = FeedQuery::schedule("NHL", from..=to);
    let answer = nhl.ask(&ask).await.unwrap();
    let asked = world.asked().await;
    let lists: Vec<_> = asked
        .iter()
        .filter(|it| !it.contains("gamecenter"))
        .collect();
    assert_eq!(lists, ["/v1/score/2031-11-10", "/v1/schedule/2031-11-11"]);
    let both = game(&answer.feed.games, "2031020002");
    assert_eq!(
        points(
            &both.scores,
            Period::Third(1),
            shared::competitor::Role::Away
        ),
        Some(1),
        "a game in both is taken as the scores have it"
    );
    let moved = game(&answer.feed.games, "2031020006");
    assert_eq!(
        moved.status,
        GameStatus::Scheduled,
        "put off, and set again"
    );
    assert!(
        answer
            .feed
            .games
            .iter()
            .any(|it| it.reference == "2031020012")
    );
    let kinds = answer.feed.games.iter().flat_map(|it| &it.quotes);
    assert_eq!(kinds.filter(|it| it.kind == MarketKind::Total).count(), 0);
}

#[tokio::test]
async fn a_league_that_is_not_theirs_and_a_whole_year_are_refused_unasked() {
    let world = World::at("2031-07-01T23:00:00Z").await;
    let (mlb, nhl) = (mlb(&world), nhl(&world));
    let year = moment("2031-01-01T16:00:00Z")..=moment("2031-12-31T16:00:00Z");
    for error in [
        mlb.ask(&FeedQuery::scores("NHL", year.clone())).await,
        nhl.ask(&FeedQuery::scores("MLB", year.clone())).await,
        mlb.ask(&FeedQuery::scores("MLB", year.clone())).await,
        nhl.ask(&FeedQuery::scores("NHL", year)).await,
    ] {
        assert_eq!(error.unwrap_err().word(), "refused");
    }
    assert!(world.asked().await.is_empty());
}

#[tokio::test]
async fn what_a_feed_is_said_to_tell_is_what_it_answers() {
    let world = World::at("2031-07-01T23:00:00Z").await;
    let every: Vec<_> = espn::PROFILE.leagues().collect();
    let espn = Espn::new(Arc::clone(&world.http), None).with_leagues(&every);
    let odds = TheOddsApi::new(Arc::clone(&world.http), None, "hunter2".into());
    let http = || Arc::clone(&world.http);
    let football = FootballDataOrg::new(http(), None, "hunter2".into());
    let balldontlie = Balldontlie::new(http(), None, "hunter2".into()).paid();
    let sports = ApiSports::new(http(), None, "hunter2".into(), Plan::Free);
    let feeds: [&dyn Provider; 10] = [
        &mlb(&world),
        &nhl(&world),
        &Jolpica::new(http(), None),
        &espn,
        &odds,
        &Kalshi::new(http(), None),
        &OpenLigaDb::new(http(), None),
        &football,
        &balldontlie,
        &sports,
    ];
    assert_eq!(feeds.len(), POLLED.len());
    for (feed, said) in feeds.into_iter().zip(POLLED) {
        let codes: BTreeSet<_> = feed.leagues().iter().map(|it| it.code.as_str()).collect();
        let named: BTreeSet<_> = said.leagues().collect();
        assert_eq!((feed.name(), codes), (said.name, named));
        for (kind, topic) in [
            (QueryKind::Schedule, Topic::Schedule),
            (QueryKind::Scores, Topic::Final),
            (QueryKind::Quotes, Topic::Prices),
        ] {
            let answers = feed.covers(kind).contains(&kind);
            let tells = said.coverage.iter().any(|it| it.topics.contains(&topic));
            assert_eq!(answers, tells, "{} {kind:?}", said.name);
        }
    }
}
