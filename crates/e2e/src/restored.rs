//! The story on a database that is restored to a moment in its middle.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use tokio::process::Command;

use crate::member::{CHANNEL, Member};
use crate::story::{MEMBERS, bets, place, progress, wait_for_games};
use crate::world::World;

/// How many bets are placed after the moment, and are lost.
const LOST: usize = 3;
/// How long all may take to be settled and told.
const PATIENCE: Duration = Duration::from_secs(300);
/// How long nothing new must have been told before it counts as all.
const QUIET: Duration = Duration::from_secs(15);
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Plays on after `restore MOMENT` has put the database back, and compares what is told.
pub(crate) async fn run(world: &mut World, restore: &Path) -> Result<()> {
    // Tickets that were there before, on games of other days.
    let filled = progress(world).await?;
    let members = MEMBERS.map(|name| Member(world.drive.user(name)));
    wait_for_games(&members[0]).await?;
    let placed = bets(&members).await?;
    let moment: String = sqlx::query_scalar("SELECT clock_timestamp()::text")
        .fetch_one(&world.owner)
        .await?;
    let due = progress(world).await?.untold;
    for game in 0..LOST {
        place(async || members[0].bet(game, 1, 3).await).await?;
    }
    println!("{placed} tickets at {moment}, {due} messages due, {LOST} tickets after it");
    all_told(world, filled.open).await?;
    let before = told(world).await?;
    println!("all told: {} messages", before.len());

    world.stop_programs().await;
    let began = Instant::now();
    let restored = Command::new(restore).arg(&moment).status().await?;
    ensure!(restored.success(), "restoring failed");
    println!("restored after {:.1} s", began.elapsed().as_secs_f32());
    // Discord forgets them within minutes, and backups are older than that.
    world.drive.forget_nonces().await?;
    let left = tickets(world).await? - filled.tickets;
    ensure!(
        left == i64::try_from(placed)?,
        "{left} tickets are left of {placed}"
    );
    world.start_fetcher()?;
    world.start_bot()?;
    all_told(world, filled.open).await?;
    let after = told(world).await?;
    let twice: Vec<_> = after.iter().filter(|it| !before.contains(it)).collect();
    ensure!(twice.is_empty(), "told again: {twice:#?}");
    println!(
        "all settled and told again on the restored database: {} messages, none of them new",
        after.len()
    );
    Ok(())
}

/// Waits until no more tickets are open than these, nothing is left to tell, and that has stayed
/// so.
async fn all_told(world: &World, filled: i64) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    let mut quiet_since = None;
    loop {
        let (open, untold) = match progress(world).await {
            Ok(state) => (state.open - filled, state.untold),
            // The pool notices that its server was replaced.
            Err(_) => (1, 1),
        };
        let is_quiet = open == 0 && untold == 0;
        let since = *quiet_since.get_or_insert_with(Instant::now);
        match is_quiet {
            true if since.elapsed() >= QUIET => return Ok(()),
            true => {}
            false => quiet_since = None,
        }
        ensure!(
            Instant::now() < deadline,
            "{open} tickets are open, {untold} messages to come"
        );
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// The ids of all messages that the bot posted by itself.
async fn told(world: &World) -> Result<Vec<String>> {
    let messages = world.drive.messages(CHANNEL, None).await?;
    let own = messages
        .iter()
        .filter(|it| it.is_bot && !it.ephemeral && it.asked_by.is_none());
    Ok(own.map(|it| format!("{:?}", it.id)).collect())
}

async fn tickets(world: &World) -> Result<i64> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        match progress(world).await {
            Ok(state) => return Ok(state.tickets),
            Err(error) => ensure!(Instant::now() < deadline, "{error:#}"),
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
