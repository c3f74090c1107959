//! `dbsbm-demo`: the whole thing on one machine, with or without hands.

#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

mod burst;
mod cases;
mod dice;
mod failed_over;
mod kill;
mod load;
mod member;
mod metrics;
mod replays;
mod restored;
mod secrets;
mod soak;
mod story;
mod world;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::Parser;

use crate::cases::Cases;
use crate::world::{Feed, Pace, Route, World};

/// Runs season, sandbox, fetcher and bot over one Postgres, until Ctrl-C.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The owner's URL of an empty database.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database: String,

    /// Where logs go.
    #[arg(long)]
    work: PathBuf,

    /// The port of the sandbox and its page; 0 takes a free one.
    #[arg(long, default_value_t = 9301)]
    port: u16,

    /// Plays members without hands and ends with the audit.
    #[arg(long)]
    story: bool,

    /// The host and port of a pooler or a proxy that the programs connect through.
    #[arg(long)]
    through: Option<String>,

    /// Gives the bot the database's own address to listen at.
    #[arg(long, requires = "through")]
    listens_directly: bool,

    /// Plays on while bot and fetcher are killed this many times.
    #[arg(long)]
    kill_rounds: Option<u32>,

    /// Kills the bot this many times, each time after something of every kind was done, and sends
    /// it all of that once more.
    #[arg(long)]
    replay_rounds: Option<u32>,

    /// Plays until all is told, restores the database to a moment in the middle by this program,
    /// which is given the moment, and plays on: nothing may be told twice.
    #[arg(long)]
    restored_by: Option<PathBuf>,

    /// Bets while this program kills the database and promotes its standby: no bet that a member
    /// read of may be lost.
    #[arg(long)]
    failed_over_by: Option<PathBuf>,

    /// Lets this many interactions arrive at once over a slow line, and prints how that went.
    #[arg(long)]
    burst: Option<usize>,

    /// Plays a busy hour in many servers while Redis breaks in every way, with so many interactions
    /// a second.
    #[arg(long)]
    load: Option<u32>,

    /// How many seconds each part of that lasts.
    #[arg(long, requires = "load", default_value_t = 60)]
    seconds: u64,

    /// Plays for this many seconds, and a quarter longer with kills: says how much memory the
    /// programs hold, and what went wrong in their logs.
    #[arg(long)]
    soak: Option<u64>,

    /// Plays the recorded inputs of this folder, and says what came of each.
    #[arg(long)]
    cases: Option<PathBuf>,

    /// The fetcher and the bot that the inputs are played through, where it is not those beside
    /// this program.
    #[arg(long, requires = "cases")]
    programs: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Arguments::parse()).await {
        Ok(code) => code,
        Err(error) => {
            // In words: somebody reads it, and no backtrace helps them.
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<ExitCode> {
    if let Some(inputs) = &arguments.cases {
        return cases(arguments, inputs.clone()).await;
    }
    let fast = arguments.story
        || arguments.kill_rounds.is_some()
        || arguments.restored_by.is_some()
        || arguments.failed_over_by.is_some();
    let pace = if fast { Pace::STORY } else { Pace::DEMO };
    let work = &arguments.work;
    world::require_free(arguments.port).await?;
    let route = Route::read(arguments.through.as_deref(), arguments.listens_directly)?;
    let mut world = match World::start(
        (&arguments.database, route),
        work,
        arguments.port,
        Feed::Season(pace),
    )
    .await
    {
        Ok(world) => world,
        Err(error) => {
            world::print_logs(work).await;
            return Err(error);
        }
    };
    let outcome = play(arguments, &mut world).await;
    world.stop().await;
    if outcome.is_err() {
        world::print_logs(work).await;
    }
    outcome
}

async fn cases(arguments: &Arguments, inputs: PathBuf) -> Result<ExitCode> {
    let cases = Cases {
        inputs,
        programs: match &arguments.programs {
            Some(folder) => folder.clone(),
            None => world::own_folder()?,
        },
        database: arguments.database.clone(),
        work: arguments.work.clone(),
    };
    Ok(match cases::run(&cases).await? {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

async fn play(arguments: &Arguments, world: &mut World) -> Result<ExitCode> {
    if let Some(rounds) = arguments.kill_rounds {
        kill::run(world, rounds).await?;
    } else if let Some(rounds) = arguments.replay_rounds {
        replays::run(world, rounds).await?;
    } else if let Some(restore) = &arguments.restored_by {
        restored::run(world, restore).await?;
    } else if let Some(fail_over) = &arguments.failed_over_by {
        failed_over::run(world, fail_over).await?;
    } else if let Some(count) = arguments.burst {
        burst::run(world, count).await?;
    } else if let Some(rate) = arguments.load {
        let span = Duration::from_secs(arguments.seconds);
        load::run(world, &arguments.work, load::Options { span, rate }).await?;
    } else if let Some(seconds) = arguments.soak {
        soak::run(world, &arguments.work, Duration::from_secs(seconds)).await?;
    } else if arguments.story {
        story::run(world).await?;
    } else {
        member::post_board(world).await?;
        println!(
            "\n  Open {} and bet. Ctrl-C stops everything.\n",
            world.page()
        );
        world.until_interrupted().await?;
        return Ok(ExitCode::SUCCESS);
    }
    world.stop_programs().await;
    println!(
        "{}",
        secrets::look_for(&world.drive, &arguments.work).await?
    );
    let balanced = world.audit().await?;
    Ok(if balanced {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
