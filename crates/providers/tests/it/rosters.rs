//! Who plays for a team, as each feed lists it.

use std::sync::Arc;

use bytes::Bytes;
use providers::espn::{self, Espn};
use providers::mlb::{self, Mlb};
use providers::{Provider, ProviderError};
use shared::feed::{Roster, RosterStatus};
use wiremock::matchers::{path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{fixture, http};

fn lines(of: &Roster) -> Vec<String> {
    let players = of.players.iter().map(|it| {
        let (position, number) = (it.position.as_deref(), it.number.as_deref());
        let status = it.status.map(RosterStatus::word);
        let told = [position, number, status].map(|it| it.unwrap_or("-"));
        format!("{} {} {}", it.reference, it.name, told.join(" "))
    });
    players.collect()
}

#[test]
fn groups_are_one_list_in_which_nobody_stands_twice() {
    let read = espn::read_roster(&fixture("espn/roster.json"), "NFL", "nfl/3").unwrap();
    let expected = [
        "nfl/player/77 Ada Quick QB 0 active",
        "nfl/player/78 Bo Late - - injured_list",
        "nfl/player/79 Di Kick PK 00 -",
    ];
    assert_eq!(lines(&read), expected);
    let born = read.players[0].born_on.map(|it| it.to_string());
    assert_eq!(born.as_deref(), Some("2005-02-03"));
    let unknown = read
        .rejected
        .iter()
        .filter_map(|it| it.unknown_code.clone());
    assert_eq!(unknown.collect::<Vec<_>>(), ["on-the-moon"]);
    assert!(
        read.is_whole(),
        "a word that is not known leaves nobody out"
    );
}

#[test]
fn a_list_without_groups_is_read_and_one_that_cannot_be_read_whole_says_so() {
    let list = r#"{"athletes": [{"id": "80", "displayName": "Ed Flat", "jersey": 7},
        {"displayName": "Cy Nobody"}, {"id": "", "displayName": "Ed Nobody"}]}"#;
    let read = espn::read_roster(&Bytes::from(list), "NBA", "nba/3").unwrap();
    assert_eq!(lines(&read), ["nba/player/80 Ed Flat - 7 -"]);
    assert_eq!(read.rejected.len(), 2);
    assert!(!read.is_whole());
    let none = espn::read_roster(&Bytes::from(r#"{"athletes": []}"#), "NBA", "nba/3");
    assert!(!none.unwrap().is_whole(), "an empty list says nothing");
    let other = Bytes::from(r#"{"code": 404, "message": "no team"}"#);
    assert!(espn::read_roster(&other, "NBA", "nba/3").is_err());
}

#[test]
fn the_leagues_own_list_has_the_ids_of_its_box_scores() {
    let read = mlb::read_roster(&fixture("mlb/roster.json"), "team/141").unwrap();
    let expected = [
        "player/9001 Ana Arm P 56 active",
        "player/9002 Bea Bat DH - injured_list",
    ];
    assert_eq!(lines(&read), expected);
    assert!(read.is_whole());
}

async fn serve(server: &MockServer, place: &str, answer: ResponseTemplate) {
    Mock::given(path(place))
        .respond_with(answer)
        .mount(server)
        .await;
}

#[tokio::test]
async fn a_team_is_one_request_by_the_feeds_own_id() {
    let server = MockServer::start().await;
    let body = fixture("espn/roster.json").to_vec();
    let answer = ResponseTemplate::new(200).set_body_bytes(body);
    serve(&server, "/football/nfl/teams/3/roster", answer).await;
    let espn = Espn::new(Arc::new(http()), Some(server.uri()));
    assert!(espn.lists_players("NFL") && !espn.lists_players("EPL"));
    let listed = espn.roster("NFL", "nfl/3").await.unwrap();
    assert_eq!((listed.roster.players.len(), listed.stats.requests), (3, 1));
    assert!(espn.roster("EPL", "3").await.is_err(), "it is not asked");

    let body = fixture("mlb/roster.json").to_vec();
    Mock::given(path("/api/v1/teams/141/roster"))
        .and(query_param("rosterType", "active"))
        .respond_with(ResponseTemplate::new(200).set_body_bytes(body))
        .mount(&server)
        .await;
    let mlb = Mlb::new(Arc::new(http()), Some(server.uri()));
    let listed = mlb.roster("MLB", "team/141").await.unwrap();
    assert_eq!((listed.roster.players.len(), listed.stats.requests), (2, 1));
}

#[tokio::test]
async fn a_refusal_is_an_error_and_says_how_long_to_wait() {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(429).insert_header("Retry-After", "90");
    serve(&server, "/football/nfl/teams/3/roster", answer).await;
    let espn = Espn::new(Arc::new(http()), Some(server.uri()));
    let refused = espn.roster("NFL", "nfl/3").await.unwrap_err();
    assert!(
        matches!(refused, ProviderError::Throttled { .. }),
        "{refused}"
    );
    assert_eq!(refused.wait().map(|it| it.as_secs()), Some(90));
}
