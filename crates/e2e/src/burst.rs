//! Many members at the same moment over a slow line: how soon they are acknowledged and answered.

use std::time::Instant;

use anyhow::{Result, ensure};
use sandbox::{Effect, Fault};
use serde_json::json;

use crate::member::CHANNEL;
use crate::story::MEMBERS;
use crate::world::World;

/// The line's latency there and back.
const LINE_MS: u64 = 100;
/// How many of these at once are slow for a reason of ours, and not of the first of them.
const WARM_UP: usize = 20;

/// Lets `count` interactions arrive at once, and prints the figures of this run.
pub(crate) async fn run(world: &World, count: usize) -> Result<()> {
    at_once(world, WARM_UP).await?;
    world
        .drive
        .fault(Fault::new(Effect::Latency { ms: LINE_MS }))
        .await?;
    let mut answered = at_once(world, count).await?;
    answered.sort_unstable();
    let stats = world.drive.stats().await?;
    ensure!(
        stats.missed == 0,
        "{} were not acknowledged in time",
        stats.missed
    );
    let at = |share: usize| answered[(answered.len() - 1) * share / 100];
    println!(
        "{count} interactions at once over a {LINE_MS} ms line: acknowledged p50 {} ms, p99 {} ms, \
         last {} ms; answered in full p50 {} ms, p99 {} ms, last {} ms",
        stats.ack_p50_ms,
        stats.ack_p99_ms,
        stats.ack_max_ms,
        at(50),
        at(99),
        at(100)
    );
    Ok(())
}

/// Milliseconds until each was answered in full.
async fn at_once(world: &World, count: usize) -> Result<Vec<u128>> {
    let mut asking = tokio::task::JoinSet::new();
    for number in 0..count {
        let user = world.drive.user(MEMBERS[number % MEMBERS.len()]);
        let command = ["balance", "games", "tickets", "leaderboard"][number % 4];
        asking.spawn(async move {
            let began = Instant::now();
            let answer = user.slash(CHANNEL, command, json!({})).await?;
            answer.message()?;
            anyhow::Ok(began.elapsed().as_millis())
        });
    }
    let mut answered = Vec::with_capacity(count);
    while let Some(took) = asking.join_next().await {
        answered.push(took??);
    }
    Ok(answered)
}
