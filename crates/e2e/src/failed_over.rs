//! The story while the database is killed and its standby promoted.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use tokio::process::Command;

use crate::member::Member;
use crate::story::{MEMBERS, once_each, progress, says_a_code, wait_for_games};
use crate::world::World;

/// How long members bet before the kill, and after it.
const BETS_FOR: Duration = Duration::from_secs(15);
/// How soon both programs have to go on.
const GOES_ON_WITHIN: Duration = Duration::from_secs(30);
/// How long all may take to be settled and told.
const PATIENCE: Duration = Duration::from_secs(400);
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// How often somebody bets: a channel takes a slip a second.
const BET_EVERY: Duration = Duration::from_millis(500);

/// When each bet was acknowledged, and with which code.
type Acknowledged = Arc<Mutex<Vec<(Instant, String)>>>;

/// Bets, runs `fail_over`, bets on, and counts what is there of what members read.
pub(crate) async fn run(world: &mut World, fail_over: &Path) -> Result<()> {
    let members = MEMBERS.map(|name| Member(world.drive.user(name)));
    wait_for_games(&members[0]).await?;
    let acknowledged = Acknowledged::default();
    let betting = tokio::spawn(keep_betting(members, Arc::clone(&acknowledged)));
    tokio::time::sleep(BETS_FOR).await;

    let killed_at = Instant::now();
    let failed_over = Command::new(fail_over).status().await?;
    ensure!(failed_over.success(), "failing over failed");
    let took = killed_at.elapsed();
    let polled = polled_again(world, killed_at).await?;
    tokio::time::sleep(BETS_FOR).await;
    betting.abort();
    ensure!(world.are_alive()?, "bot or fetcher ended");

    let read = acknowledged
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    let (before, after): (Vec<_>, Vec<_>) = read.iter().partition(|(at, _)| *at < killed_at);
    ensure!(!before.is_empty(), "nobody could bet before the kill");
    let (next, _) = after.first().context("nobody could bet after the kill")?;
    let placed = next.duration_since(killed_at);
    println!(
        "primary killed and standby promoted within {:.1} s; the fetcher polled after {:.1} s, a \
         bet was placed after {:.1} s",
        took.as_secs_f32(),
        polled.as_secs_f32(),
        placed.as_secs_f32()
    );
    ensure!(
        placed < GOES_ON_WITHIN && polled < GOES_ON_WITHIN,
        "that is too long"
    );
    let lost = lost(world, read.iter().map(|(_, code)| code.clone()).collect()).await?;
    ensure!(lost.is_empty(), "acknowledged and gone: {lost:?}");
    println!(
        "{} bets acknowledged, {} of them before the kill: all there; neither program restarted",
        read.len(),
        before.len()
    );
    settled(world).await?;
    once_each(world).await
}

/// Waits for a line of the poll log that is younger than the kill.
async fn polled_again(world: &World, killed_at: Instant) -> Result<Duration> {
    loop {
        let age: Result<Option<f64>, _> = sqlx::query_scalar(
            "SELECT extract(epoch FROM clock_timestamp() - max(asked_at))::float8 FROM poll_log",
        )
        .fetch_one(&world.owner)
        .await;
        let since = killed_at.elapsed();
        if let Ok(Some(age)) = age
            && age < since.as_secs_f64()
        {
            return Ok(since);
        }
        ensure!(since < GOES_ON_WITHIN, "the fetcher does not go on");
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Bets whenever the bot is there to take it, and keeps the code of each ticket.
async fn keep_betting(members: [Member; 3], acknowledged: Acknowledged) {
    let mut turn = 0_usize;
    loop {
        for member in &members {
            turn += 1;
            tokio::time::sleep(BET_EVERY).await;
            let Ok(answer) = member.bet(turn % 5, turn, 0).await else {
                continue;
            };
            let text = answer.text();
            let mut words = text.split(|it: char| !it.is_ascii_alphanumeric());
            if let Some(code) = words.find(|it| says_a_code(it)) {
                let mut all = acknowledged.lock().unwrap_or_else(PoisonError::into_inner);
                all.push((Instant::now(), code.to_owned()));
            }
        }
    }
}

/// Those of these codes that no ticket has.
async fn lost(world: &World, codes: Vec<String>) -> Result<Vec<String>> {
    let lost = sqlx::query_scalar(
        "SELECT c.code FROM unnest($1::text[]) AS c(code)
         WHERE NOT EXISTS (SELECT FROM tickets t WHERE t.code = c.code)",
    )
    .bind(codes)
    .fetch_all(&world.owner)
    .await?;
    Ok(lost)
}

/// Waits until every ticket is settled and all of it is told.
async fn settled(world: &World) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let state = progress(world).await?;
        if state.open == 0 && state.untold == 0 {
            println!(
                "{} tickets, {} settlements",
                state.tickets, state.settlements
            );
            return Ok(());
        }
        ensure!(
            Instant::now() < deadline,
            "{} of {} tickets are open, {} messages to come",
            state.open,
            state.tickets,
            state.untold
        );
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
