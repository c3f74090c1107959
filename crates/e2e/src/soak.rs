//! Hours of a season with a story a minute: whether memory grows, and whether anything goes wrong
//! that nobody expects; then the same while both programs are killed.

mod lines;
mod memory;

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::json;
use tokio::process::Child;

use self::memory::Memory;
use crate::member::{CHANNEL, Member};
use crate::story::{MEMBERS, nothing_lost_in_silence, once_each, progress, wait_for_games};
use crate::world::World;

/// How often a story is told.
const STORY_EVERY: Duration = Duration::from_secs(60);
/// How often it is looked how much memory the programs hold, at least.
const LOOKS: u32 = 240;
/// How many kills there are, in a quarter of the time that went before.
const KILLS: u32 = 5;
/// How long all may take to be settled and told at the end: some games are put off for minutes, and
/// the season goes at its own pace.
const PATIENCE: Duration = Duration::from_secs(2_400);
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// By how much a program may grow after the first quarter, in MiB an hour, where the run is long
/// enough to say.
const SLOPE_MAX: f64 = 1.0;
/// Shorter runs are still filling their caches and pools.
const SAYS_FROM: Duration = Duration::from_secs(3_600);

/// Plays for that long, then on for a quarter of it with kills, and prints what was found.
pub(crate) async fn run(world: &mut World, work: &Path, calm: Duration) -> Result<()> {
    wait_for_games(&Member(world.drive.user(MEMBERS[0]))).await?;
    let members = MEMBERS.map(|name| Member(world.drive.user(name)));
    let telling = tokio::spawn(tell_stories(members));
    let grew = calmly(world, calm).await?;
    let quarter = calm / 4;
    for number in 0..KILLS {
        tokio::time::sleep(quarter / KILLS).await;
        let name = kill(world, number).await?;
        println!("kill {} of {KILLS}: the {name}", number + 1);
    }
    telling.abort();
    let state = settled(world).await?;
    println!("{state}");
    nothing_lost_in_silence(world, KILLS).await?;
    once_each(world).await?;
    say_what_went_wrong(work).await?;
    let is_long = calm >= SAYS_FROM;
    ensure!(
        !is_long || grew <= SLOPE_MAX,
        "a program grows by {grew:.2} MiB/h"
    );
    Ok(())
}

/// The time without kills. Returns the larger slope.
async fn calmly(world: &World, calm: Duration) -> Result<f64> {
    let (mut bot, mut fetcher) = (Memory::default(), Memory::default());
    let every = (calm / LOOKS).max(Duration::from_secs(1));
    let began = Instant::now();
    while began.elapsed() < calm {
        tokio::time::sleep(every).await;
        let at = began.elapsed();
        bot.look(at, world.bot.as_ref()).await?;
        fetcher.look(at, world.fetcher.as_ref()).await?;
    }
    let quarter = calm / 4;
    println!("memory in MiB over {} min:", calm.as_secs() / 60);
    for (name, memory) in [("bot", &bot), ("fetcher", &fetcher)] {
        println!(
            "  {name:<8} {:.1} at first, {:.1} after a quarter, {:.1} at the end; since the \
             quarter {:+.2} MiB/h",
            memory.at(Duration::ZERO),
            memory.at(quarter),
            memory.at(calm),
            memory.slope_from(quarter)
        );
    }
    Ok(bot.slope_from(quarter).max(fetcher.slope_from(quarter)))
}

/// A story a minute: each member looks around, bets on two games and on a parlay.
async fn tell_stories(members: [Member; 3]) {
    let mut every = tokio::time::interval(STORY_EVERY);
    let mut number = 0_usize;
    loop {
        every.tick().await;
        for member in &members {
            number += 1;
            // While a program is dead this fails, as members would see.
            let _ = member.bet(number % 4, number, 0).await;
            let _ = member.bet((number + 1) % 4, number, 0).await;
            if number.is_multiple_of(3) {
                let _ = member.parlay(&[1, 2], number).await;
            }
            for command in ["tickets", "leaderboard", "balance", "me"] {
                let _ = member.0.slash(CHANNEL, command, json!({})).await;
            }
        }
    }
}

/// Kills one of the two programs by signal 9, and starts it again.
async fn kill(world: &mut World, number: u32) -> Result<&'static str> {
    async fn end(program: Option<Child>) -> Result<()> {
        program.context("it does not run")?.kill().await?;
        Ok(())
    }
    if number.is_multiple_of(2) {
        end(world.bot.take()).await?;
        world.start_bot()?;
        Ok("bot")
    } else {
        end(world.fetcher.take()).await?;
        world.start_fetcher()?;
        Ok("fetcher")
    }
}

/// Waits until every ticket is settled and all of it is told.
async fn settled(world: &World) -> Result<String> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let state = progress(world).await?;
        if state.open == 0 && state.untold == 0 {
            let (tickets, settlements) = (state.tickets, state.settlements);
            return Ok(format!("{tickets} tickets, {settlements} settlements"));
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

/// Prints every kind of warning and error with its number. An error that nobody expects fails.
async fn say_what_went_wrong(work: &Path) -> Result<()> {
    let mut unexplained = 0;
    let found = lines::read(work).await?;
    println!("warnings and errors in the logs: {} kinds", found.len());
    for ((level, kind), lines::Kind { count, example }) in &found {
        let why = lines::explained(example);
        println!("  {count:>5} {level:<5} {kind}");
        match why {
            Some(why) => println!("              expected: {why}"),
            None if level == "ERROR" => {
                unexplained += count;
                println!("              not expected: {example}");
            }
            None => {}
        }
    }
    ensure!(
        unexplained == 0,
        "{unexplained} lines of errors are not explained"
    );
    Ok(())
}
