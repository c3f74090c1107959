//! Nobody's presses, letters or bets are paid for by anybody else.

mod deliveries;
mod figures;

use std::time::{Duration, Instant};

use sandbox::{Answer, Drive, Options};
use serde_json::{Value, json};

use crate::logs::Log;
use crate::world::{World, bears_at_home};

/// What a member has at once, and after that every second.
const BURST: usize = 30;
const PER_SECOND: usize = bot::config::PRESSES_PER_SECOND as usize;

/// A world in which members have the share that people have.
async fn start() -> World {
    let options = Options {
        rate_limits: false,
        ..Options::default()
    };
    World::start_sharing(options, bot::config::PRESSES_PER_SECOND).await
}

/// Sends an interaction without waiting for what comes of it.
async fn send(drive: &Drive, action: &str, mut arguments: Value) -> Answer {
    arguments["channel"] = json!("#general");
    arguments["timeout_ms"] = json!(0);
    drive.call(action, arguments).await.unwrap()
}

fn command(name: &str) -> Value {
    json!({ "as": "alice", "command": name, "options": {} })
}

/// Someone types a code for `/why`.
fn typing(name: &str) -> Value {
    json!({ "as": name, "command": "why", "options": { "ticket": "x" }, "focused": "ticket" })
}

/// How many interactions were answered or acknowledged so far.
async fn answered(world: &World) -> usize {
    let all = world.drive().requests().await.unwrap();
    let taken = |it: &&sandbox::Request| it.path.ends_with("/callback") && it.status < 300;
    all.iter().filter(taken).count()
}

/// What has come of these by now, those without an answer left out.
async fn texts(world: &World, sent: &[Answer]) -> Vec<String> {
    let alice = world.user("alice");
    let mut texts = Vec::new();
    for answer in sent {
        let now = alice.answer(answer.interaction).await.unwrap();
        if now.failed.is_none() {
            texts.push(now.text());
        }
    }
    texts
}

/// Every interaction was answered in time, and in a form that fits: typing gets a list.
async fn nothing_was_amiss(world: &World) {
    let refusals = world.drive().refusals().await.unwrap();
    assert!(refusals.is_empty(), "{refusals:?}");
    assert_eq!(world.drive().stats().await.unwrap().missed, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_who_floods_is_told_once_and_the_others_are_answered_as_ever() {
    const FLOOD: usize = 400;
    let log = Log::listen("info");
    let world = start().await;
    let drive = world.drive();
    let began = Instant::now();
    let mut sent = Vec::new();
    for _ in 0..FLOOD {
        sent.push(send(&drive, "slash", command("balance")).await);
    }
    let ben = world.user("ben");
    let balance = ben.slash("#general", "balance", json!({})).await.unwrap();
    assert!(balance.text().contains("100u"), "{}", balance.text());

    // Events arrive in their order: Ben's came after all of hers.
    let told = |all: &[String]| all.iter().filter(|it| it.contains("a bit fast")).count();
    let all = world
        .until(async || {
            let all = texts(&world, &sent).await;
            (told(&all) == 1 && all.len() > BURST).then_some(all)
        })
        .await;
    let most = BURST + PER_SECOND * (1 + began.elapsed().as_secs() as usize);
    assert!(all.len() <= 1 + most, "{} of {FLOOD} answered", all.len());
    let sentence = all.iter().find(|it| it.contains("a bit fast")).unwrap();
    assert_eq!(
        *sentence,
        "You're going a bit fast. Nothing was charged. Try again in a few seconds."
    );
    assert!(answered(&world).await <= 2 + most);

    world.stop().await;
    let text = log.text();
    let summed = text.lines().filter(|it| it.contains("were turned away"));
    assert!((1..=2).contains(&summed.count()), "{text}");
    let lines = text.lines().count();
    assert!(lines < FLOOD / 4, "{lines} lines in the log");
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_letters_are_answered_with_empty_lists_and_cost_no_press() {
    const LETTERS: usize = 150;
    let world = start().await;
    let drive = world.drive();
    for _ in 0..LETTERS {
        send(&drive, "autocomplete", typing("alice")).await;
    }
    let all = async || (answered(&world).await >= LETTERS).then_some(());
    world.until(all).await;
    let alice = world.user("alice");
    let balance = alice.slash("#general", "balance", json!({})).await.unwrap();
    assert!(balance.text().contains("100u"), "{}", balance.text());
    nothing_was_amiss(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn choices_that_cannot_be_had_are_an_empty_list_and_hold_up_nobody() {
    const LETTERS: usize = 40;
    let world = start().await;
    world.report(bears_at_home()).await;
    let ben = world.user("ben");
    ben.slash("#general", "balance", json!({})).await.unwrap();
    // Nobody can read a ticket for now.
    let mut held = world.database.owner.begin().await.unwrap();
    sqlx::query("LOCK TABLE tickets IN ACCESS EXCLUSIVE MODE")
        .execute(&mut *held)
        .await
        .unwrap();
    let mut sent = Vec::new();
    for _ in 0..LETTERS {
        sent.push(send(&world.drive(), "autocomplete", typing("ben")).await);
    }
    let began = Instant::now();
    let rules = ben.slash("#general", "rules", json!({})).await.unwrap();
    assert_eq!(rules.failed, None);
    let games = json!({ "game": "" });
    let games = ben.autocomplete("#general", "bet", games, "game").await;
    assert!(games.unwrap()[0].name.contains("Bears"));
    let soon = began.elapsed();
    assert!(soon < Duration::from_secs(1), "{soon:?}");

    let all = async || (answered(&world).await >= LETTERS + 3).then_some(());
    world.until(all).await;
    held.rollback().await.unwrap();
    for answer in sent {
        let now = ben.answer(answer.interaction).await.unwrap();
        assert_eq!((now.failed, now.choices.len()), (None, 0));
    }
    nothing_was_amiss(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_question_is_an_empty_list_and_one_line_in_the_log() {
    let log = Log::listen("info");
    let world = start().await;
    let alice = world.user("alice");
    alice.slash("#general", "balance", json!({})).await.unwrap();
    sqlx::query("REVOKE SELECT ON tickets FROM dbsbm_bot")
        .execute(&world.database.owner)
        .await
        .unwrap();
    let typed = json!({ "ticket": "x" });
    for _ in 0..3 {
        for command in ["why", "admin void"] {
            let found = alice.autocomplete("#general", command, typed.clone(), "ticket");
            assert_eq!(found.await.unwrap(), []);
        }
    }
    nothing_was_amiss(&world).await;
    world.stop().await;
    let text = log.text();
    let lines = text.lines().filter(|it| it.contains("left empty"));
    let lines: Vec<_> = lines.collect();
    assert!((1..=2).contains(&lines.len()), "{text}");
    assert!(lines[0].contains("permission denied"), "{}", lines[0]);
}
