//! Each dependency is broken in turn: `ready` flips and `live` does not, and back.

use std::net::SocketAddr;
use std::time::Duration;

use chrono::TimeDelta;
use ops::Listen;
use runtime::lifecycle::Lifecycle;
use serde_json::Value;
use sqlx::PgPool;
use store::Program;
use testkit::World;

use crate::http::get;
use crate::listener;

/// How long a flip may take: some looks, each of which may wait for the database.
const FLIP_MAX: Duration = Duration::from_secs(20);
/// How often it is looked.
const LOOK_EVERY: Duration = Duration::from_millis(100);

async fn run(owner: &PgPool, sql: &str) {
    sqlx::query(sql).execute(owner).await.unwrap();
}

/// Waits until `ready` has this status, and returns the state of each check.
async fn until(address: SocketAddr, wanted: u16) -> Vec<(String, String)> {
    let flipped = async {
        loop {
            let (live, text) = get(address, "/health/live").await;
            assert_eq!(live, 200, "{text}");
            let (status, text) = get(address, "/health/ready").await;
            if status == wanted {
                return text;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    };
    let text = tokio::time::timeout(FLIP_MAX, flipped).await.unwrap();
    println!("operator: live 200, ready {wanted}: {text}");
    let report: Value = serde_json::from_str(&text).unwrap();
    let word = |it: &Value| it.as_str().unwrap().to_owned();
    let checks = report["checks"].as_array().unwrap().iter();
    checks
        .map(|it| (word(&it["check"]), word(&it["state"])))
        .collect()
}

/// The checks that are not well.
fn unwell(checks: &[(String, String)]) -> Vec<&str> {
    let unwell = checks.iter().filter(|it| it.1 != "ok");
    unwell.map(|it| it.0.as_str()).collect()
}

async fn feed_answers(world: &World) {
    run(
        &world.database.owner,
        "INSERT INTO feed_questions (question_id, provider, feed, answered_at)
         VALUES ('00000000-0000-4000-8000-000000000001', 'espn', 'NFL/scores', app_now())
         ON CONFLICT (question_id) DO UPDATE SET answered_at = excluded.answered_at",
    )
    .await;
}

#[tokio::test]
async fn a_fetcher_is_ready_while_the_database_a_leader_and_the_feeds_are_there() {
    let world = World::new().await;
    let owner = &world.database.owner;
    feed_answers(&world).await;
    let lifecycle = Lifecycle::new();
    let ops = listener::start(Program::Fetcher, Listen::port(0), &lifecycle).await;
    let address = ops.address().unwrap();
    assert_eq!(unwell(&until(address, 503).await), ["database"]);
    ops.reached(&world.database.fetcher);
    assert!(unwell(&until(address, 200).await).is_empty());

    // The leader is gone.
    run(owner, "UPDATE leases SET expires_at = app_now()").await;
    assert_eq!(unwell(&until(address, 503).await), ["lease"]);
    run(
        owner,
        "UPDATE leases SET expires_at = app_now() + interval '1 day'",
    )
    .await;
    assert!(unwell(&until(address, 200).await).is_empty());

    // No feed answers.
    world.database.advance(TimeDelta::seconds(181)).await;
    assert_eq!(unwell(&until(address, 503).await), ["polls"]);
    feed_answers(&world).await;
    assert!(unwell(&until(address, 200).await).is_empty());

    // The database shuts the program out.
    let name: String = sqlx::query_scalar("SELECT quote_ident(current_database())")
        .fetch_one(owner)
        .await
        .unwrap();
    run(
        owner,
        &format!("REVOKE CONNECT ON DATABASE {name} FROM PUBLIC"),
    )
    .await;
    run(
        owner,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND usename = 'dbsbm_fetcher'",
    )
    .await;
    assert_eq!(unwell(&until(address, 503).await), ["database"]);
    run(
        owner,
        &format!("GRANT CONNECT ON DATABASE {name} TO PUBLIC"),
    )
    .await;
    assert!(unwell(&until(address, 200).await).is_empty());

    // Every connection is used: nobody gets an answer, so neither do the checks.
    let mut held = Vec::new();
    for _ in 0..world.database.fetcher.options().get_max_connections() {
        held.push(world.database.fetcher.acquire().await.unwrap());
    }
    assert_eq!(unwell(&until(address, 503).await), ["database"]);
    drop(held);
    assert!(unwell(&until(address, 200).await).is_empty());
    lifecycle.stop();
}

#[tokio::test]
async fn a_bot_without_a_fetcher_is_degraded_and_ready() {
    let world = World::new().await;
    let lifecycle = Lifecycle::new();
    let ops = listener::start(Program::Bot, Listen::port(0), &lifecycle).await;
    ops.reached(&world.database.bot);
    run(&world.database.owner, "DELETE FROM leases").await;
    let checks = until(ops.address().unwrap(), 200).await;
    let degraded = |name: &str| (name.to_owned(), "degraded".to_owned());
    assert_eq!(checks[1..], [degraded("lease"), degraded("polls")]);
    lifecycle.stop();
}
