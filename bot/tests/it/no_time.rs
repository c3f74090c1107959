//! The database has no time: every member reads so, soon, and nothing is lost.

use std::time::{Duration, Instant};

use sandbox::{Answer, Drive, User};
use serde_json::json;
use sqlx::Executor;
use tokio::task::JoinSet;

use crate::bet::{balance, bet_on_bears, pick};
use crate::logs::Log;
use crate::world::{World, bears_at_home};

/// How many connections the bot has.
const CONNECTIONS: u32 = 4;
/// How many of them members need: one listens.
const NEEDED: u32 = CONNECTIONS - 1;
/// How long they are all held.
const HELD: Duration = Duration::from_secs(10);
/// How soon a member has to be answered all the same.
const WITHIN: Duration = Duration::from_millis(2_500);

const SENTENCE: &str = "A lot is going on right now, and I didn't get to this in time. Nothing was \
                        charged. Try again in a few seconds.";

/// Everything that the books hold, and how many deliveries there are.
async fn books(world: &World) -> String {
    let all = "SELECT concat_ws(' ',
        (SELECT count(*) FROM tickets), (SELECT count(*) FROM transfers),
        (SELECT string_agg(a::text, ',' ORDER BY a) FROM accounts a),
        (SELECT count(*) FROM notices))";
    let read = sqlx::query_scalar(all);
    read.fetch_one(&world.database.owner).await.unwrap()
}

/// What a member did, what came of it, and how long that took.
type Told = (String, String, Duration);

/// What only the asker reads, where the answer would be everybody's or the pressed message stays.
fn said(answer: &Answer) -> String {
    let beside = answer.follow_ups.last().map(|it| it.text.clone());
    beside.unwrap_or_else(|| answer.text())
}

/// Sends a command that is awaited by nobody else.
fn slash(all: &mut JoinSet<Told>, who: &User, command: &'static str, options: serde_json::Value) {
    let who = who.clone();
    all.spawn(async move {
        let began = Instant::now();
        let mut answer = who.slash("#general", command, options).await.unwrap();
        // In the place of what everybody would have seen.
        while said(&answer) == "\u{2026}" {
            tokio::time::sleep(Duration::from_millis(10)).await;
            answer = who.answer(answer.interaction).await.unwrap();
            assert!(began.elapsed() < WITHIN, "/{command}: {answer:?}");
        }
        (format!("/{command}"), said(&answer), began.elapsed())
    });
}

/// Presses a button that is awaited by nobody else.
fn press(all: &mut JoinSet<Told>, who: &User, message: &Answer, label: &'static str) {
    let (who, message) = (who.clone(), message.message().unwrap().clone());
    all.spawn(async move {
        let began = Instant::now();
        let answer = who.press(&message, label).await.unwrap();
        (label.to_owned(), said(&answer), began.elapsed())
    });
}

async fn nothing_was_amiss(drive: &Drive) {
    let refusals = drive.refusals().await.unwrap();
    assert!(refusals.is_empty(), "{refusals:?}");
    assert_eq!(drive.stats().await.unwrap().missed, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn while_every_connection_is_held_each_member_reads_so_and_nothing_is_charged() {
    let log = Log::listen("info");
    let world = World::start_connecting(CONNECTIONS).await;
    world.report(bears_at_home()).await;
    let (alice, ben, cleo) = (world.user("alice"), world.user("ben"), world.user("cleo"));
    let placed = bet_on_bears(&alice).await;
    let stakes = pick(&ben, "Bears +3.5 -110").await;
    balance(&cleo).await;
    let before = books(&world).await;

    let mut held = Vec::new();
    for _ in 0..NEEDED {
        held.push(world.pool.acquire().await.unwrap());
    }
    let began = Instant::now();
    let mut told = 0;
    while began.elapsed() < HELD {
        let mut all = JoinSet::new();
        press(&mut all, &alice, &placed, "Cancel bet");
        press(&mut all, &ben, &stakes, "Bet 1u to win 0.91u");
        for command in ["balance", "tickets", "me", "parlay", "leaderboard"] {
            slash(&mut all, &cleo, command, json!({}));
        }
        // Two of one member wait for each other, and not twice as long.
        slash(&mut all, &ben, "balance", json!({}));
        while let Some(answered) = all.join_next().await {
            let (what, text, took) = answered.unwrap();
            assert!(text.starts_with(SENTENCE), "{what}: {text}");
            assert!(took < WITHIN, "{what} took {took:?}");
            told += 1;
        }
    }
    assert!(told >= 8 * 4, "{told}");
    assert_eq!(books(&world).await, before);
    drop(held);

    bet_on_bears(&ben).await;
    assert!(
        balance(&ben).await.starts_with("99u"),
        "{}",
        balance(&ben).await
    );
    assert_ne!(books(&world).await, before);
    nothing_was_amiss(&world.drive()).await;
    let text = log.text();
    assert!(
        text.contains("not done in time: database: pool timed out"),
        "{text}"
    );
    assert!(!text.contains(" failed as E-"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bet_that_the_database_cuts_off_is_not_placed_and_can_be_placed_again() {
    let world = World::start_connecting(CONNECTIONS).await;
    world.report(bears_at_home()).await;
    let alice = world.user("alice");
    let stakes = pick(&alice, "Bears +3.5 -110").await;
    let before = books(&world).await;
    // Sooner than the function of the books gives up by itself.
    let mut connections = Vec::new();
    for _ in 0..NEEDED {
        let mut connection = world.pool.acquire().await.unwrap();
        let hurried = "SET statement_timeout = '300ms'";
        connection.execute(hurried).await.unwrap();
        connections.push(connection);
    }
    drop(connections);
    let mut busy = world.database.owner.begin().await.unwrap();
    busy.execute("LOCK TABLE accounts IN EXCLUSIVE MODE")
        .await
        .unwrap();

    let began = Instant::now();
    let label = "Bet 1u to win 0.91u";
    let answer = alice.press(stakes.message().unwrap(), label).await.unwrap();
    let beside = answer.follow_ups.last().unwrap();
    assert!(beside.text.starts_with(SENTENCE), "{}", beside.text);
    assert!(began.elapsed() < WITHIN);
    busy.rollback().await.unwrap();
    assert_eq!(books(&world).await, before);

    bet_on_bears(&alice).await;
    assert!(balance(&alice).await.starts_with("99u"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_statement_is_logged_by_its_name_alone_and_measured() {
    let log = Log::listen("trace");
    let world = World::start_connecting(CONNECTIONS).await;
    world.report(bears_at_home()).await;
    let alice = world.user("alice");
    let stakes = pick(&alice, "Bears +3.5 -110").await;
    let mut busy = world.database.owner.begin().await.unwrap();
    let hold = "LOCK TABLE accounts IN EXCLUSIVE MODE";
    busy.execute(hold).await.unwrap();
    let message = stakes.message().unwrap().clone();
    let bet = async { alice.press(&message, "Bet 1u to win 0.91u").await };
    let release = async {
        tokio::time::sleep(Duration::from_millis(1_200)).await;
        busy.rollback().await
    };
    let (placed, released) = tokio::join!(bet, release);
    released.unwrap();
    placed.unwrap();

    let text = log.text();
    let slow: Vec<_> = text.lines().filter(|it| it.contains(" took 1")).collect();
    let said = "statement tickets::placing::place took 1";
    assert!(slow.len() == 1 && slow[0].contains(said), "{slow:#?}");
    for word in ["ensure_member", "place_ticket", "SELECT"] {
        assert!(!text.contains(word), "{word} is logged");
    }
    let all = store::statements::snapshot();
    let placing = all.iter().find(|it| it.name == "tickets::placing::place");
    assert_eq!(placing.unwrap().count, 1);
}
