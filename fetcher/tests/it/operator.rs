//! What the fetcher shows its operator.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use fetcher::feeds;
use fetcher::meters::Meters;
use ops::catalogue;
use ops::figures::{Figure, Figures};
use ops::observer::Source;
use ops::registry::Registry;
use providers::polled;
use providers::tally::Tally;
use store::Program;
use testkit::FEED;
use testkit::metrics::{Sample, samples, value};
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::world::{World, game};

fn exported(meters: &Meters) -> Vec<Sample> {
    let mut registry = Registry::new(Program::Fetcher, &"here".parse().unwrap());
    meters.register(&mut registry);
    samples(&registry.text().unwrap())
}

/// Whether a label may have this value.
fn is_bounded(label: &str, value: &str) -> bool {
    let one_of = |words: &[&str]| words.contains(&value);
    match label {
        "program" => value == "fetcher",
        "instance" => value == "here",
        "feed" => one_of(&["season", FEED]) || polled::POLLED.iter().any(|it| it.name == value),
        "league" => value == "NFL",
        "api" => one_of(&["", "football"]),
        "period" => one_of(&["day", "month"]),
        "set_by" => one_of(&["provider", "operator"]),
        "state" => one_of(&["open", "half_open"]),
        "outcome" => one_of(&["answered", "refused", "unavailable", "throttled", "resting"]),
        "le" => value.parse::<f64>().is_ok(),
        _ => false,
    }
}

#[tokio::test]
async fn every_label_of_the_fetcher_is_bounded() {
    let world = World::new().await;
    world.report(game("1", world.at(2), "-3")).await;
    // Questions about a league, about a game's players, and about a file that is no league's.
    sqlx::query(
        "INSERT INTO feed_questions (question_id, provider, feed, answered_at) VALUES
           (gen_random_uuid(), 'espn', 'NFL/scores', app_now() - interval '2 minutes'),
           (gen_random_uuid(), 'espn', 'NFL/players 12345', app_now() - interval '1 minute'),
           (gen_random_uuid(), 'nflverse', 'games.csv', app_now())",
    )
    .execute(&world.database.owner)
    .await
    .unwrap();
    sqlx::query(
        "INSERT INTO feed_quotas (provider, key_name, api, set_by, period, begins_at, renewed_at,
           limit_units, left_units)
         VALUES ('api_sports', '0badcafe', 'football', 'provider', 'day',
           app_now() - interval '1 hour', app_now() + interval '1 hour', 100, 7)",
    )
    .execute(&world.database.owner)
    .await
    .unwrap();
    let meters = Meters::default();
    meters.tried("espn", Duration::from_secs(1));
    meters.ended("espn", "answered");
    meters.look(&world.database.fetcher).await.unwrap();
    let samples = exported(&meters);
    for sample in &samples {
        println!("operator: {sample}");
        for (label, value) in &sample.labels {
            assert!(is_bounded(label, value), "{label}={value}: {sample:?}");
        }
    }
    for metric in [
        &catalogue::FEED_REQUESTS,
        &catalogue::FEED_ANSWER,
        &catalogue::LEAGUE_ANSWER_AGE,
        &catalogue::QUOTA_LEFT,
        &catalogue::QUOTA_LIMIT,
        &catalogue::LEADING,
    ] {
        let name = metric.exported();
        let found = samples.iter().find(|it| it.name == name);
        let found = found.unwrap_or_else(|| panic!("{name}"));
        let expected = catalogue::EVERYWHERE.iter().chain(metric.labels);
        let expected: BTreeSet<_> = expected.map(|it| (*it).to_owned()).collect();
        let labels: BTreeSet<_> = found.labels.keys().cloned().collect();
        assert_eq!(labels, expected, "{name}");
    }
    let name = catalogue::LEAGUE_ANSWER_AGE.exported();
    let age = value(&samples, &name, ("feed", "espn")).unwrap();
    assert!((60.0..120.0).contains(&age), "{age}");
    let mut figures = Figures::default();
    meters.gather(&mut figures);
    assert_eq!(figures.get(Figure::QuotaLeft), Some(0.07));
}

#[tokio::test]
async fn requests_are_counted_by_how_they_ended_and_the_slowest_is_known() {
    runtime::tls::install();
    let server = MockServer::start().await;
    let slow = ResponseTemplate::new(200).set_body_string("{}");
    let slow = slow.set_delay(Duration::from_millis(120));
    let mount = Mock::given(path("/good")).respond_with(slow);
    mount.mount(&server).await;
    let meters = Meters::default();
    let http = feeds::client(None, Some(Arc::new(meters.clone()))).unwrap();
    let url = |path: &str| format!("{}{path}", server.uri());
    http.get("espn", &url("/good"), None).await.unwrap();
    http.get("mlb", &url("/nothing"), None).await.unwrap_err();
    let samples = exported(&meters);
    let requests = catalogue::FEED_REQUESTS.exported();
    assert_eq!(
        value(&samples, &requests, ("outcome", "answered")),
        Some(1.0)
    );
    assert_eq!(
        value(&samples, &requests, ("outcome", "refused")),
        Some(1.0)
    );
    let mut figures = Figures::default();
    meters.gather(&mut figures);
    let slowest = figures.get(Figure::FeedSlowest).unwrap();
    assert!((0.12..5.0).contains(&slowest), "{slowest}");
}
