//! The programs that have keys, and everything that they say.

use std::process::Stdio;
use std::time::{Duration, Instant};

use tokio::io::AsyncReadExt;
use tokio::process::Command;

use super::feeds::{FEEDS, arguments};
use crate::program::signal;
use crate::world::World;

/// How long all feeds may take to be asked once.
const PATIENCE: Duration = Duration::from_secs(90);
const LOOK_EVERY: Duration = Duration::from_millis(100);

fn command(database: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dbsbm-fetcher"));
    command
        .env_clear()
        .env("DATABASE_URL", database)
        .env("RUST_LOG", "trace")
        .env("RUST_BACKTRACE", "full")
        .envs(FEEDS.iter().map(|it| (it.setting, it.key)))
        .stdin(Stdio::null())
        .kill_on_drop(true);
    command
}

/// What `run`, and then `probe` of each feed, `quota` and `doctor` say.
pub(super) async fn all(world: &World, database: &str, url: &str) -> Vec<(String, String)> {
    let mut said = vec![("run".to_owned(), run(world, database, url).await)];
    for feed in FEEDS {
        let choice = format!("{0}={url}/{0}", feed.name);
        let words = ["probe", &choice, feed.league].map(str::to_owned);
        said.push((format!("probe {}", feed.name), say(database, &words).await));
    }
    let quota = std::iter::once("quota".to_owned()).chain(arguments(url));
    let quota: Vec<_> = quota.collect();
    said.push(("quota".to_owned(), say(database, &quota).await));
    let doctor = ["doctor".to_owned()];
    said.push(("doctor".to_owned(), say(database, &doctor).await));
    said
}

/// What a command prints, on either output.
async fn say(database: &str, arguments: &[String]) -> String {
    let output = command(database).args(arguments).output().await.unwrap();
    let said = [output.stdout, output.stderr].concat();
    String::from_utf8_lossy(&said).into_owned()
}

/// What `run` logs until it has asked every feed.
async fn run(world: &World, database: &str, url: &str) -> String {
    let mut program = command(database);
    program.arg("run").args(arguments(url));
    program.stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = program.spawn().unwrap();
    let mut log = child.stderr.take().unwrap();
    let reading = tokio::spawn(async move {
        let mut said = Vec::new();
        log.read_to_end(&mut said).await.unwrap();
        String::from_utf8_lossy(&said).into_owned()
    });
    let asked = "SELECT count(*) FROM (SELECT provider FROM poll_log
        UNION SELECT provider FROM feed_questions WHERE answered_at IS NOT NULL) asked";
    let deadline = Instant::now() + PATIENCE;
    while world.count(asked).await < i64::try_from(FEEDS.len()).unwrap() {
        assert!(Instant::now() < deadline, "not every feed was asked");
        tokio::time::sleep(LOOK_EVERY).await;
    }
    signal("TERM", child.id().unwrap()).await;
    child.wait().await.unwrap();
    reading.await.unwrap()
}
