//! The season as the fetcher meets it: over a socket.

use std::time::Duration;

use season::{Fault, FaultKind, Options, Schedule, Season, Settings, TestClock};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::{origin, seconds};

/// A served season whose time stands still, at its origin at first.
struct Feed {
    season: Season,
    hands: TestClock,
}

/// An answer as it came.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    fn header(&self, name: &str) -> Option<&str> {
        let line = |line: &'_ str| line.to_ascii_lowercase().starts_with(&format!("{name}:"));
        self.head
            .lines()
            .find(|it| line(it))
            .map(|it| it[name.len() + 1..].trim())
    }
}

impl Feed {
    async fn start() -> Feed {
        let hands = TestClock::new(origin());
        let mut options = Options::new(Settings::new(1, origin()));
        options.clock = hands.clock();
        Feed {
            season: Season::start(options).await.unwrap(),
            hands,
        }
    }

    fn schedule(&self) -> &Schedule {
        self.season.schedule()
    }

    fn id(&self, number: u64) -> String {
        self.schedule().id(number)
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "", "").await
    }

    async fn game(&self, number: u64) -> Value {
        self.get(&format!("/v1/games/{}", self.id(number)))
            .await
            .json()
    }

    async fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> Answer {
        let base = self.season.base_url();
        let mut socket = TcpStream::connect(base.strip_prefix("http://").unwrap())
            .await
            .unwrap();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: season\r\nconnection: close\r\n{headers}\
             content-length: {}\r\n\r\n{body}",
            body.len()
        );
        socket.write_all(request.as_bytes()).await.unwrap();
        let mut text = String::new();
        socket.read_to_string(&mut text).await.unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer {
            status,
            head: head.to_owned(),
            body: body.to_owned(),
        }
    }
}

fn numbers(games: &Value) -> Vec<u64> {
    games["games"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["number"].as_u64().unwrap())
        .collect()
}

#[tokio::test]
async fn the_league_names_itself_its_teams_and_its_bookmakers() {
    let feed = Feed::start().await;
    let league = feed.get("/v1/league").await.json();
    assert_eq!(league["code"], "HRB");
    assert_eq!(league["sport"], "american_football");
    assert_eq!(league["season"], "2026");
    assert_eq!(
        league["bookmakers"][1],
        json!({"code": "tidewater", "name": "Tidewater"})
    );
    let teams = feed.get("/v1/teams").await.json();
    assert_eq!(teams["teams"].as_array().unwrap().len(), 16);
    let crest = feed.get(teams["teams"][0]["crest"].as_str().unwrap()).await;
    assert_eq!(crest.header("content-type"), Some("image/svg+xml"));
    assert!(crest.body.starts_with("<svg") && crest.body.contains(">ASB</text>"));
}

#[tokio::test]
async fn a_game_has_the_documented_shape_in_each_of_its_states() {
    let feed = Feed::start().await;
    let game = feed.game(0).await;
    let (id, home) = (game["id"].clone(), game["home"].clone());
    assert_eq!(
        game,
        json!({
            "id": id, "number": 0, "league": "HRB", "season": "2026",
            "home": home, "away": game["away"],
            "status": "scheduled", "starts_at": "2026-03-01T12:00:45Z", "postponed_from": null,
            "period": null, "clock": null, "overtime": false, "score": null,
            "revision": 1, "updated_at": "2026-03-01T11:50:45Z", "corrected_at": null,
        })
    );

    feed.hands.advance(seconds(45 + 75));
    let game = feed.game(0).await;
    assert_eq!(
        (&game["status"], &game["period"]),
        (&json!("live"), &json!(3))
    );
    assert_eq!(game["clock"], "07:30");
    let periods = game["score"]["periods"].as_array().unwrap();
    assert_eq!(periods.len(), 3);
    let made: u64 = periods
        .iter()
        .map(|period| period["home"].as_u64().unwrap())
        .sum();
    assert_eq!(game["score"]["home"], made);

    feed.hands.advance(seconds(45));
    let before = feed.game(0).await;
    assert_eq!(
        (&before["status"], &before["corrected_at"]),
        (&json!("final"), &Value::Null)
    );
    feed.hands.advance(seconds(45));
    let after = feed.game(0).await;
    assert_eq!(after["corrected_at"], "2026-03-01T12:03:30Z");
    assert!(after["revision"].as_u64() > before["revision"].as_u64());
    assert_ne!(after["score"], before["score"]);
}

#[tokio::test]
async fn games_are_listed_by_their_start_and_in_pages() {
    let feed = Feed::start().await;
    assert_eq!(
        numbers(&feed.get("/v1/games").await.json()),
        (0..10).collect::<Vec<_>>()
    );
    let window = "from=2026-03-01T12:01:45Z&to=2026-03-01T12:03:45Z";
    assert_eq!(
        numbers(&feed.get(&format!("/v1/games?{window}")).await.json()),
        [1, 2]
    );
    let page = feed.get("/v1/games?limit=4").await.json();
    assert_eq!(
        (numbers(&page), &page["next_after"]),
        (vec![0, 1, 2, 3], &json!(3))
    );
    let page = feed.get("/v1/games?limit=4&after=7").await.json();
    assert_eq!(
        (numbers(&page), &page["next_after"]),
        (vec![8, 9], &Value::Null)
    );

    // A postponed game is found by its new start, once that is known.
    let window = "/v1/games?from=2026-03-01T12:03:46Z&to=2026-03-01T12:04:30Z";
    assert!(numbers(&feed.get(window).await.json()).is_empty());
    feed.hands.advance(seconds(225));
    assert_eq!(numbers(&feed.get(window).await.json()), [3]);
}

#[tokio::test]
async fn prices_are_served_for_open_games_alone() {
    let feed = Feed::start().await;
    let all = feed.get("/v1/prices").await.json();
    assert_eq!(all["prices"].as_array().unwrap().len(), 10 * 6);
    let path = format!("/v1/prices?game={}", feed.id(0));
    let one = feed.get(&path).await.json();
    let spread = &one["prices"][1];
    assert_eq!(
        (&spread["bookmaker"], &spread["market"]),
        (&json!("harbor"), &json!("spread"))
    );
    assert_eq!(spread["game"], feed.id(0));
    let [home, away] = [&spread["selections"][0], &spread["selections"][1]];
    assert_eq!(
        (&home["selection"], &away["selection"]),
        (&json!("home"), &json!("away"))
    );
    assert_eq!(
        home["line"].as_f64().unwrap(),
        -away["line"].as_f64().unwrap()
    );
    assert!(home["american"].is_i64());
    assert_eq!(one["prices"][0]["selections"][0]["line"], Value::Null);

    feed.hands.advance(seconds(45));
    let none = feed.get(&path).await.json();
    assert_eq!(none, json!({"updated_at": null, "prices": []}));
}

#[tokio::test]
async fn an_answer_that_has_not_changed_is_not_sent_again() {
    let feed = Feed::start().await;
    let first = feed.get("/v1/prices").await;
    let tag = first.header("etag").unwrap().to_owned();
    let condition = format!("if-none-match: {tag}\r\n");
    let again = feed.ask("GET", "/v1/prices", &condition, "").await;
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    assert_eq!(again.header("etag"), Some(tag.as_str()));

    feed.hands.advance(seconds(10));
    let moved = feed.ask("GET", "/v1/prices", &condition, "").await;
    assert_eq!(moved.status, 200);
    assert_ne!(moved.header("etag"), Some(tag.as_str()));
}

#[tokio::test]
async fn a_server_that_was_started_again_answers_the_same() {
    let (one, other) = (Feed::start().await, Feed::start().await);
    for feed in [&one, &other] {
        feed.hands.advance(seconds(333));
    }
    for path in ["/v1/league", "/v1/games", "/v1/prices", "/v1/plan"] {
        assert_eq!(
            one.get(path).await.body,
            other.get(path).await.body,
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_plan_tells_what_comes() {
    let feed = Feed::start().await;
    let plan = feed.get("/v1/plan?first=6&count=4").await.json();
    let specials: Vec<_> = plan["games"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["special"].clone())
        .collect();
    assert_eq!(specials, ["corrected", "overtime", "plain", "postponed"]);
    assert_ne!(
        plan["games"][0]["first_final"],
        plan["games"][0]["last_final"]
    );
}

#[tokio::test]
async fn what_is_not_there_or_not_understood_is_refused_in_json() {
    let feed = Feed::start().await;
    let hidden = feed.id(10);
    for (path, status) in [
        (String::from("/v1/nothing"), 404),
        (String::from("/v1/games/hrb-000000-1"), 404),
        (format!("/v1/games/{hidden}"), 404),
        (format!("/v1/prices?game={hidden}"), 404),
        (String::from("/v1/teams/XYZ/crest.svg"), 404),
        (String::from("/v1/games?from=yesterday"), 400),
        (String::from("/v1/games?form=2026-03-01T12:00:00Z"), 400),
        (String::from("/v1/games?limit=0"), 400),
        (String::from("/v1/games?limit=1001"), 400),
        (
            String::from("/v1/games?from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z"),
            400,
        ),
        (
            String::from("/v1/games?from=2026-03-01T00:00:00Z&to=2026-04-02T00:00:00Z"),
            400,
        ),
        (
            String::from("/v1/games?from=-262000-01-01T00:00:00Z&to=%2B262000-01-01T00:00:00Z"),
            400,
        ),
        (String::from("/v1/plan?first=-1"), 400),
    ] {
        let answer = feed.get(&path).await;
        assert_eq!(answer.status, status, "{path}");
        assert!(answer.json()["error"].is_string(), "{path}");
    }
    let beginning_of_time = "/v1/games?from=-262000-01-01T00:00:00Z";
    assert_eq!(feed.get(beginning_of_time).await.status, 200);
    assert_eq!(
        feed.get("/v1/plan?first=18446744073709551615").await.status,
        200
    );
}

#[tokio::test]
async fn a_question_may_suddenly_not_be_understood() {
    let feed = Feed::start().await;
    let faults = feed.season.faults();
    faults.add(Fault::new(FaultKind::BadRequest, 1).on("/v1/games"));
    assert_eq!(feed.get("/v1/teams").await.status, 200);
    assert_eq!(feed.get("/v1/games").await.status, 400);
    assert_eq!(feed.get("/v1/games").await.status, 200);
}

#[tokio::test]
async fn faults_come_in_order_and_pass() {
    let feed = Feed::start().await;
    let truth = feed.get("/v1/games").await.body;
    let faults = feed.season.faults();
    faults.add(Fault::new(FaultKind::Error, 2));
    faults.add(Fault {
        retry_after_s: 7,
        ..Fault::new(FaultKind::TooMany, 1)
    });
    faults.add(Fault::new(FaultKind::Truncated, 1));
    faults.add(Fault::new(FaultKind::Html, 1));
    faults.add(Fault::new(FaultKind::Empty, 1));
    for _ in 0..2 {
        assert_eq!(feed.get("/v1/games").await.status, 500);
    }
    let refused = feed.get("/v1/games").await;
    assert_eq!(
        (refused.status, refused.header("retry-after")),
        (429, Some("7"))
    );
    let cut = feed.get("/v1/games").await;
    assert_eq!(
        (cut.status, cut.body.as_str()),
        (200, &truth[..truth.len() / 2])
    );
    let page = feed.get("/v1/games").await;
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert_eq!(feed.get("/v1/games").await.body, "");
    assert_eq!(feed.get("/v1/games").await.body, truth);
    assert!(faults.waiting().is_empty());
}

#[tokio::test]
async fn an_old_revision_can_come_again_alone_or_after_the_new_one() {
    let feed = Feed::start().await;
    feed.hands.advance(seconds(45 + 120 + 45));
    let faults = feed.season.faults();
    faults.add(Fault::new(FaultKind::Stale, 1).on("/v1/games/"));
    faults.add(Fault::new(FaultKind::Duplicated, 1).on("/v1/games"));
    let stale = feed.game(0).await;
    let list = feed.get("/v1/games").await.json();
    let truth = feed.game(0).await;
    assert_eq!(
        (&stale["status"], &stale["corrected_at"]),
        (&json!("final"), &Value::Null)
    );
    assert_eq!(
        stale["revision"].as_u64().unwrap() + 1,
        truth["revision"].as_u64().unwrap()
    );
    assert_eq!((&list["games"][0], &list["games"][1]), (&truth, &stale));
}

#[tokio::test]
async fn a_status_that_nobody_knows_can_be_served() {
    let feed = Feed::start().await;
    feed.season
        .faults()
        .add(Fault::new(FaultKind::UnknownStatus, 1));
    assert_eq!(feed.game(0).await["status"], "fogged_in");
    assert_eq!(feed.game(0).await["status"], "scheduled");
}

#[tokio::test]
async fn a_slow_answer_is_late_and_true() {
    let feed = Feed::start().await;
    let truth = feed.get("/v1/teams").await.body;
    feed.season.faults().add(Fault {
        delay_ms: 150,
        ..Fault::new(FaultKind::Slow, 1).on("/v1/teams")
    });
    assert_eq!(
        feed.get("/v1/league").await.status,
        200,
        "other paths are not slow"
    );
    let hurried = tokio::time::timeout(Duration::from_millis(20), feed.get("/v1/teams")).await;
    assert!(hurried.is_err());
    feed.season.faults().add(Fault {
        delay_ms: 1,
        ..Fault::new(FaultKind::Slow, 1).on("/v1/teams")
    });
    assert_eq!(feed.get("/v1/teams").await.body, truth);
}

#[tokio::test]
async fn faults_are_set_shown_and_cleared_over_http() {
    let feed = Feed::start().await;
    let json_type = "content-type: application/json\r\n";
    let fault = r#"{"kind":"error","times":3,"path":"/v1/prices"}"#;
    let set = feed.ask("POST", "/v1/faults", json_type, fault).await;
    assert_eq!(
        (set.status, &set.json()["faults"][0]["times"]),
        (200, &json!(3))
    );
    assert_eq!(feed.get("/v1/games").await.status, 200);
    assert_eq!(feed.get("/v1/prices").await.status, 500);
    assert_eq!(feed.get("/v1/faults").await.json()["faults"][0]["times"], 2);
    assert_eq!(feed.ask("DELETE", "/v1/faults", "", "").await.status, 204);
    assert_eq!(feed.get("/v1/prices").await.status, 200);
    let wrong = feed
        .ask("POST", "/v1/faults", json_type, r#"{"kind":"plague"}"#)
        .await;
    assert!(wrong.status >= 400 && wrong.json()["error"].is_string());
}

#[tokio::test]
async fn a_season_that_was_stopped_answers_nobody() {
    let feed = Feed::start().await;
    let base = feed.season.base_url();
    feed.season.stop().await;
    assert!(
        TcpStream::connect(base.strip_prefix("http://").unwrap())
            .await
            .is_err()
    );
}
