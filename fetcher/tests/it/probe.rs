//! `probe` says how a feed's answer differs from what is expected.

use std::process::Command;

use serde_json::Value;
use wiremock::matchers::{any, path_regex};
use wiremock::{Mock, MockServer, ResponseTemplate};

const SCOREBOARD: &[u8] = include_bytes!("../../../crates/providers/tests/fixtures/espn/nfl.json");
/// The box score of the game that is over.
const SUMMARY: &[u8] =
    include_bytes!("../../../crates/providers/tests/fixtures/espn/summary_nfl.json");

/// The scoreboard with those of its games that can be read.
fn scoreboard() -> Value {
    let read = providers::espn::read(SCOREBOARD.into(), "NFL").unwrap();
    let is_refused = |id: &str| read.rejected.iter().any(|it| it.place.contains(id));
    let mut board: Value = serde_json::from_slice(SCOREBOARD).unwrap();
    let events = board["events"].as_array_mut().unwrap();
    events.retain(|it| !is_refused(it["id"].as_str().unwrap()));
    assert!(!events.is_empty());
    board
}

/// Probes a server whose scoreboards are answered so. Returns the exit code and what was printed.
async fn probed(answer: ResponseTemplate) -> (Option<i32>, String) {
    let server = MockServer::start().await;
    let summary = ResponseTemplate::new(200).set_body_raw(SUMMARY, "application/json");
    let box_score = Mock::given(path_regex("/summary$")).respond_with(summary);
    box_score.with_priority(1).mount(&server).await;
    Mock::given(any()).respond_with(answer).mount(&server).await;
    let feed = format!("espn={}", server.uri());
    #[expect(clippy::disallowed_methods, reason = "it has a thread of its own")]
    let output = tokio::task::spawn_blocking(move || {
        let mut program = Command::new(env!("CARGO_BIN_EXE_dbsbm-fetcher"));
        program.args(["probe", &feed, "NFL"]).env_clear().output()
    });
    let output = output.await.unwrap().unwrap();
    let said = [&output.stdout[..], &output.stderr[..]].concat();
    (output.status.code(), String::from_utf8(said).unwrap())
}

#[tokio::test]
async fn an_answer_that_is_as_expected_is_told_so() {
    let answer = ResponseTemplate::new(200).set_body_json(scoreboard());
    let (code, said) = probed(answer).await;
    assert_eq!(code, Some(0), "{said}");
    let lines: Vec<_> = said.lines().collect();
    assert!(
        lines[0].starts_with("asking espn about NFL, from "),
        "{said}"
    );
    assert_eq!(lines[1], "cost     nothing: it needs no key");
    assert_eq!(*lines.last().unwrap(), "everything is as expected");
    assert!(
        said.contains("as expected, and 0 that are not read"),
        "{said}"
    );
}

#[tokio::test]
async fn a_field_that_was_renamed_and_one_of_another_type_are_named() {
    let text = scoreboard().to_string();
    let changed = text
        .replace("\"competitors\"", "\"sides\"")
        .replace("\"season\":{", "\"season_of\":{");
    let (code, said) = probed(ResponseTemplate::new(200).set_body_string(changed)).await;
    assert_eq!(code, Some(1), "{said}");
    let missing =
        "differs  `events[].competitions[].competitors` is expected, and nowhere in the answer";
    assert!(said.contains(missing), "{said}");
    assert!(said.contains("differs  not read: "), "{said}");
    assert!(
        said.trim_end().ends_with("differences: see above"),
        "{said}"
    );
}

#[tokio::test]
async fn a_feed_that_gives_no_answer_is_told_with_the_reason() {
    let page = "<!doctype html><h1>Back soon</h1>";
    for (answer, reason) in [
        (ResponseTemplate::new(403), "no answer: refused: status 403"),
        (
            ResponseTemplate::new(200).set_body_string(page),
            "no answer: garbled at",
        ),
    ] {
        let (code, said) = probed(answer).await;
        assert_eq!(code, Some(1), "{said}");
        assert!(
            said.contains(reason) && said.contains("(1 request, "),
            "{said}"
        );
    }
}
