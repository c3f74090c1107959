//! The story while both programs are killed with signal 9 at random moments.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use tokio::process::{Child, Command};

use crate::dice::Dice;
use crate::member::Member;
use crate::story::{MEMBERS, nothing_lost_in_silence, once_each, progress};
use crate::world::World;

/// How long a program lives between two kills, at least and at most.
const LIFE_MS: (u64, u64) = (1_500, 6_000);
/// How long it stays dead.
const DEAD_MS: (u64, u64) = (0, 1_500);
/// How long all may take to be settled and told once nothing is killed any more.
const PATIENCE: Duration = Duration::from_secs(400);
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// How often somebody bets.
const BET_EVERY: Duration = Duration::from_millis(700);

/// Kills `rounds` times, then waits until everything is settled and told, and counts.
pub(crate) async fn run(world: &mut World, rounds: u32) -> Result<()> {
    both_are_started_again(world).await?;
    let mut dice = Dice::new("DBSBM_KILL_SEED");
    println!("seed {}", dice.0);
    let betting = tokio::spawn(keep_betting(
        MEMBERS.map(|name| Member(world.drive.user(name))),
    ));
    for round in 1..=rounds {
        tokio::time::sleep(dice.between(LIFE_MS)).await;
        let dead = dice.between(DEAD_MS);
        let long = round == rounds / 2 + 1;
        match dice.next() % 3 {
            0 => kill_fetcher(world, dead).await?,
            1 => kill_bot(world, dead, long).await?,
            _ => {
                kill_bot(world, dead, long).await?;
                kill_fetcher(world, dead).await?;
            }
        }
        let state = progress(world).await?;
        println!(
            "round {round}: {} tickets, {} open, {} settlements, {} to tell",
            state.tickets, state.open, state.settlements, state.untold
        );
    }
    betting.abort();
    let deadline = Instant::now() + PATIENCE;
    loop {
        let state = progress(world).await?;
        if state.open == 0 && state.untold == 0 {
            ensure!(state.tickets > 0, "nobody could bet");
            println!(
                "{} tickets, {} settlements",
                state.tickets, state.settlements
            );
            break;
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
    nothing_lost_in_silence(world, rounds).await?;
    once_each(world).await
}

/// The demo starts again what dies under it.
async fn both_are_started_again(world: &mut World) -> Result<()> {
    let (drive, owner) = (world.drive.clone(), world.owner.clone());
    let stats = drive.stats().await?;
    let sessions = stats.identifies + stats.resumes;
    kill_by_number(world.bot.as_ref()).await?;
    tokio::select! {
        ended = world.until_interrupted() => bail!("the demo ended with its bot: {ended:?}"),
        back = drive.wait_for_bot_after(sessions, PATIENCE) => back?,
    }
    let polls = "SELECT coalesce(sum(answers), 0)::bigint FROM feed_questions";
    let polls = async || sqlx::query_scalar::<_, i64>(polls).fetch_one(&owner).await;
    kill_by_number(world.fetcher.as_ref()).await?;
    let before = polls().await?;
    let polled = async {
        while polls().await? == before {
            tokio::time::sleep(LOOK_EVERY).await;
        }
        anyhow::Ok(())
    };
    tokio::select! {
        ended = world.until_interrupted() => bail!("the demo ended with its fetcher: {ended:?}"),
        back = tokio::time::timeout(PATIENCE, polled) => back??,
    }
    println!("bot and fetcher were started again");
    Ok(())
}

/// As somebody else would kill it, whom nobody waits for.
async fn kill_by_number(program: Option<&Child>) -> Result<()> {
    let id = program.and_then(Child::id).context("it does not run")?;
    let mut kill = Command::new("kill");
    kill.args(["-KILL", &id.to_string()]);
    ensure!(kill.status().await?.success(), "process {id} is not killed");
    Ok(())
}

async fn kill_fetcher(world: &mut World, dead: Duration) -> Result<()> {
    if let Some(mut fetcher) = world.fetcher.take() {
        fetcher.kill().await?;
    }
    tokio::time::sleep(dead).await;
    world.start_fetcher()
}

async fn kill_bot(world: &mut World, dead: Duration, long: bool) -> Result<()> {
    if let Some(mut bot) = world.bot.take() {
        bot.kill().await?;
    }
    if long {
        // As after an outage longer than Discord remembers nonces: nothing of it is remembered
        // there, and what was under way began that long ago.
        world.drive.forget_nonces().await?;
        sqlx::query(
            "UPDATE deliveries SET first_tried_at = first_tried_at - interval '3 minutes'
             WHERE state = 'sending'",
        )
        .execute(&world.owner)
        .await?;
    }
    tokio::time::sleep(dead).await;
    world.start_bot()
}

/// Bets whenever the bot is there to take it; what fails is tried again as something new.
async fn keep_betting(members: [Member; 3]) {
    let mut turn = 0usize;
    loop {
        for member in &members {
            turn += 1;
            // A channel takes a slip a second: more bets would only make the queue long.
            tokio::time::sleep(BET_EVERY).await;
            // While the bot is dead this fails, which is what a member would see too.
            let taken = match turn % 7 {
                0 => member.parlay(&[2, 3], turn).await,
                _ => member.bet(turn % 5, turn, 0).await,
            };
            if taken.is_err() {
                tokio::time::sleep(LOOK_EVERY).await;
            }
        }
    }
}
