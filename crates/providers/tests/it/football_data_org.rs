//! football-data.org: goals that are added up, a key that is refused in two ways, and ten questions
//! a minute.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use providers::football_data_org::{FootballDataOrg, NAME, read};
use providers::http::{Http, Limits};
use providers::{Answer, FeedQuery, Provider, ProviderError};
use serde_json::{Value, json};
use shared::competitor::Role;
use shared::feed::GameReport;
use shared::game::{GameStatus, Period};
use shared::league::Sport;
use shared::testing::MockClock;
use wiremock::matchers::{header, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{corpus, file, fixture, game, points};

const FIXTURE: &str = "football_data_org/matches.json";
const SECRET: &str = "hunter2hunter2";
const MATCHES: &str = "/v4/competitions/PL/matches";

fn goals(game: &GameReport, period: Period) -> Option<(i32, i32)> {
    let of = |role| points(&game.scores, period, role);
    of(Role::Home).zip(of(Role::Away))
}

#[test]
fn a_list_of_matches_is_read_with_their_halves() {
    let answer = read(&fixture(FIXTURE), "EPL").unwrap();
    let over = game(&answer.games, "11");
    assert_eq!(over.status, GameStatus::Final);
    assert_eq!(goals(over, Period::Full), Some((2, 1)));
    assert_eq!(goals(over, Period::Half(2)), Some((2, 0)));
    assert_eq!(over.side(Role::Home).unwrap().code, "OTT");
    assert!(
        over.competitors().all(|it| it.logo_url.is_none()),
        "no crest is linked to"
    );
    let status = |it| game(&answer.games, it).status;
    assert_eq!(status("12"), GameStatus::Live);
    assert_eq!(status("13"), GameStatus::Scheduled);
    assert_eq!(status("14"), GameStatus::Postponed);
    let refused: Vec<_> = answer
        .rejected
        .iter()
        .map(|it| (it.place.as_str(), it.reason.as_str()))
        .collect();
    assert_eq!(
        refused,
        [
            ("match 15", "the hour of its start is not set"),
            ("match 16", "unknown status ABANDONED"),
        ]
    );
    assert_eq!(
        answer.rejected[1].unknown_code.as_deref(),
        Some("ABANDONED")
    );
    let other = read(&fixture(FIXTURE), "LALIGA").unwrap_err();
    assert_eq!(other.reason, "\"PL\" is not \"PD\"");
}

type Parts = [(&'static str, Value); 5];

/// The first match of the fixture, with a score of these parts, and what is wrong with it.
fn ended(duration: &str, winner: &str, parts: Parts) -> (GameReport, Vec<String>) {
    let mut body: Value = serde_json::from_slice(&fixture(FIXTURE)).unwrap();
    let all = body["matches"].as_array_mut().unwrap();
    all.truncate(1);
    let mut score = json!({"duration": duration, "winner": winner});
    for (name, goals) in parts {
        score[name] = goals;
    }
    all[0]["score"] = score;
    let answer = read(&body.to_string().into(), "EPL").unwrap();
    let reasons = answer.rejected.into_iter().map(|it| it.reason).collect();
    (answer.games.into_iter().next().unwrap(), reasons)
}

fn parts(full: Value, regular: Value, extra: Value, shots: Value) -> Parts {
    [
        ("fullTime", full),
        ("halfTime", json!({"home": 0, "away": 1})),
        ("regularTime", regular),
        ("extraTime", extra),
        ("penalties", shots),
    ]
}

fn at(home: i32, away: i32) -> Value {
    json!({"home": home, "away": away})
}

#[test]
fn goals_of_a_shoot_out_are_no_goals_of_the_match() {
    let none = Value::Null;
    // Added up, as the feed does it; or with the shoot-out left out; or in the names of old.
    let old = json!({"homeTeam": 6, "awayTeam": 5});
    for (whole, regular) in [
        (at(6, 5), at(1, 1)),
        (at(1, 1), at(1, 1)),
        (at(6, 5), none.clone()),
        (old, at(1, 1)),
    ] {
        let told = parts(whole, regular, at(0, 0), at(5, 4));
        let (game, reasons) = ended("PENALTY_SHOOTOUT", "HOME_TEAM", told);
        assert_eq!(reasons, Vec::<String>::new());
        assert_eq!(goals(&game, Period::Full), Some((1, 1)));
        assert_eq!(goals(&game, Period::Half(2)), Some((1, 0)));
        assert_eq!(goals(&game, Period::Overtime), Some((0, 0)));
        assert_eq!(goals(&game, Period::Shootout), Some((5, 4)));
        let end = grading::end::End {
            status: game.status,
            scores: &game.scores,
            facts: &game.facts,
        };
        assert_eq!(grading::check(Sport::Soccer, "EPL", end), Ok(()));
    }
    let told = parts(at(3, 2), at(1, 1), at(2, 1), none);
    let (game, reasons) = ended("EXTRA_TIME", "HOME_TEAM", told);
    assert_eq!(
        (goals(&game, Period::Full), reasons.len()),
        (Some((3, 2)), 0)
    );
    assert_eq!(goals(&game, Period::Overtime), Some((2, 1)));
}

#[test]
fn a_score_whose_parts_deny_each_other_is_told_and_not_used() {
    let none = || Value::Null;
    let cases = [
        (
            // A shoot-out that was won four to two, stored the wrong way round and too high.
            ("PENALTY_SHOOTOUT", "AWAY_TEAM"),
            parts(at(3, 5), at(1, 1), at(0, 0), at(4, 6)),
            "contradiction: 3:5 in all, and 5:7 by part",
        ),
        (
            ("PENALTY_SHOOTOUT", "HOME_TEAM"),
            parts(at(3, 5), at(1, 1), at(0, 0), at(2, 4)),
            "contradiction: HOME_TEAM won 2:4",
        ),
        (
            ("PENALTY_SHOOTOUT", "HOME_TEAM"),
            parts(at(2, 2), at(1, 1), at(0, 0), none()),
            "the goals of the shoot-out are not told",
        ),
        (
            ("PENALTY_SHOOTOUT", "HOME_TEAM"),
            parts(at(1, 1), none(), at(0, 0), at(5, 4)),
            "the goals before the shoot-out are not told",
        ),
        (
            ("EXTRA_TIME", "HOME_TEAM"),
            parts(at(2, 1), none(), none(), none()),
            "the goals of the regular time are not told",
        ),
        (
            ("REGULAR", "DRAW"),
            parts(at(2, 1), none(), none(), none()),
            "contradiction: DRAW won 2:1",
        ),
        (
            ("REGULAR", "HOME_TEAM"),
            parts(at(2, 0), none(), none(), none()),
            "contradiction: more goals at half-time than at the end",
        ),
        (
            ("REGULAR", "HOME_TEAM"),
            parts(none(), none(), none(), none()),
            "it is over, and no score is told",
        ),
        (
            ("REGULAR", "HOME_TEAM"),
            parts(at(i32::MAX, 0), none(), at(i32::MAX, 0), none()),
            "contradiction: goals after a regular end",
        ),
    ];
    for ((duration, winner), told, reason) in cases {
        let (game, reasons) = ended(duration, winner, told);
        assert_eq!(reasons, [reason]);
        assert_eq!(
            (game.status, game.scores.len()),
            (GameStatus::Final, 0),
            "{reason}"
        );
    }
}

struct World {
    server: MockServer,
    feed: FootballDataOrg,
}

impl World {
    async fn answering(with: ResponseTemplate) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let limits = Limits {
            paced: false,
            tries_max: 1,
            ..Limits::default()
        };
        let clock = MockClock::at("2031-08-16T17:00:00Z".parse().unwrap());
        let http = Arc::new(Http::new(limits, Arc::new(clock)).unwrap());
        let server = MockServer::start().await;
        Mock::given(path(MATCHES))
            .and(header("x-auth-token", SECRET))
            .respond_with(with)
            .mount(&server)
            .await;
        let feed = FootballDataOrg::new(http, Some(server.uri()), SECRET.into());
        Self { server, feed }
    }

    async fn ask(&self) -> Result<Answer, ProviderError> {
        let moment = |it: &str| it.parse::<DateTime<Utc>>().unwrap();
        let span = moment("2031-08-16T00:00:00Z")..=moment("2031-08-17T00:00:00Z");
        self.feed.ask(&FeedQuery::scores("EPL", span)).await
    }
}

#[tokio::test]
async fn a_wrong_key_and_a_plan_without_the_league_are_told_apart() {
    let message = |text: &str| json!({"message": text, "errorCode": 400});
    for (status, text, says) in [
        (400, "Your API token is invalid.", "the key is not accepted"),
        (403, "Your API token is invalid.", "the key is not accepted"),
        (
            403,
            "The resource you are looking for is restricted.",
            "the key's plan does not have EPL",
        ),
        (
            400,
            "Specified period must not exceed 10 days.",
            "status 400",
        ),
        (429, "Wait 48 seconds.", "throttled for 60 s"),
    ] {
        let answer = ResponseTemplate::new(status).set_body_json(message(text));
        let error = World::answering(answer).await.ask().await.unwrap_err();
        assert!(error.to_string().contains(says), "{text}: {error}");
        assert!(!format!("{error} {error:?}").contains(SECRET));
    }
}

#[tokio::test]
async fn nobody_asks_before_the_next_minute_when_this_ones_questions_are_used_up() {
    let answer = ResponseTemplate::new(200)
        .set_body_bytes(fixture(FIXTURE))
        .insert_header("x-requests-available-minute", "0")
        .insert_header("x-requestcounter-reset", "42");
    let world = World::answering(answer).await;
    let answer = world.ask().await.unwrap();
    let games: Vec<_> = answer
        .feed
        .games
        .iter()
        .map(|it| it.reference.as_str())
        .collect();
    assert_eq!(
        games,
        ["11", "12"],
        "those of the days that are asked about"
    );
    let error = world.ask().await.unwrap_err();
    assert_eq!((error.word(), error.stats().requests), ("throttled", 0));
    assert!(
        error
            .wait()
            .is_some_and(|it| (30..=42).contains(&it.as_secs()))
    );
    let asked = world.server.received_requests().await.unwrap();
    let asked: Vec<_> = asked.iter().map(|it| it.url.query().unwrap()).collect();
    assert_eq!(asked, ["dateFrom=2031-08-16&dateTo=2031-08-18"]);
}

#[test]
fn the_recorded_matches_convert() {
    let Some(corpus) = corpus() else { return };
    let body = file(&corpus.join("fixtures/football-data-org/matches_trimmed.json"));
    // Turkey's first league is none of ours.
    assert_eq!(
        read(&body, "EPL").unwrap_err().reason,
        "\"TSL\" is not \"PL\""
    );
    let text = String::from_utf8_lossy(&body).replace("TSL", "PL");
    let answer = read(&text.into(), "EPL").unwrap();
    assert_eq!(answer.rejected, []);
    let told = answer
        .games
        .iter()
        .map(|it| (it.status, goals(it, Period::Full)));
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            (GameStatus::Final, Some((2, 1))),
            (GameStatus::Scheduled, None),
            (GameStatus::Postponed, None),
        ]
    );
    for game in &answer.games {
        assert_eq!(game.check(NAME), Ok(()));
        println!("{} {} {:?}", game.reference, game.starts_at, game.status);
    }
}
