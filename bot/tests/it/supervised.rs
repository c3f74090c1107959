//! The program under a service manager that speaks as systemd does.

use std::time::Duration;

use sandbox::{Options, Sandbox};
use store::Program;
use testkit::{Supervised, TestDatabase};
use tokio::process::Command;

const WATCHDOG: Duration = Duration::from_secs(1);
const PATIENCE: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_is_ready_when_discord_has_its_session_and_killed_when_it_freezes() {
    let database = TestDatabase::create().await;
    // An address at which nothing listens yet.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let bot = || {
        let mut program = Command::new(env!("CARGO_BIN_EXE_dbsbm-bot"));
        program
            .env_clear()
            .env("DATABASE_URL", database.url(Program::Bot))
            .env("DISCORD_TOKEN", "sandbox-token")
            .env("DISCORD_API", address.to_string())
            .env("DISCORD_GATEWAY", format!("ws://{address}"));
        program
    };
    let mut program = Supervised::start(bot(), WATCHDOG).await;
    let mut said = program.until("STATUS=waiting for Discord").await;
    for _ in 0..3 {
        said.extend(program.until("WATCHDOG=1").await);
    }
    assert!(!said.contains(&"READY=1".to_owned()), "{said:?}");

    let options = Options {
        listen: address,
        ..Options::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let connected = "STATUS=connected to Discord: 1 of 1 shards".to_owned();
    let said = program.until("READY=1").await;
    assert!(said.contains(&connected), "{said:?}");
    sandbox.wait_for_bot(PATIENCE).await.unwrap();

    program.signal("STOP").await;
    let silent = program.kill_when_silent().await;
    assert!(silent < WATCHDOG * 5, "{silent:?}");
    program.start_again(bot());
    let said = program.until("READY=1").await;
    assert!(said.contains(&connected), "{said:?}");
    let (status, took) = program.stop().await;
    assert!(
        status.success() && took < Duration::from_secs(10),
        "{status} {took:?}"
    );
    program.until("STOPPING=1").await;
}
