//! Kalshi: whose price is whose, when a game begins, and what is no price of the board.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use providers::http::{Http, Limits};
use providers::kalshi::{Kalshi, NAME, read};
use providers::{FeedQuery, Provider, QueryKind};
use serde_json::{Value, json};
use shared::competitor::Role;
use shared::feed::GameReport;
use shared::market::{MarketKind, Side};
use shared::testing::MockClock;
use wiremock::matchers::{query_param, query_param_is_missing};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{corpus, file, fixture, game, quotes};

const GAME: &str = "KXNFLGAME-31DEC04CHIGB";

fn ratio(game: &GameReport, side: Side) -> Option<(u64, u64)> {
    let quotes = quotes(game, MarketKind::Moneyline2, side);
    quotes.first().map(|it| (it.price.num(), it.price.den()))
}

fn sides(game: &GameReport) -> [Option<&str>; 2] {
    [Role::Home, Role::Away].map(|it| game.side(it)?.slug.as_deref())
}

#[test]
fn the_second_code_of_a_ticker_is_at_home_whatever_the_order_of_its_markets() {
    let answer = read(&fixture("kalshi/events.json"), "NFL").unwrap();
    let game = game(&answer.games, GAME);
    assert_eq!(
        sides(game),
        [Some("green-bay-packers"), Some("chicago-bears")]
    );
    assert_eq!(game.starts_at.to_rfc3339(), "2031-12-05T01:15:00+00:00");
    assert_eq!(game.season, "2031");
    // A dollar for 61.5 cents, and one for 40.
    assert_eq!(ratio(game, Side::Home), Some((200, 123)));
    assert_eq!(ratio(game, Side::Away), Some((5, 2)));
    assert!(game.quotes.iter().all(|it| it.source_at.is_none()));
}

#[test]
fn a_side_without_a_market_of_its_own_is_bought_as_the_others_opposite() {
    let answer = read(&fixture("kalshi/markets.json"), "WNBA").unwrap();
    let alone = game(&answer.games, "KXWNBAGAME-31JUL10SEALV");
    assert_eq!(
        sides(alone),
        [Some("las-vegas-aces"), Some("seattle-storm")]
    );
    assert_eq!(ratio(alone, Side::Home), Some((25, 19)));
    assert_eq!(ratio(alone, Side::Away), Some((4, 1)));
    let both = game(&answer.games, "KXWNBAGAME-31JUL10NYPHX");
    assert_eq!(ratio(both, Side::Home), Some((100, 41)));
    assert_eq!(ratio(both, Side::Away), Some((5, 3)));
}

#[test]
fn a_start_is_told_by_a_milestone_or_by_two_moments_that_agree_and_never_guessed() {
    let answer = read(&fixture("kalshi/markets.json"), "WNBA").unwrap();
    let start = |it| game(&answer.games, it).starts_at.to_rfc3339();
    assert_eq!(
        start("KXWNBAGAME-31JUL10NYPHX"),
        "2031-07-11T02:00:00+00:00"
    );
    let refused: Vec<_> = answer
        .rejected
        .iter()
        .map(|it| it.reason.as_str())
        .collect();
    assert_eq!(refused, ["when it begins is not told"]);
}

/// The events of the fixture, one of them changed.
fn changed(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut body: Value = serde_json::from_slice(&fixture("kalshi/events.json")).unwrap();
    body["events"].as_array_mut().unwrap().truncate(1);
    change(&mut body);
    let answer = read(&body.to_string().into(), "NFL").unwrap();
    let quotes: usize = answer.games.iter().map(|it| it.quotes.len()).sum();
    let mut told = vec![format!("{} games, {quotes} prices", answer.games.len())];
    told.extend(answer.rejected.into_iter().map(|it| it.reason));
    told
}

#[test]
fn what_is_not_sold_has_no_price_and_what_cannot_be_right_is_refused() {
    fn markets(body: &mut Value) -> &mut Value {
        &mut body["events"][0]["markets"]
    }
    type Change = fn(&mut Value);
    let cases: &[(Change, &[&str])] = &[
        (|_| (), &["1 games, 2 prices"]),
        (
            |it| markets(it)[0]["status"] = json!("inactive"),
            &[
                "1 games, 0 prices",
                "incomplete: moneyline_2way has no price for home",
            ],
        ),
        (
            |it| {
                markets(it)[0]["status"] = json!("closed");
                markets(it)[1]["status"] = json!("closed");
            },
            &["1 games, 0 prices"],
        ),
        (
            |it| markets(it)[1]["status"] = json!("halted"),
            &["1 games, 0 prices", "unknown status halted"],
        ),
        (
            |it| markets(it)[1]["yes_ask_dollars"] = json!("0.3000"),
            &[
                "1 games, 0 prices",
                "overround: moneyline_2way prices of Kalshi sum to 0.915",
            ],
        ),
        (
            // As the fields were written until they became dollars.
            |it| markets(it)[1]["yes_ask_dollars"] = json!("40"),
            &["1 games, 0 prices", "\"40\" is no price in dollars"],
        ),
        (
            |it| it["milestones"][0]["start_date"] = json!("2031-12-02T18:00:00Z"),
            &[
                "0 games, 0 prices",
                "contradiction: it begins on 2031-12-02, and was set for 2031-12-04",
            ],
        ),
        (
            |it| it["milestones"][1]["related_event_tickers"] = json!([GAME]),
            &["0 games, 0 prices", "when it begins is not told"],
        ),
        (
            |it| markets(it)[1]["yes_sub_title"] = json!("Green Bay"),
            &["0 games, 0 prices", "one team on both sides"],
        ),
        (
            |it| it["events"][0]["event_ticker"] = json!("KXNFLSPREAD-31DEC04CHIGB"),
            &[
                "0 games, 0 prices",
                "\"KXNFLSPREAD-31DEC04CHIGB\" is none of KXNFLGAME",
            ],
        ),
    ];
    for (change, told) in cases {
        assert_eq!(changed(change), *told);
    }
}

async fn feed(server: &MockServer) -> Kalshi {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let limits = Limits {
        paced: false,
        tries_max: 1,
        ..Limits::default()
    };
    let clock = MockClock::at("2031-12-05T02:00:00Z".parse().unwrap());
    let http = Arc::new(Http::new(limits, Arc::new(clock)).unwrap());
    Kalshi::new(http, Some(server.uri()))
}

fn december() -> FeedQuery {
    let moment = |it: &str| it.parse::<DateTime<Utc>>().unwrap();
    FeedQuery::quotes(
        "NFL",
        moment("2031-12-01T00:00:00Z")..=moment("2031-12-31T00:00:00Z"),
    )
}

#[tokio::test]
async fn a_market_that_is_still_open_in_play_is_not_taken_and_pages_are_put_together() {
    let server = MockServer::start().await;
    let page = |cursor: &str, events: Value, milestones: Value| {
        let body = json!({"cursor": cursor, "events": events, "milestones": milestones});
        ResponseTemplate::new(200).set_body_json(body)
    };
    let body: Value = serde_json::from_slice(&fixture("kalshi/events.json")).unwrap();
    let (events, milestones) = (&body["events"], &body["milestones"]);
    Mock::given(query_param("series_ticker", "KXNFLGAME"))
        .and(query_param("status", "open"))
        .and(query_param("with_milestones", "true"))
        .and(query_param_is_missing("cursor"))
        .respond_with(page("a=/+", json!([events[0]]), milestones.clone()))
        .mount(&server)
        .await;
    Mock::given(query_param("cursor", "a=/+"))
        .respond_with(page("", json!([events[1]]), milestones.clone()))
        .mount(&server)
        .await;
    let feed = feed(&server).await;
    let answer = feed.ask(&december()).await.unwrap();
    // The other one began at a quarter past one. Its markets are still active.
    let games: Vec<_> = answer
        .feed
        .games
        .iter()
        .map(|it| it.reference.as_str())
        .collect();
    assert_eq!(games, ["KXNFLGAME-31DEC07NYGNYJ"]);
    assert_eq!(answer.stats.requests, 2);
}

#[tokio::test]
async fn a_page_that_leads_to_itself_ends_and_scores_are_not_asked_for() {
    let server = MockServer::start().await;
    let body = json!({"cursor": "again", "events": [], "milestones": []});
    Mock::given(query_param("limit", "200"))
        .respond_with(ResponseTemplate::new(200).set_body_json(body))
        .mount(&server)
        .await;
    let feed = feed(&server).await;
    let error = feed.ask(&december()).await.unwrap_err();
    assert_eq!((error.word(), error.stats().requests), ("garbled", 2));
    let mut scores = december();
    scores.kind = QueryKind::Scores;
    assert!(feed.covers(QueryKind::Scores).is_empty());
    let error = feed.ask(&scores).await.unwrap_err();
    assert_eq!(error.to_string(), "refused: kalshi does not tell scores");
    let unknown = FeedQuery {
        league: "EPL".to_owned(),
        ..december()
    };
    assert_eq!(feed.ask(&unknown).await.unwrap_err().stats().requests, 0);
}

#[test]
fn the_recorded_markets_convert() {
    let Some(corpus) = corpus() else { return };
    let body = file(&corpus.join("fixtures/prediction-markets/kalshi_markets.json"));
    let answer = read(&body, "WNBA").unwrap();
    for game in &answer.games {
        assert_eq!(game.check(NAME), Ok(()));
        println!("{} {}: {:?}", game.reference, game.starts_at, sides(game));
    }
    assert_eq!(answer.rejected, []);
    let first = game(&answer.games, "KXWNBAGAME-26JUL09INDPHX");
    assert_eq!(
        sides(first),
        [Some("phoenix-mercury"), Some("indiana-fever")]
    );
    assert_eq!(ratio(first, Side::Home), Some((100, 41)));
    let counts = (
        answer.games.len(),
        answer.games.iter().map(|it| it.quotes.len()).sum(),
    );
    assert_eq!(counts, (2, 4usize));
    // A list of series has no game in it.
    let series = file(&corpus.join("fixtures/prediction-markets/kalshi_series.json"));
    assert_eq!(read(&series, "WNBA").unwrap_err().place, "events");
}
