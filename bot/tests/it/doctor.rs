//! What `doctor` says of settings that are wrong, and which settings never start.

use std::process::{Command, Output};

use sandbox::{Options, Sandbox};
use store::Program;
use testkit::TestDatabase;

/// Runs the program with these settings and no other.
async fn run(task: &str, settings: &[(&str, &str)]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_dbsbm-bot"));
    program.arg(task).env_clear().envs(settings.iter().copied());
    let program = tokio::process::Command::from(program).output();
    program.await.unwrap()
}

fn said(output: &Output) -> String {
    let both = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8(both).unwrap()
}

#[tokio::test]
async fn doctor_has_a_sentence_for_each_setting_that_is_wrong() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let (database, host) = (TestDatabase::create().await, sandbox.api_host());
    let (own, others) = (database.url(Program::Bot), database.url(Program::Fetcher));
    let token = sandbox.token();
    let not_set = "missing  DISCORD_TOKEN is not set: copy the token from the page Bot";
    for (url, token, host, says) in [
        (
            "",
            token,
            &*host,
            "missing  DATABASE_URL is not set: postgres://",
        ),
        (
            "mysql://me:hunter2@h/x",
            token,
            &host,
            "it begins with mysql://, and only Postgres will",
        ),
        (
            "localhost/x",
            token,
            &host,
            "it does not begin with postgres://",
        ),
        (
            &*others,
            token,
            &host,
            "the one of dbsbm_fetcher: this program connects as dbsbm_bot",
        ),
        (&own, "", &host, not_set),
        (&own, "  ", &host, not_set),
        (
            &own,
            "hunter2",
            &host,
            "missing  Discord: the token is refused: reset it",
        ),
        (
            &own,
            token,
            "127.0.0.1:1",
            "missing  Discord: 127.0.0.1:1 cannot be reached, so the",
        ),
    ] {
        let settings = [
            ("DATABASE_URL", url),
            ("DISCORD_TOKEN", token),
            ("DISCORD_API", host),
        ];
        let output = run("doctor", &settings).await;
        let said = said(&output);
        assert_eq!(output.status.code(), Some(1), "{settings:?}: {said}");
        assert!(said.contains(says), "{settings:?}: {said}");
        assert_eq!(said.matches("missing  ").count(), 1, "{settings:?}: {said}");
        assert!(!said.contains("hunter2"), "{said}");
    }
    let settings = [
        ("DATABASE_URL", &*own),
        ("DISCORD_TOKEN", token),
        ("DISCORD_API", &host),
    ];
    let output = run("doctor", &settings).await;
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("connections of both programs, 16 of dbsbm_bot and 8 of"));
}

#[tokio::test]
async fn a_setting_that_is_missing_or_out_of_range_is_named_before_anything_starts() {
    for (settings, says) in [
        (&[][..], "DATABASE_URL is not set"),
        (
            &[("DATABASE_URL", "postgres://x@h/x")],
            "DISCORD_TOKEN is not set",
        ),
        (
            &[("DATABASE_CONNECTIONS", "0")],
            "a whole number from 2 to 500",
        ),
        (
            &[("DATABASE_CONNECTIONS", "1")],
            "a whole number from 2 to 500",
        ),
        (
            &[("DISCORD_OLD_EDITS", "0")],
            "a whole number from 1 to 100",
        ),
        (
            &[("DISCORD_API", "http://h:1")],
            "a host and a port without a scheme",
        ),
        (&[("DISCORD_GATEWAY", "h:1")], "an address such as ws://"),
    ] {
        let output = run("run", settings).await;
        assert!(!output.status.success());
        assert!(
            said(&output).contains(says),
            "{settings:?}: {}",
            said(&output)
        );
    }
}
