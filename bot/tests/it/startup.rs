//! Coming up while Discord or the database is not there.

use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use bot::Bot;
use bot::config::DiscordConfig;
use runtime::lifecycle::Lifecycle;
use sandbox::{Effect, Fault, Options, Sandbox};
use shared::clock::SystemClock;
use testkit::TestDatabase;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::logs::Log;

const PATIENCE: Duration = Duration::from_secs(20);

fn config(address: &str, token: &str) -> DiscordConfig {
    DiscordConfig {
        discord_token: Some(token.into()),
        discord_api: Some(address.to_owned()),
        discord_gateway: Some(format!("ws://{address}")),
        discord_shards: None,
        discord_old_edits: bot::config::OLD_EDITS,
        discord_try_ms: bot::config::TRY_MS,
        presses_per_second: bot::config::PRESSES_PER_SECOND,
        exclusion_key: None,
    }
}

/// An address at which nothing listens yet.
async fn nobody_at() -> std::net::SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    listener.local_addr().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_that_comes_up_before_discord_waits_and_says_so_once() {
    let log = Log::listen("info");
    runtime::tls::install();
    let database = TestDatabase::create().await;
    let address = nobody_at().await;
    let lifecycle = Lifecycle::new();
    let config = config(&address.to_string(), "sandbox-token");
    let pool = database.bot.clone();
    let starting = Bot::start(&config, pool, Arc::new(SystemClock), &lifecycle);
    let said = |text: &str| text.matches("Discord cannot be reached").count();
    let discord = async {
        while said(&log.text()) == 0 {
            tokio::task::yield_now().await;
        }
        let options = Options {
            listen: address,
            ..Options::default()
        };
        let sandbox = Sandbox::start(options).await.unwrap();
        let broken = Fault::new(Effect::Status { status: 503 }).on("/commands");
        sandbox.fault(broken.times(1)).await.unwrap();
        sandbox
    };
    let both = async { tokio::join!(starting, discord) };
    let (started, sandbox) = tokio::time::timeout(PATIENCE, both).await.unwrap();
    started.unwrap();
    sandbox.wait_for_bot(PATIENCE).await.unwrap();
    let text = log.text();
    // Once for the connection, once for the status.
    assert_eq!(said(&text), 2, "{text}");
    assert_eq!(text.matches("Discord can be reached again").count(), 2);
    lifecycle.hard().cancel();
    lifecycle.soft().cancel();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_discord_refuses_ends_with_what_to_do() {
    runtime::tls::install();
    let (database, lifecycle) = (TestDatabase::create().await, Lifecycle::new());
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let config = config(&sandbox.api_host(), "not-the-token");
    let pool = database.bot.clone();
    let started = Bot::start(&config, pool, Arc::new(SystemClock), &lifecycle).await;
    let said = started.err().unwrap().to_string();
    assert!(said.contains("refuses the token"), "{said}");
    assert!(said.contains("set DISCORD_TOKEN"), "{said}");
    assert!(!said.contains("not-the-token"), "{said}");
}

/// The program itself, with nothing of this process's environment that it reads.
fn program(database: &str, discord: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_dbsbm-bot"))
        .env_clear()
        .env("DATABASE_URL", database)
        .env("DISCORD_TOKEN", "not-the-token")
        .env("DISCORD_API", discord)
        .env("RUST_LOG", "trace")
        .env("BOT_OPS", "off")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_without_its_database_waits_until_it_is_told_to_stop() {
    let address = nobody_at().await;
    let database = format!("postgres://dbsbm_bot:pAsSwOrD@{address}/dbsbm");
    let mut child = program(&database, "127.0.0.1:1");
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
async fn a_running_program_reads_its_log_filter_again_from_the_file_at_a_signal() {
    let file = std::env::temp_dir().join(format!("dbsbm-{}.env", uuid::Uuid::now_v7()));
    let database = format!("postgres://dbsbm_bot@{}/dbsbm", nobody_at().await);
    let write = async |filter: &str| {
        let text = format!("DATABASE_URL={database}\nDISCORD_TOKEN=x\nRUST_LOG={filter}\n");
        tokio::fs::write(&file, text).await.unwrap();
    };
    write("warn").await;
    let mut child = Command::new(env!("CARGO_BIN_EXE_dbsbm-bot"))
        .arg("--env-file")
        .arg(&file)
        .env_clear()
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut until = async |text: &str| {
        let told = async { while !lines.next_line().await.unwrap().unwrap().contains(text) {} };
        tokio::time::timeout(PATIENCE, told).await.unwrap();
    };
    until("the database cannot be reached").await;
    let id = child.id().unwrap().to_string();
    let signal = async || {
        let mut signal = Command::new("kill").args(["-HUP", &id]).spawn().unwrap();
        assert!(signal.wait().await.unwrap().success());
    };
    write("debug").await;
    signal().await;
    until("logging by the filter").await;
    write("bot=loudly").await;
    signal().await;
    until("what is logged stays as it is").await;
    std::fs::remove_file(&file).unwrap();
}
