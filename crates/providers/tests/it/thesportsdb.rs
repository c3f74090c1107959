//! TheSportsDB: codes and colours, and nothing else.

use std::sync::Arc;

use providers::http::{Http, Limits};
use providers::thesportsdb::{Look, TheSportsDb, read};
use shared::testing::MockClock;
use wiremock::matchers::{header, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{corpus, file, fixture};

fn row(look: &Look) -> String {
    let colors = look
        .colors
        .as_ref()
        .map(|(first, second)| format!("{first} {second}"));
    let code = look.code.as_deref().unwrap_or("-");
    format!("{} {code} {}", look.name, colors.as_deref().unwrap_or("-"))
}

#[test]
fn a_team_has_a_code_and_two_colours_or_none_and_must_play_in_that_league() {
    let (looks, refused) = read(&fixture("thesportsdb/teams.json"), "EPL").unwrap();
    let rows: Vec<_> = looks.iter().map(row).collect();
    assert_eq!(
        rows,
        ["Otters OTT ef0107 ffffff", "Foxes - -", "Herons HER -"]
    );
    assert_eq!(refused, ["teams[3]: Cranes does not play in league 4328"]);
    assert!(!format!("{looks:?}").contains("http"), "no badge is kept");
}

#[test]
fn a_sentence_where_teams_should_be_is_repeated_and_is_no_list() {
    let said = br#"{"teams":"Patreon only feature: upgrade your key"}"#;
    let garbled = read(&said[..].into(), "EPL").unwrap_err();
    let expected = r#"no teams, but "Patreon only feature: upgrade your key""#;
    assert_eq!(
        (garbled.place.as_str(), garbled.reason.as_str()),
        ("teams", expected)
    );
}

#[test]
fn of_two_records_of_one_name_neither_is_taken() {
    let mut json: serde_json::Value =
        serde_json::from_slice(&fixture("thesportsdb/teams.json")).unwrap();
    json["teams"][1]["strTeam"] = "Otters".into();
    json["teams"][1]["strColour2"] = "#000000".into();
    let (looks, refused) = read(&json.to_string().into(), "EPL").unwrap();
    assert_eq!(looks.iter().map(row).collect::<Vec<_>>(), ["Herons HER -"]);
    assert_eq!(
        refused,
        [
            "teams[0]: several teams are called Otters",
            "teams[1]: several teams are called Otters",
            "teams[3]: Cranes does not play in league 4328",
        ]
    );
}

#[test]
fn what_it_says_of_results_is_not_read() {
    assert_eq!(
        read(&br#"{"teams":null}"#[..].into(), "EPL")
            .unwrap_err()
            .reason,
        "no teams"
    );
    let Some(corpus) = corpus() else { return };
    for name in ["events_trimmed", "lookupevent"] {
        let body = file(&corpus.join(format!("fixtures/thesportsdb/{name}.json")));
        assert_eq!(read(&body, "EPL").unwrap_err().place, "teams", "{name}");
    }
}

#[tokio::test]
async fn the_free_key_stands_in_the_address_and_a_paid_one_in_a_header() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let limits = Limits {
        paced: false,
        tries_max: 1,
        ..Limits::default()
    };
    let clock = MockClock::at("2031-07-01T00:00:00Z".parse().unwrap());
    let http = Arc::new(Http::new(limits, Arc::new(clock)).unwrap());
    let server = MockServer::start().await;
    let answer = || ResponseTemplate::new(200).set_body_bytes(fixture("thesportsdb/teams.json"));
    Mock::given(path("/api/v1/json/123/lookup_all_teams.php"))
        .and(query_param("id", "4328"))
        .respond_with(answer())
        .mount(&server)
        .await;
    Mock::given(path("/api/v2/json/list/teams/4328"))
        .and(header("x-api-key", "hunter2"))
        .respond_with(answer())
        .mount(&server)
        .await;
    for key in [None, Some("hunter2".into())] {
        let feed = TheSportsDb::new(Arc::clone(&http), Some(server.uri()), key);
        assert_eq!(feed.looks("EPL").await.unwrap().0.len(), 3);
        assert_eq!(feed.looks("CHESS").await.unwrap_err().word(), "refused");
    }
}
