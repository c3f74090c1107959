//! Settings that are secrets, in the hands of a server that repeats what it is told.

use std::process::Stdio;

use store::Program;
use testkit::{Parrot, TestDatabase};
use tokio::io::AsyncReadExt;
use tokio::process::Command;

use crate::program::signal;

/// The word in each secret of this test.
const WORD: &str = "hunter2";

fn command(database: &TestDatabase, parrot: &Parrot) -> Command {
    let here = parrot.address();
    let mut command = Command::new(env!("CARGO_BIN_EXE_dbsbm-fetcher"));
    command
        .env_clear()
        .env("DATABASE_URL", database.url(Program::Fetcher))
        .env("FETCHER_OPS", "0")
        .env(
            "REDIS_URL",
            format!("redis://me-{WORD}:url%2F{WORD}@{here}/0"),
        )
        .env(
            "ALERT_WEBHOOK",
            format!("http://{here}/api/webhooks/1/hook-{WORD}"),
        )
        .env("DEAD_MANS_URL", format!("http://{here}/alive/dead-{WORD}"))
        .env("RUST_LOG", "trace")
        .env("RUST_BACKTRACE", "full")
        .stdin(Stdio::null())
        .kill_on_drop(true);
    command
}

fn has_no_secret(said: &str) {
    let line = said.lines().find(|it| it.to_lowercase().contains(WORD));
    assert_eq!(line, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_the_password_of_redis_nor_addresses_for_alerts_are_said_whatever_answers() {
    let (database, parrot) = (TestDatabase::create().await, Parrot::start().await);
    for arguments in [["cache", "stats"].as_slice(), &["doctor"]] {
        let mut command = command(&database, &parrot);
        let output = command.args(arguments).output().await.unwrap();
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        assert!(said.contains("Redis"), "{said}");
        has_no_secret(&said);
    }
    parrot.until_told(&format!("url/{WORD}")).await;
    // Somebody who is silent: an alert is due at the first look.
    let silent = "INSERT INTO health_rows (program, instance, written_at)
        VALUES ('bot', 'gone', app_now() - interval '10 minutes')";
    let silent = sqlx::query(silent).execute(&database.owner).await;
    silent.unwrap();
    let mut run = command(&database, &parrot);
    run.args(["run", "--provider", "season=http://127.0.0.1:9"]);
    run.stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = run.spawn().unwrap();
    let mut log = child.stderr.take().unwrap();
    let reading = tokio::spawn(async move {
        let mut said = Vec::new();
        log.read_to_end(&mut said).await.unwrap();
        String::from_utf8_lossy(&said).into_owned()
    });
    parrot.until_told(&format!("hook-{WORD}")).await;
    parrot.until_told(&format!("dead-{WORD}")).await;
    signal("TERM", child.id().unwrap()).await;
    child.wait().await.unwrap();
    let said = reading.await.unwrap();
    assert!(said.contains("status 404"), "{said}");
    has_no_secret(&said);
}
