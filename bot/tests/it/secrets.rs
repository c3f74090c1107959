//! Settings that are secrets, in the hands of servers that repeat what they are told.

use std::process::Stdio;

use sandbox::{Options, Sandbox};
use store::Program;
use testkit::{Parrot, TestDatabase};
use tokio::io::AsyncReadExt;
use tokio::process::Command;

/// The word in each secret of this test.
const WORD: &str = "hunter2";

/// What the program says on either output, until `parrot` was told all of these.
async fn said(program: Command, parrot: &Parrot, until: &[&str]) -> String {
    let mut program = program;
    program
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    let mut child = program.spawn().unwrap();
    let mut log = child.stderr.take().unwrap();
    let reading = tokio::spawn(async move {
        let mut said = Vec::new();
        log.read_to_end(&mut said).await.unwrap();
        String::from_utf8_lossy(&said).into_owned()
    });
    for words in until {
        parrot.until_told(words).await;
    }
    let id = child.id().unwrap().to_string();
    let mut kill = Command::new("kill");
    kill.args(["-TERM", &id]).status().await.unwrap();
    child.wait().await.unwrap();
    reading.await.unwrap()
}

fn has_no_secret(said: &str) {
    let line = said.lines().find(|it| it.to_lowercase().contains(WORD));
    assert_eq!(line, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_passwords_of_redis_nor_addresses_for_alerts_are_said_whatever_answers() {
    let (database, parrot) = (TestDatabase::create().await, Parrot::start().await);
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    // Somebody who is silent: an alert is due at the first look.
    let silent = "INSERT INTO health_rows (program, instance, written_at)
        VALUES ('fetcher', 'gone', app_now() - interval '10 minutes')";
    let silent = sqlx::query(silent).execute(&database.owner).await;
    silent.unwrap();
    let (host, here) = (sandbox.api_host(), parrot.address());
    let bot = |task: &str, redis: &[(&str, String)]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_dbsbm-bot"));
        program
            .arg(task)
            .env_clear()
            .env("DATABASE_URL", database.url(Program::Bot))
            .env("DISCORD_TOKEN", sandbox.token())
            .env("DISCORD_API", &host)
            .env("DISCORD_GATEWAY", sandbox.gateway_url())
            .env("EXCLUSION_KEY", format!("exclusion-{WORD}"))
            .env("BOT_OPS", "0")
            .env(
                "ALERT_WEBHOOK",
                format!("http://{here}/api/webhooks/1/hook-{WORD}"),
            )
            .env("DEAD_MANS_URL", format!("http://{here}/alive/dead-{WORD}"))
            .env("RUST_LOG", "trace")
            .env("RUST_BACKTRACE", "full")
            .envs(redis.iter().cloned());
        program
    };
    // Written as an address has to write a slash; Redis is told the slash itself.
    let url = format!("redis://me-{WORD}:url%2F{WORD}@{here}/0");
    let parts = [
        ("REDIS_HOST", here.ip().to_string()),
        ("REDIS_PORT", here.port().to_string()),
        ("REDIS_PASSWORD", format!("parts/{WORD}")),
    ];
    let (url, parts) = (&[("REDIS_URL", url)][..], &parts[..]);
    for (redis, password) in [(url, "url"), (parts, "parts")] {
        let password = format!("{password}/{WORD}");
        let told = [
            &*password,
            &format!("/api/webhooks/1/hook-{WORD}"),
            &format!("/alive/dead-{WORD}"),
        ];
        let said = said(bot("run", redis), &parrot, &told).await;
        has_no_secret(&said);
        assert!(said.contains("the shared cache does not answer"), "{said}");
        assert!(said.contains("status 404"), "{said}");
        let examined = bot("doctor", redis).output().await.unwrap();
        let examined = [examined.stdout, examined.stderr].concat();
        let examined = String::from_utf8_lossy(&examined).into_owned();
        assert!(examined.len() > 100, "{examined}");
        has_no_secret(&examined);
    }
}
