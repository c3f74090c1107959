//! What the made-up league's answers come to in our words, and how few requests they take.

use std::sync::Arc;

use providers::season::{Answers, Season, read};
use providers::{FeedQuery, Provider, ProviderError, QueryKind};
use shared::competitor::Role;
use shared::feed::FeedAnswer;
use shared::game::{GameStatus, Period};
use shared::market::{MarketKind, Side};
use shared::testing::noon;
use wiremock::matchers::{method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{fixture, game, http, points, quotes};

fn answers() -> Answers {
    Answers {
        league: fixture("season/league.json"),
        teams: fixture("season/teams.json"),
        games: vec![fixture("season/games.json")],
        prices: Some(fixture("season/prices.json")),
    }
}

fn converted() -> FeedAnswer {
    read(&answers(), "http://127.0.0.1:8091").unwrap()
}

#[test]
fn every_selections_own_line_becomes_the_home_sides() {
    let answer = converted();
    let open = game(&answer.games, "hrb-1f3a9c-2");
    for side in [Side::Home, Side::Away] {
        let spread = quotes(open, MarketKind::Spread, side)[0];
        assert_eq!(spread.line, Some("-3.5".parse().unwrap()));
        assert_eq!(spread.bookmaker_name, "Harbor Books");
    }
    let over = quotes(open, MarketKind::Total, Side::Over)[0];
    assert_eq!(over.line, Some("44.25".parse().unwrap()));
    assert!(over.source_at.is_some() && open.quotes_complete);
}

#[test]
fn a_fifth_period_is_the_overtime_and_the_higher_revision_holds() {
    let answer = converted();
    let over = game(&answer.games, "hrb-1f3a9c-0");
    assert_eq!(over.status, GameStatus::Final);
    assert_eq!(points(&over.scores, Period::Full, Role::Home), Some(20));
    assert_eq!(points(&over.scores, Period::Overtime, Role::Home), Some(3));
    assert_eq!(
        points(&over.scores, Period::Quarter(2), Role::Away),
        Some(0)
    );
    let running = game(&answer.games, "hrb-1f3a9c-1");
    assert_eq!(points(&running.scores, Period::Full, Role::Home), Some(10));
    assert!(running.quotes.is_empty());
}

#[test]
fn teams_have_crests_and_colours() {
    let answer = converted();
    let home = game(&answer.games, "hrb-1f3a9c-2")
        .side(Role::Home)
        .unwrap();
    assert_eq!(
        home.colors,
        Some(("12355b".to_owned(), "ffd84d".to_owned()))
    );
    assert_eq!(
        home.logo_url.as_deref(),
        Some("http://127.0.0.1:8091/v1/teams/GPL/crest.svg")
    );
    assert_eq!(
        (home.place.as_str(), home.short_name.as_str()),
        ("Gull Point", "Lanterns")
    );
}

#[test]
fn what_cannot_be_believed_is_rejected_with_its_place() {
    let answer = converted();
    let told: Vec<String> = answer
        .rejected
        .iter()
        .map(|it| format!("{}: {}", it.place, it.reason))
        .collect();
    assert_eq!(
        told,
        [
            "hrb-1f3a9c-4: unknown status fogged_in",
            "hrb-1f3a9c-5: the periods do not add up to the score",
            "hrb-1f3a9c-6: final without a score",
            "hrb-1f3a9c-7: unknown team \"XXX\"",
            "hrb-1f3a9c-8: .: missing field `league`",
            "prices[3]: hrb-1f3a9c-2: contradiction: the lines of the two sides do not mirror",
            "prices[4]: hrb-1f3a9c-2: overround: moneyline_2way prices of Tidewater sum to 1.500",
            "prices[5]: hrb-1f3a9c-2: unknown bookmaker \"nobody\"",
        ]
    );
    assert_eq!(
        answer.rejected[0].unknown_code.as_deref(),
        Some("fogged_in")
    );
}

async fn serve(server: &MockServer, at: &str, body: &str, times: u64) {
    let body = fixture(&format!("season/{body}.json"));
    Mock::given(method("GET"))
        .and(path(at))
        .respond_with(ResponseTemplate::new(200).set_body_bytes(body.to_vec()))
        .expect(times)
        .mount(server)
        .await;
}

#[tokio::test]
async fn scores_take_one_request_and_quotes_two() {
    let server = MockServer::start().await;
    serve(&server, "/v1/league", "league", 1).await;
    serve(&server, "/v1/teams", "teams", 1).await;
    serve(&server, "/v1/games", "games", 2).await;
    serve(&server, "/v1/prices", "prices", 1).await;
    let season = Season::new(Arc::new(http()), &server.uri());
    let span = noon()..=noon();
    let quotes = season
        .ask(&FeedQuery::quotes("HRB", span.clone()))
        .await
        .unwrap();
    assert_eq!((quotes.stats.requests, quotes.stats.status), (4, Some(200)));
    assert!(quotes.feed.games.iter().all(|it| it.quotes_complete));
    let scores = season.ask(&FeedQuery::scores("HRB", span)).await.unwrap();
    assert_eq!(scores.stats.requests, 1);
    assert!(scores.feed.games.iter().all(|it| !it.quotes_complete));
    assert!(
        !season
            .covers(QueryKind::Scores)
            .contains(&QueryKind::Quotes)
    );
}

#[tokio::test]
async fn pages_are_turned_and_a_bad_one_spoils_the_answer() {
    let server = MockServer::start().await;
    serve(&server, "/v1/league", "league", 1).await;
    serve(&server, "/v1/teams", "teams", 1).await;
    let page = |body: &'static str| ResponseTemplate::new(200).set_body_string(body);
    Mock::given(path("/v1/games"))
        .and(query_param("after", "7"))
        .respond_with(page(r#"{"games": [{"id": "#))
        .mount(&server)
        .await;
    Mock::given(path("/v1/games"))
        .respond_with(page(r#"{"games": [], "next_after": 7}"#))
        .mount(&server)
        .await;
    let season = Season::new(Arc::new(http()), &server.uri());
    let error = season
        .ask(&FeedQuery::scores("HRB", noon()..=noon()))
        .await
        .unwrap_err();
    let ProviderError::Garbled { garbled, stats } = error else {
        unreachable!("{error}");
    };
    assert_eq!(stats.requests, 4);
    assert!(garbled.place.contains("line 1"), "{}", garbled.place);
}
