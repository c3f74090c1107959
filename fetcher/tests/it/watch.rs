//! What is wrong with a feed is told before members notice what is missing.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use chrono::TimeDelta;
use fetcher::commands::doctor::{self, Findings};
use fetcher::jobs::feeds::{Feed, FeedPoller};
use fetcher::jobs::watching::Watching;
use fetcher::plan::Pace;
use providers::http::{Http, Limits};
use providers::the_odds_api::TheOddsApi;
use shared::clock::SystemClock;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::world::World;

/// A process that asks feeds, its job, and the hand of its uptime.
struct Process {
    http: Http,
    job: Watching,
    seconds: Arc<AtomicU64>,
}

impl Process {
    fn start(world: &World) -> Self {
        runtime::tls::install();
        let seconds = Arc::new(AtomicU64::new(0));
        let hand = Arc::clone(&seconds);
        let limits = Limits {
            back_off: Duration::from_millis(1),
            ..Limits::default()
        };
        let http = Http::new(limits, Arc::new(SystemClock)).unwrap();
        let http = http.with_uptime(move || Duration::from_secs(hand.load(Relaxed)));
        let job = Watching::new(world.database.fetcher.clone(), http.watch());
        Self { http, job, seconds }
    }

    /// Asks once, and looks how it went.
    async fn asks(&mut self, world: &World, server: &MockServer) -> &'static str {
        let url = format!("{}/nfl/scoreboard", server.uri());
        let asked = self.http.get("season", &url, None).await;
        self.job.tick(&world.lease).await.unwrap();
        asked.map_or_else(|it| it.word(), |_| "answered")
    }
}

async fn answering(server: &MockServer, answer: ResponseTemplate) {
    server.reset().await;
    Mock::given(any()).respond_with(answer).mount(server).await;
}

fn board(day: u32, score: &str) -> ResponseTemplate {
    let body = format!(
        r#"{{"day": "2031-01-{day:02}", "events": [
            {{"id": "1", "home": {{"{score}": 3}}, "odds": 1.5}},
            {{"id": "2", "home": {{"{score}": 7}}}}]}}"#
    );
    ResponseTemplate::new(200).set_body_string(body)
}

/// What `doctor` says of the feeds' places and fields.
async fn told(world: &World) -> Vec<String> {
    let mut findings = Findings::default();
    let mut connection = world.database.fetcher.acquire().await.unwrap();
    doctor::look(&mut connection, &mut findings).await.unwrap();
    let about = |it: &String| it.contains("left alone") || it.contains("the field");
    findings.lines.into_iter().filter(about).collect()
}

#[tokio::test]
async fn a_field_that_a_feed_renames_is_named_until_it_is_back() {
    let (world, server) = (World::new().await, MockServer::start().await);
    let mut process = Process::start(&world);
    for day in 1..=3 {
        answering(&server, board(day, "score")).await;
        process.asks(&world, &server).await;
        world.pass(TimeDelta::days(1)).await;
    }
    assert_eq!(
        told(&world).await.len(),
        1,
        "no feed is left alone, and nothing has changed"
    );
    // Another process knows what this one has learned.
    let mut process = Process::start(&world);
    answering(&server, board(4, "points")).await;
    process.asks(&world, &server).await;
    let told_then = told(&world).await;
    let line = told_then
        .iter()
        .find(|it| it.contains("the field"))
        .unwrap();
    assert!(
        line.starts_with("missing  the field `events[].home.score` that season had at"),
        "{line}"
    );
    assert!(
        line.contains("`events[].home.points` has come in its place"),
        "{line}"
    );
    answering(&server, board(5, "score")).await;
    process.asks(&world, &server).await;
    assert_eq!(told(&world).await.len(), 1);
}

#[tokio::test]
async fn an_answer_of_the_usual_shape_writes_nothing_after_its_first_day() {
    let (world, server) = (World::new().await, MockServer::start().await);
    let mut process = Process::start(&world);
    for number in 1..=3 {
        answering(&server, board(number, "score")).await;
        process.asks(&world, &server).await;
        world.pass(TimeDelta::days(1)).await;
    }
    let row = "SELECT (xmin::text)::bigint FROM feed_shapes";
    let mut before = None;
    for number in 4..20 {
        answering(&server, board(number, "score")).await;
        process.asks(&world, &server).await;
        let now = world.count(row).await;
        assert_eq!(*before.get_or_insert(now), now, "{number}");
    }
    assert_eq!(
        world.count("SELECT count(*) FROM feed_shape_changes").await,
        0
    );
}

#[tokio::test]
async fn a_feed_that_is_down_is_told_with_the_reason_and_left_alone_by_the_next_process_too() {
    let (world, server) = (World::new().await, MockServer::start().await);
    let mut process = Process::start(&world);
    assert_eq!(
        told(&world).await,
        ["ok       no feed is being left alone for having failed"]
    );
    answering(&server, ResponseTemplate::new(503)).await;
    for _ in 0..3 {
        assert_eq!(process.asks(&world, &server).await, "unavailable");
    }
    let line = told(&world).await.concat();
    assert!(
        line.starts_with("missing  answers from season at 127.0.0.1:"),
        "{line}"
    );
    assert!(
        line.contains("3 requests in a row failed, at last with"),
        "{line}"
    );
    assert!(
        line.contains("503") && line.contains("s more, and then tried once"),
        "{line}"
    );

    let mut next = Process::start(&world);
    next.job.tick(&world.lease).await.unwrap();
    let asked = server.received_requests().await.unwrap().len();
    assert_eq!(next.asks(&world, &server).await, "resting");
    assert_eq!(server.received_requests().await.unwrap().len(), asked);
    answering(&server, board(1, "score")).await;
    next.seconds.store(60, Relaxed);
    assert_eq!(next.asks(&world, &server).await, "answered");
    assert_eq!(
        told(&world).await,
        ["ok       no feed is being left alone for having failed"]
    );
}

/// Everything that the database keeps of what feeds said and how they did.
async fn kept(world: &World) -> String {
    let mut all = String::new();
    for table in [
        "poll_log",
        "feed_rests",
        "feed_shapes",
        "feed_shape_changes",
        "unknown_codes",
        "feed_forms",
        "feed_questions",
        "games",
        "competitors",
    ] {
        let text = format!("SELECT coalesce(string_agg(t::text, '|'), '') FROM {table} t");
        let text: String = sqlx::query_scalar(&text)
            .fetch_one(&world.database.owner)
            .await
            .unwrap();
        all.push_str(&text);
    }
    let bodies = "SELECT coalesce(string_agg(concat(place, reason, reference,
        encode(body, 'escape')), '|'), '') FROM kept_answers";
    let bodies: String = sqlx::query_scalar(bodies)
        .fetch_one(&world.database.owner)
        .await
        .unwrap();
    all + &bodies
}

#[tokio::test]
async fn a_key_that_a_feed_repeats_reaches_no_table() {
    let key = "hunter2-hunter2";
    let (world, server) = (World::new().await, MockServer::start().await);
    let event = format!(r#"[{{"id": "{key}", "sport_key": "{key}", "commence_time": "{key}"}}]"#);
    let said = format!("<h1>{key} at /v4/sports?apiKey={key}</h1>");
    let refusal = format!(r#"{{"message": "{key}", "error_code": "{key}"}}"#);
    let text = |code: u16, body: &str| ResponseTemplate::new(code).set_body_string(body);
    let place = format!("https://{key}.feed.test/?apiKey={key}");
    for answer in [
        text(200, &event),
        text(200, &said),
        text(200, &format!("{{\"{key}\": [")),
        text(401, &refusal),
        text(422, &refusal),
        text(429, &refusal),
        text(500, &said),
        text(302, "").insert_header("location", place.as_str()),
    ] {
        answering(&server, answer).await;
        let http = Arc::new(Process::start(&world).http);
        let mut job = Watching::new(world.database.fetcher.clone(), http.watch());
        let feed = TheOddsApi::new(http, Some(server.uri()), key.into()).with_leagues(&["NFL"]);
        let feed = Feed {
            leagues: vec!["NFL".to_owned()],
            provider: Arc::new(feed),
            pace: Pace::steady(Duration::from_secs(60)),
        };
        let pool = world.database.fetcher.clone();
        let mut poller = FeedPoller::new(pool, feed, Arc::default()).with_uptime(world.uptime());
        for _ in 0..4 {
            poller.tick(&world.lease).await.unwrap();
            job.tick(&world.lease).await.unwrap();
            world.pass(TimeDelta::hours(1)).await;
        }
    }
    let kept = kept(&world).await;
    assert!(
        kept.contains("the_odds_api") && kept.contains("REDACTED"),
        "{kept}"
    );
    assert!(!kept.contains("hunter2"), "{kept}");
}
