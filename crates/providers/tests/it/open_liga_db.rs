//! OpenLigaDB: results that readers type in one by one, and days of a season.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use grading::decide::sources::is_official;
use providers::http::{Http, Limits};
use providers::open_liga_db::{NAME, OpenLigaDb, read};
use providers::{FeedQuery, Provider, QueryKind};
use serde_json::{Value, json};
use shared::competitor::Role;
use shared::feed::GameReport;
use shared::game::{GameStatus, Period};
use shared::testing::MockClock;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{fixture, game, points};

const FIXTURE: &str = "open_liga_db/matches.json";

fn goals(game: &GameReport, period: Period) -> Option<(i32, i32)> {
    let of = |role| points(&game.scores, period, role);
    of(Role::Home).zip(of(Role::Away))
}

#[test]
fn goals_are_taken_by_what_they_are_called_and_never_by_their_place() {
    let answer = read(&fixture(FIXTURE), "BUNDESLIGA").unwrap();
    let over = game(&answer.games, "21");
    assert_eq!(over.status, GameStatus::Final);
    assert_eq!(over.season, "2031/32");
    assert_eq!(goals(over, Period::Full), Some((2, 1)));
    assert_eq!(goals(over, Period::Half(1)), Some((1, 1)));
    assert_eq!(goals(over, Period::Half(2)), Some((1, 0)));
    let live = game(&answer.games, "23");
    assert_eq!(
        (live.status, goals(live, Period::Full)),
        (GameStatus::Live, Some((0, 1)))
    );
    assert_eq!(game(&answer.games, "24").status, GameStatus::Scheduled);
    let icons = answer.games.iter().flat_map(|it| it.competitors());
    assert!(
        icons.into_iter().all(|it| it.logo_url.is_none()),
        "no crest is linked to"
    );
}

#[test]
fn a_match_that_is_over_before_its_end_result_is_there_has_no_score_yet() {
    let answer = read(&fixture(FIXTURE), "BUNDESLIGA").unwrap();
    let early = game(&answer.games, "22");
    assert_eq!((early.status, early.scores.len()), (GameStatus::Final, 0));
    let reasons: Vec<_> = answer
        .rejected
        .iter()
        .map(|it| (it.game.as_deref().unwrap_or_default(), it.reason.as_str()))
        .collect();
    assert_eq!(
        reasons,
        [
            ("22", "it is over, and its end result is not there yet"),
            ("25", "\"bl2\" is not \"bl1\""),
        ]
    );
}

/// What is wrong with the first match of the fixture, changed, and its score.
fn changed(change: impl FnOnce(&mut Value)) -> (Option<(i32, i32)>, Vec<String>) {
    let mut body: Value = serde_json::from_slice(&fixture(FIXTURE)).unwrap();
    let all = body.as_array_mut().unwrap();
    all.truncate(1);
    change(&mut all[0]);
    let answer = read(&body.to_string().into(), "BUNDESLIGA").unwrap();
    let reasons = answer.rejected.into_iter().map(|it| it.reason).collect();
    (goals(&answer.games[0], Period::Full), reasons)
}

#[test]
fn results_that_deny_each_other_are_told_and_not_used() {
    type Change = fn(&mut Value);
    let cases: &[(Change, &str)] = &[
        (
            // Somebody set the end before the last goal was in.
            |it| it["matchResults"][0]["pointsTeam1"] = json!(1),
            "contradiction: it ended 1:1, and stood at 2:1",
        ),
        (
            |it| it["matchResults"][1]["pointsTeam2"] = json!(2),
            "contradiction: it ended 2:1, and stood at 1:2 at half-time",
        ),
        (
            // A result of extra time that nobody played, beside the real one.
            |it| {
                let extra = json!({"resultName": "nach Verlängerung", "resultTypeID": 3,
                    "pointsTeam1": 0, "pointsTeam2": 0});
                it["matchResults"].as_array_mut().unwrap().push(extra);
            },
            "extra time or penalties in a league that has none",
        ),
        (
            |it| {
                let mut again = it["matchResults"][0].clone();
                again["pointsTeam2"] = json!(2);
                it["matchResults"].as_array_mut().unwrap().push(again);
            },
            "contradiction: 2:1 and 2:2 of one moment",
        ),
        (
            |it| it["matchResults"][0]["pointsTeam1"] = json!(null),
            "it is over, and its end result is not there yet",
        ),
    ];
    for (change, reason) in cases {
        assert_eq!(changed(change), (None, vec![(*reason).to_owned()]));
    }
    // Old seasons number nothing.
    let unnumbered = changed(|it| {
        it["matchResults"][0]["resultTypeID"] = json!(0);
        it["matchResults"][1]["resultTypeID"] = json!(0);
    });
    assert_eq!(unnumbered, (Some((2, 1)), Vec::new()));
}

#[test]
fn what_anybody_may_edit_is_official_nowhere() {
    assert!(!is_official(NAME, "BUNDESLIGA"));
}

#[tokio::test]
async fn a_season_is_read_once_and_then_the_days_that_matter() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let limits = Limits {
        paced: false,
        tries_max: 1,
        ..Limits::default()
    };
    let moment = |it: &str| it.parse::<DateTime<Utc>>().unwrap();
    let clock = MockClock::at(moment("2031-08-23T18:00:00Z"));
    let http = Arc::new(Http::new(limits, Arc::new(clock)).unwrap());
    let server = MockServer::start().await;
    for at in ["/getmatchdata/bl1/2031", "/getmatchdata/bl1/2031/1"] {
        Mock::given(path(at))
            .respond_with(ResponseTemplate::new(200).set_body_bytes(fixture(FIXTURE)))
            .mount(&server)
            .await;
    }
    let feed = OpenLigaDb::new(http, Some(server.uri()));
    let span = moment("2031-08-22T00:00:00Z")..=moment("2031-08-24T00:00:00Z");
    let ask = FeedQuery::scores("BUNDESLIGA", span);
    for _ in 0..2 {
        let answer = feed.ask(&ask).await.unwrap();
        let games: Vec<_> = answer
            .feed
            .games
            .iter()
            .map(|it| it.reference.as_str())
            .collect();
        assert_eq!(games, ["21", "22", "23"], "those that are asked about");
    }
    let asked = server.received_requests().await.unwrap();
    let asked: Vec<_> = asked.iter().map(|it| it.url.path()).collect();
    assert_eq!(
        asked,
        ["/getmatchdata/bl1/2031", "/getmatchdata/bl1/2031/1"]
    );
    let mut prices = ask.clone();
    prices.kind = QueryKind::Quotes;
    let error = feed.ask(&prices).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "refused: open_liga_db does not tell prices"
    );
}
