//! Jolpica-F1: who is classified where, and what of a calendar is not believed.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use grading::end::End;
use providers::http::{Http, Limits};
use providers::jolpica::{Jolpica, NAME, read};
use providers::{FeedQuery, Provider, QueryKind};
use serde_json::{Value, json};
use shared::facts::Finish;
use shared::feed::FeedAnswer;
use shared::game::GameStatus;
use shared::league::Sport;
use shared::testing::MockClock;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{corpus, file, fixture, game};

const RACE: &str = "2031/harbor-grand-prix";
const RACES: &str = "/ergast/f1/2031/races.json";
const RESULTS: &str = "/ergast/f1/2031/1/results.json";

/// Who finished how and where, in the order of the classification, with the laps.
fn classified(answer: &FeedAnswer) -> Vec<(String, Finish, Option<u16>, Option<u16>)> {
    let game = game(&answer.games, RACE);
    let drivers = game.participants.iter().map(|it| &it.competitor);
    let lines = drivers.map(|driver| {
        let id = driver.first_id(NAME, Sport::Motorsport);
        let line = game.facts.entrants.iter().find(|it| it.id == id).unwrap();
        (
            driver.short_name.clone(),
            line.finish,
            line.position,
            line.laps,
        )
    });
    lines.collect()
}

#[test]
fn a_place_is_what_the_text_says_and_never_the_number_beside_it() {
    let answer = read(&fixture("jolpica/results.json")).unwrap();
    let expected = [
        ("Lark", Finish::Finished, Some(1), Some(57)),
        ("Héron", Finish::Finished, Some(2), Some(57)),
        ("Wren", Finish::Finished, Some(3), Some(56)),
        ("Finch", Finish::Retired, None, Some(41)),
        ("Crane", Finish::Disqualified, None, Some(57)),
        ("Swift", Finish::DidNotStart, None, None),
    ];
    let expected = expected.map(|it| (it.0.to_owned(), it.1, it.2, it.3));
    assert_eq!(classified(&answer), expected);
    assert!(answer.rejected.is_empty());
    let game = game(&answer.games, RACE);
    assert_eq!(game.status, GameStatus::Final);
    let end = End {
        status: game.status,
        scores: &game.scores,
        facts: &game.facts,
    };
    assert_eq!(grading::check(Sport::Motorsport, "F1", end), Ok(()));
}

#[test]
fn a_race_before_its_own_practice_and_one_without_an_hour_are_refused() {
    let answer = read(&fixture("jolpica/races.json")).unwrap();
    let games: Vec<_> = answer
        .games
        .iter()
        .map(|it| it.reference.as_str())
        .collect();
    assert_eq!(games, [RACE, "2031/grand-prix-of-the-dunes"]);
    let refused = answer.rejected.iter().map(|it| it.reason.as_str());
    assert_eq!(
        refused.collect::<Vec<_>>(),
        [
            "contradiction: the race is on 2031-05-03, and a session before it on 2031-06-05",
            "the hour of its start is not set",
        ]
    );
}

/// What is wrong with the results of the fixture, one of them changed.
fn doubts(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut body: Value = serde_json::from_slice(&fixture("jolpica/results.json")).unwrap();
    change(&mut body["MRData"]);
    let answer = read(&body.to_string().into()).unwrap();
    let game = game(&answer.games, RACE);
    assert_eq!(game.facts.entrants.is_empty(), !answer.rejected.is_empty());
    answer.rejected.into_iter().map(|it| it.reason).collect()
}

#[test]
fn a_classification_whose_parts_deny_each_other_is_told_and_not_used() {
    fn result(data: &mut Value, at: usize) -> &mut Value {
        &mut data["RaceTable"]["Races"][0]["Results"][at]
    }
    type Change = fn(&mut Value);
    let cases: &[(Change, &str)] = &[
        (
            |it| result(it, 2)["positionText"] = json!("2"),
            "two are classified in place 2",
        ),
        (
            |it| result(it, 2)["positionText"] = json!("4"),
            "nobody is classified in place 3",
        ),
        (
            |it| result(it, 1)["status"] = json!("Disqualified"),
            "contradiction: Cy Héron is \"2\" and \"Disqualified\"",
        ),
        (
            |it| result(it, 4)["status"] = json!("Finished"),
            "contradiction: Ed Crane is \"D\" and \"Finished\"",
        ),
        (
            |it| result(it, 3)["positionText"] = json!("X"),
            "unknown position \"X\"",
        ),
        (
            |it| result(it, 3)["Driver"] = result(it, 0)["Driver"].clone(),
            "Ada Lark is there twice",
        ),
        (
            |it| it["total"] = json!("7"),
            "its results are cut off by the end of the page",
        ),
        (
            |it| it["offset"] = json!("1"),
            "its results are cut off by the end of the page",
        ),
    ];
    for (change, doubt) in cases {
        assert_eq!(doubts(change), [*doubt]);
    }
    // One who stops near the end is classified all the same.
    assert!(doubts(|it| result(it, 2)["status"] = json!("Collision")).is_empty());
    assert!(doubts(|it| result(it, 2)["status"] = json!("+1 Lap")).is_empty());
}

async fn world(now: &str) -> (MockServer, Jolpica) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let limits = Limits {
        paced: false,
        tries_max: 1,
        ..Limits::default()
    };
    let clock = MockClock::at(now.parse().unwrap());
    let http = Arc::new(Http::new(limits, Arc::new(clock)).unwrap());
    let server = MockServer::start().await;
    for (at, name) in [(RACES, "races"), (RESULTS, "results")] {
        let body = fixture(&format!("jolpica/{name}.json"));
        Mock::given(path(at))
            .respond_with(ResponseTemplate::new(200).set_body_bytes(body))
            .mount(&server)
            .await;
    }
    let feed = Jolpica::new(http, Some(server.uri()));
    (server, feed)
}

fn year(kind: QueryKind) -> FeedQuery {
    let moment = |it: &str| it.parse::<DateTime<Utc>>().unwrap();
    let mut ask = FeedQuery::scores(
        "F1",
        moment("2031-03-01T00:00:00Z")..=moment("2031-12-31T00:00:00Z"),
    );
    ask.kind = kind;
    ask
}

#[tokio::test]
async fn a_race_that_is_over_is_never_reported_as_one_that_is_to_come() {
    let (server, feed) = world("2031-03-09T06:30:00Z").await;
    let told = |answer: &FeedAnswer| {
        let games = answer.games.iter();
        games
            .map(|it| (it.reference.clone(), it.status))
            .collect::<Vec<_>>()
    };
    let ahead = (
        "2031/grand-prix-of-the-dunes".to_owned(),
        GameStatus::Scheduled,
    );
    let answer = feed.ask(&year(QueryKind::Schedule)).await.unwrap();
    assert_eq!(told(&answer.feed), std::slice::from_ref(&ahead));
    for requests in [2, 1] {
        let answer = feed.ask(&year(QueryKind::Scores)).await.unwrap();
        let over = (RACE.to_owned(), GameStatus::Final);
        assert_eq!(told(&answer.feed), [over, ahead.clone()]);
        assert_eq!(
            answer.stats.requests, requests,
            "a result is asked for once an hour"
        );
    }
    let asked = server.received_requests().await.unwrap();
    assert!(asked.iter().all(|it| it.url.query() == Some("limit=100")));
    assert_eq!(
        feed.ask(&year(QueryKind::Quotes)).await.unwrap_err().word(),
        "refused"
    );
}

#[tokio::test]
async fn a_number_that_means_another_race_by_now_brings_no_result() {
    let (server, feed) = world("2031-03-09T06:30:00Z").await;
    server.reset().await;
    let mut races: Value = serde_json::from_slice(&fixture("jolpica/races.json")).unwrap();
    races["MRData"]["RaceTable"]["Races"][0]["raceName"] = json!("Bay Grand Prix");
    for (at, body) in [
        (RACES, races.to_string().into()),
        (RESULTS, fixture("jolpica/results.json")),
    ] {
        Mock::given(path(at))
            .respond_with(ResponseTemplate::new(200).set_body_bytes(body))
            .mount(&server)
            .await;
    }
    let answer = feed.ask(&year(QueryKind::Scores)).await.unwrap();
    assert!(
        answer
            .feed
            .games
            .iter()
            .all(|it| it.status == GameStatus::Scheduled)
    );
}

#[test]
fn the_recorded_races_and_results_convert() {
    let Some(corpus) = corpus() else { return };
    let folder = corpus.join("fixtures/jolpica");
    if !folder.exists() {
        println!("skipped: no recorded answers of this feed");
        return;
    }
    for (name, games, over) in [
        ("2023@9@results.json", 1, 1),
        ("2023.json", 22, 0),
        ("2023@7@races.json", 1, 0),
        ("2023@99@results.json", 0, 0),
        // Thirty of 440 results: the second race is cut off.
        ("2023@results.json", 2, 1),
    ] {
        let answer = read(&file(&folder.join(name))).unwrap();
        let finals = answer
            .games
            .iter()
            .filter(|it| it.status == GameStatus::Final);
        println!(
            "{name}: {} races, {:?}",
            answer.games.len(),
            answer.rejected
        );
        assert_eq!(
            (answer.games.len(), finals.clone().count()),
            (games, over),
            "{name}"
        );
        for game in finals {
            assert_eq!(game.check(NAME), Ok(()));
            let end = End {
                status: game.status,
                scores: &game.scores,
                facts: &game.facts,
            };
            assert_eq!(
                grading::check(Sport::Motorsport, "F1", end),
                Ok(()),
                "{name}"
            );
        }
    }
}
