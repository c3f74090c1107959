//! What the one HTTP client does when a feed has a bad day.

use std::sync::Arc;
use std::time::Duration;

use providers::espn::Espn;
use providers::football_data::FootballData;
use providers::http::{Key, KeyPlace, Limits};
use providers::nflverse::Nflverse;
use providers::{FeedQuery, Historical, Provider, ProviderError};
use shared::testing::noon;
use wiremock::matchers::{header, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{fixture, http, http_with};

/// A server that answers so, this many times, and nothing after.
async fn server(answers: impl IntoIterator<Item = (ResponseTemplate, u64)>) -> MockServer {
    let server = MockServer::start().await;
    for (answer, times) in answers {
        Mock::given(path("/feed"))
            .respond_with(answer)
            .up_to_n_times(times)
            .mount(&server)
            .await;
    }
    server
}

fn status(code: u16) -> ResponseTemplate {
    ResponseTemplate::new(code)
}

#[tokio::test]
async fn a_stumble_is_tried_again() {
    let answer = status(200).set_body_string("well");
    let server = server([(status(500), 1), (status(503), 1), (answer, 1)]).await;
    let url = format!("{}/feed", server.uri());
    let fetched = http().get("season", &url, None).await.unwrap();
    assert_eq!(&fetched.body[..], b"well");
    assert_eq!(
        (fetched.stats.requests, fetched.stats.status),
        (3, Some(200))
    );
    assert_eq!(fetched.stats.bytes, 4);
    assert_eq!(fetched.stats.provider, "season");
    assert!(fetched.stats.digest.is_some());
}

#[tokio::test]
async fn a_feed_that_stays_down_is_given_up() {
    let server = server([(status(502), 100)]).await;
    let url = format!("{}/feed", server.uri());
    let error = http().get("season", &url, None).await.unwrap_err();
    assert_eq!(error.word(), "unavailable");
    assert_eq!(
        (error.stats().requests, error.stats().status),
        (4, Some(502))
    );
}

#[tokio::test]
async fn a_refusal_is_not_repeated() {
    for code in [401, 403, 404, 410, 422, 451] {
        let server = server([(status(code), 100)]).await;
        let url = format!("{}/feed", server.uri());
        let error = http().get("season", &url, None).await.unwrap_err();
        assert!(
            matches!(error, ProviderError::Refused { .. }),
            "{code}: {error}"
        );
        assert_eq!(
            (error.stats().requests, error.stats().status),
            (1, Some(code))
        );
    }
}

#[tokio::test]
async fn a_question_that_is_not_understood_is_told_apart_from_a_refusal() {
    let server = server([(status(400), 100)]).await;
    let url = format!("{}/feed", server.uri());
    let error = http().get("season", &url, None).await.unwrap_err();
    assert!(matches!(error, ProviderError::BadRequest { .. }), "{error}");
    assert_eq!((error.word(), error.stats().requests), ("bad_request", 1));
}

#[tokio::test]
async fn a_redirect_to_another_service_of_this_machine_is_not_followed() {
    let (feed, trap) = (MockServer::start().await, MockServer::start().await);
    let port = feed.address().port();
    let places = [
        format!("{}/trap", trap.uri()),
        format!("http://localhost:{port}/feed"),
        format!("http://[::1]:{port}/feed"),
        "https://feed.test/".to_owned(),
        "https://10.0.0.1/".to_owned(),
    ];
    for place in places {
        let away = status(302).insert_header("location", place.as_str());
        feed.reset().await;
        Mock::given(path("/feed"))
            .respond_with(away)
            .mount(&feed)
            .await;
        let url = format!("{}/feed", feed.uri());
        let error = http().get("season", &url, None).await.unwrap_err();
        assert_eq!(
            (error.word(), error.stats().status),
            ("refused", Some(302)),
            "{place}"
        );
    }
    assert!(trap.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_short_wait_that_the_feed_asks_for_is_kept() {
    let busy = status(429).insert_header("retry-after", "0");
    let server = server([(busy, 1), (status(200), 1)]).await;
    let url = format!("{}/feed", server.uri());
    let fetched = http().get("season", &url, None).await.unwrap();
    assert_eq!(fetched.stats.requests, 2);
}

#[tokio::test]
async fn a_long_wait_is_told_and_not_waited_for() {
    for value in ["120", "Sun, 17 Nov 2024 12:02:00 GMT"] {
        for code in [429, 503] {
            let busy = status(code).insert_header("retry-after", value);
            let server = server([(busy, 100)]).await;
            let url = format!("{}/feed", server.uri());
            let error = http().get("season", &url, None).await.unwrap_err();
            let ProviderError::Throttled { wait, stats } = error else {
                unreachable!("{error}");
            };
            assert_eq!(wait, Duration::from_secs(120));
            assert_eq!((stats.requests, stats.status), (1, Some(code)));
        }
    }
}

#[tokio::test]
async fn nobody_sends_us_away_for_ever() {
    for value in [
        "99999999999",
        "18446744073709551615",
        "Tue, 17 Nov 2054 12:00:00 GMT",
    ] {
        let server = server([(status(429).insert_header("retry-after", value), 100)]).await;
        let url = format!("{}/feed", server.uri());
        let error = http().get("season", &url, None).await.unwrap_err();
        let ProviderError::Throttled { wait, .. } = error else {
            unreachable!("{error}");
        };
        assert_eq!(wait, Duration::from_secs(3600));
    }
}

#[tokio::test]
async fn a_slow_answer_is_cut_off() {
    let slow = status(200).set_delay(Duration::from_secs(30));
    let server = server([(slow, 100)]).await;
    let limits = Limits {
        total: Duration::from_millis(50),
        tries_max: 2,
        back_off: Duration::from_millis(1),
        ..Limits::default()
    };
    let url = format!("{}/feed", server.uri());
    let error = http_with(limits)
        .get("season", &url, None)
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), "unavailable: timed out");
    assert_eq!((error.stats().requests, error.stats().status), (2, None));
}

#[tokio::test]
async fn a_feed_that_is_not_there_is_unavailable() {
    let port = {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap().port()
    };
    let url = format!("http://127.0.0.1:{port}/feed?apiKey=hunter2");
    let limits = Limits {
        tries_max: 2,
        back_off: Duration::from_millis(1),
        ..Limits::default()
    };
    let error = http_with(limits)
        .get("season", &url, None)
        .await
        .unwrap_err();
    assert_eq!(error.word(), "unavailable");
    assert!(!format!("{error} {error:?}").contains("hunter2"));
}

#[tokio::test]
async fn too_much_is_not_taken() {
    let large = status(200).set_body_bytes(vec![b'x'; 4_000]);
    let server = server([(large, 100)]).await;
    let limits = Limits {
        body_max: 1_000,
        ..Limits::default()
    };
    let url = format!("{}/feed", server.uri());
    let error = http_with(limits)
        .get("season", &url, None)
        .await
        .unwrap_err();
    assert!(matches!(error, ProviderError::TooLarge { max: 1_000, .. }));
    assert_eq!(error.stats().requests, 1);
}

#[tokio::test]
async fn a_key_goes_to_the_feed_and_nowhere_else() {
    let server = MockServer::start().await;
    let elsewhere = MockServer::start().await;
    let away = status(302).insert_header("location", format!("{}/trap", elsewhere.uri()));
    Mock::given(path("/feed"))
        .and(header("x-apisports-key", "hunter2"))
        .respond_with(away)
        .mount(&server)
        .await;
    let key = Key {
        place: KeyPlace::Header("x-apisports-key"),
        secret: "hunter2".into(),
    };
    let url = format!("{}/feed?apiKey=hunter2&day=1", server.uri());
    let error = http().get("season", &url, Some(&key)).await.unwrap_err();
    assert_eq!(error.word(), "refused");
    assert_eq!(error.stats().status, Some(302));
    assert!(error.stats().url.ends_with("/feed?apiKey=REDACTED&day=1"));
    assert!(!format!("{error} {error:?}").contains("hunter2"));
    assert!(elsewhere.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_key_in_the_address_is_sent_and_stands_in_nothing_that_is_kept() {
    let server = MockServer::start().await;
    Mock::given(path("/feed"))
        .and(query_param("apiKey", "hunter2"))
        .and(query_param("day", "1"))
        .respond_with(status(403))
        .mount(&server)
        .await;
    let key = Key {
        place: KeyPlace::Query("apiKey"),
        secret: "hunter2".into(),
    };
    let url = format!("{}/feed?day=1", server.uri());
    let error = http().get("stub", &url, Some(&key)).await.unwrap_err();
    assert_eq!(error.stats().status, Some(403));
    assert_eq!(error.stats().url, url);
    assert!(!format!("{error} {error:?}").contains("hunter2"));
    // Nor does it where nobody answers.
    let nobody = "http://127.0.0.1:1/feed";
    let error = http().get("stub", nobody, Some(&key)).await.unwrap_err();
    assert_eq!(error.word(), "unavailable");
    assert!(!format!("{error} {error:?}").contains("hunter2"));
}

#[tokio::test]
async fn a_redirect_is_followed_but_not_for_ever() {
    let server = MockServer::start().await;
    let to = |place: &str| status(302).insert_header("location", place);
    Mock::given(path("/feed"))
        .respond_with(to("/there"))
        .mount(&server)
        .await;
    Mock::given(path("/there"))
        .respond_with(status(200))
        .mount(&server)
        .await;
    Mock::given(path("/circle"))
        .respond_with(to("/circle"))
        .mount(&server)
        .await;
    let url = |place: &str| format!("{}/{place}", server.uri());
    assert!(http().get("season", &url("feed"), None).await.is_ok());
    let error = http()
        .get("season", &url("circle"), None)
        .await
        .unwrap_err();
    assert_eq!(error.word(), "refused", "{error}");
}

#[tokio::test]
async fn only_https_is_asked_outside_of_this_machine() {
    for url in ["http://feed.test/x", "ftp://feed.test/x", "no address", ""] {
        let error = http().get("season", url, None).await.unwrap_err();
        assert_eq!((error.word(), error.stats().requests), ("refused", 0));
    }
}

#[tokio::test]
async fn we_give_our_own_name() {
    let server = server([(status(200), 1)]).await;
    let url = format!("{}/feed", server.uri());
    http().get("espn", &url, None).await.unwrap();
    let requests = server.received_requests().await.unwrap();
    let name = requests[0].headers["user-agent"].to_str().unwrap();
    assert!(
        name.starts_with("dbsbm/") && name.contains("(+https://"),
        "{name}"
    );
    assert!(!name.contains("Mozilla"));
}

#[tokio::test]
async fn scoreboards_that_are_refused_are_asked_for_elsewhere() {
    let (first, second) = (MockServer::start().await, MockServer::start().await);
    Mock::given(path("/football/nfl/scoreboard"))
        .respond_with(status(403))
        .mount(&first)
        .await;
    let body = fixture("espn/nfl.json").to_vec();
    Mock::given(path("/football/nfl/scoreboard"))
        .respond_with(status(200).set_body_bytes(body))
        .mount(&second)
        .await;
    let ask = FeedQuery::scores("NFL", noon()..=noon());
    let espn = Espn::new(Arc::new(http()), Some(first.uri()));
    let error = espn.ask(&ask).await.unwrap_err();
    assert_eq!((error.word(), error.stats().status), ("refused", Some(403)));
    let answer = espn.with_second(second.uri()).ask(&ask).await.unwrap();
    // The third one is for the box score of its final, which is not there.
    assert_eq!((answer.stats.requests, answer.stats.status), (3, Some(200)));
    assert!(answer.stats.url.starts_with(&second.uri()) && answer.stats.digest.is_some());
}

#[tokio::test]
async fn each_key_has_a_pace_of_its_own() {
    let server = server([(status(200), 100)]).await;
    let url = format!("{}/feed", server.uri());
    let http = http();
    let key = |secret: &str| Key {
        place: KeyPlace::Header("x-key"),
        secret: secret.to_owned().into(),
    };
    // A feed that is not in the table may be asked once a second.
    let (one, other) = (key("one"), key("other"));
    let began = tokio::time::Instant::now();
    http.get("stub", &url, Some(&one)).await.unwrap();
    http.get("stub", &url, Some(&other)).await.unwrap();
    http.get("stub", &url, None).await.unwrap();
    assert!(began.elapsed() < Duration::from_millis(900));
    http.get("stub", &url, Some(&one)).await.unwrap();
    assert!(began.elapsed() >= Duration::from_millis(900));
}

#[tokio::test]
async fn all_tries_together_end_in_time() {
    let slow = status(500).set_delay(Duration::from_millis(80));
    let server = server([(slow, 100)]).await;
    let limits = Limits {
        tries_max: 1_000,
        tries_total: Duration::from_millis(300),
        back_off: Duration::from_millis(1),
        back_off_max: Duration::from_millis(1),
        ..Limits::default()
    };
    let url = format!("{}/feed", server.uri());
    let error = http_with(limits)
        .get("season", &url, None)
        .await
        .unwrap_err();
    assert_eq!(error.word(), "unavailable");
    let asked = error.stats();
    assert!(
        asked.requests >= 2 && asked.took < Duration::from_secs(2),
        "{asked:?}"
    );
}

#[tokio::test]
async fn files_of_seasons_are_found_by_league_and_label() {
    let server = MockServer::start().await;
    let body = fixture("football_data/E0.csv").to_vec();
    Mock::given(path("/3132/E0.csv"))
        .respond_with(status(200).set_body_bytes(body))
        .mount(&server)
        .await;
    let feed = FootballData::new(Arc::new(http()), Some(server.uri()));
    let answer = feed.season("EPL", "2031/32").await.unwrap();
    assert_eq!(answer.feed.games.len(), 3);
    for (league, season) in [("XFL", "2031/32"), ("EPL", "2031"), ("EPL", "2031/33")] {
        let error = feed.season(league, season).await.unwrap_err();
        assert_eq!((error.word(), error.stats().requests), ("refused", 0));
    }
    let from = "2031-08-01T00:00:00Z".parse().unwrap();
    let to = "2031-08-10T00:00:00Z".parse().unwrap();
    let some = feed
        .ask(&FeedQuery::schedule("EPL", from..=to))
        .await
        .unwrap();
    assert_eq!(some.feed.games.len(), 1);
    assert_eq!(feed.seasons(2023, noon()), ["2023/24", "2024/25"]);
}

#[tokio::test]
async fn the_games_file_answers_for_every_season() {
    let server = MockServer::start().await;
    let body = fixture("nflverse/games.csv").to_vec();
    Mock::given(path("/games.csv"))
        .respond_with(status(200).set_body_bytes(body))
        .mount(&server)
        .await;
    let feed = Nflverse::new(
        Arc::new(http()),
        Some(format!("{}/games.csv", server.uri())),
    );
    assert_eq!(
        feed.season("NFL", "2031").await.unwrap().feed.games.len(),
        6
    );
    assert!(
        feed.season("NFL", "2030")
            .await
            .unwrap()
            .feed
            .games
            .is_empty()
    );
    assert_eq!(feed.seasons(2023, noon()), ["2023", "2024"]);
    assert_eq!(feed.seasons(0, noon())[0], "1999");
}

#[tokio::test]
async fn a_garbled_answer_says_where_and_is_kept() {
    let server = MockServer::start().await;
    Mock::given(path("/football/nfl/scoreboard"))
        .respond_with(status(200).set_body_string("<!doctype html><h1>Back soon</h1>"))
        .mount(&server)
        .await;
    let espn = Espn::new(Arc::new(http()), Some(server.uri()));
    let error = espn
        .ask(&FeedQuery::scores("NFL", noon()..=noon()))
        .await
        .unwrap_err();
    assert!(error.place().unwrap().contains("line 1 column 1"));
    let ProviderError::Garbled { garbled, stats } = error else {
        unreachable!("{error}");
    };
    assert!(garbled.excerpt.starts_with("<!doctype html>"));
    assert_eq!(stats.bytes, garbled.body.len() as u64);
    assert_eq!(stats.status, Some(200));
}
