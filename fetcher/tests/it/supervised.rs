//! The program under a service manager that speaks as systemd does.

use std::time::Duration;

use store::Program;
use testkit::{Supervised, TestDatabase};
use tokio::process::Command;

const WATCHDOG: Duration = Duration::from_secs(1);

fn fetcher(url: &str) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_dbsbm-fetcher"));
    program.args(["run", "--provider", "season=http://127.0.0.1:1"]);
    program.args(["--lease-seconds", "3"]);
    program.env_clear().env("DATABASE_URL", url);
    program
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fetcher_is_ready_when_it_leads_and_is_killed_and_started_again_when_it_freezes() {
    let database = TestDatabase::create().await;
    let url = database.url(Program::Fetcher);
    let mut first = Supervised::start(fetcher(&url), WATCHDOG).await;
    let said = first.until("READY=1").await;
    assert!(
        said.contains(&"STATUS=waiting for the database".to_owned()),
        "{said:?}"
    );
    assert!(
        said.contains(&"STATUS=leading in epoch 1".to_owned()),
        "{said:?}"
    );
    let mut second = Supervised::start(fetcher(&url), WATCHDOG).await;
    let said = second.until("READY=1").await;
    assert!(
        said.contains(&"STATUS=waiting: another fetcher leads".to_owned()),
        "{said:?}"
    );
    for _ in 0..3 {
        first.until("WATCHDOG=1").await;
    }

    first.signal("STOP").await;
    let silent = first.kill_when_silent().await;
    assert!(silent < WATCHDOG * 5, "{silent:?}");
    second.until("STATUS=leading in epoch 2").await;
    first.start_again(fetcher(&url));
    let said = first.until("READY=1").await;
    assert!(
        said.contains(&"STATUS=waiting: another fetcher leads".to_owned()),
        "{said:?}"
    );

    for program in [&mut first, &mut second] {
        let (status, took) = program.stop().await;
        assert!(
            status.success() && took < Duration::from_secs(10),
            "{status} {took:?}"
        );
        program.until("STOPPING=1").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fetcher_without_its_database_is_not_ready_and_says_why() {
    let url = "postgres://dbsbm_fetcher@127.0.0.1:1/none";
    let mut program = Supervised::start(fetcher(url), WATCHDOG).await;
    let mut said = program.until("STATUS=waiting for the database").await;
    for _ in 0..3 {
        said.extend(program.until("WATCHDOG=1").await);
    }
    assert!(!said.contains(&"READY=1".to_owned()), "{said:?}");
    assert!(program.stop().await.0.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_that_reads_nothing_holds_up_nothing() {
    let database = TestDatabase::create().await;
    let url = database.url(Program::Fetcher);
    // Hundreds of messages a second: more than a socket keeps.
    let hurried = Duration::from_millis(3);
    let mut program = Supervised::start(fetcher(&url), hurried).await;
    // It leads, and renews its lease for two seconds all the same.
    let held = "SELECT coalesce(max(extract(epoch FROM expires_at))::float8, 0) FROM leases";
    let mut first = 0.0;
    loop {
        let held = sqlx::query_scalar::<_, f64>(held);
        let held = held.fetch_one(&database.owner).await.unwrap();
        if first == 0.0 {
            first = held;
        } else if held >= first + 2.0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let (status, took) = program.stop().await;
    assert!(
        status.success() && took < Duration::from_secs(10),
        "{status} {took:?}"
    );
}
