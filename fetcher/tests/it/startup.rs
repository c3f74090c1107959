//! The program itself while its database is down.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

const PATIENCE: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread")]
async fn a_fetcher_without_its_database_waits_until_it_is_told_to_stop() {
    // An address at which nothing listens any more.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let mut child = Command::new(env!("CARGO_BIN_EXE_dbsbm-fetcher"))
        .arg("run")
        .env_clear()
        .env(
            "DATABASE_URL",
            format!("postgres://dbsbm_fetcher:pAsSwOrD@{address}/dbsbm"),
        )
        .env("RUST_LOG", "trace")
        .env("FETCHER_OPS", "off")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let told = async {
        loop {
            let line = lines
                .next_line()
                .await
                .unwrap()
                .expect("a line that says so");
            assert!(!line.contains("pAsSwOrD"), "{line}");
            if line.contains("the database cannot be reached") {
                return;
            }
        }
    };
    tokio::time::timeout(PATIENCE, told).await.unwrap();
    let id = child.id().unwrap().to_string();
    let mut signal = Command::new("kill").args(["-TERM", &id]).spawn().unwrap();
    assert!(signal.wait().await.unwrap().success());
    let ended = tokio::time::timeout(PATIENCE, child.wait()).await.unwrap();
    assert_eq!(ended.unwrap().code(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_in_a_feeds_address_is_not_repeated_when_the_command_line_is_refused() {
    let refused = Command::new(env!("CARGO_BIN_EXE_dbsbm-fetcher"))
        .args([
            "run",
            "--provider",
            "oracle=https://feed.test/v1?apiKey=hUnTeR2x",
        ])
        .env_clear()
        .env("DATABASE_URL", "postgres://localhost/dbsbm")
        .output()
        .await
        .unwrap();
    let said = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert!(said.contains("no feed is called"), "{said}");
    assert!(!said.contains("hUnTeR2x"), "{said}");
}
