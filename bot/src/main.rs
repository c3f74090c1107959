//! `dbsbm-bot`: reads its settings, then runs, registers commands, or says what is missing.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use bot::config::{DatabaseConfig, DiscordConfig};
use bot::{Bot, commands, doctor, register};
use clap::{Parser, Subcommand};
use runtime::lifecycle::{Ended, Lifecycle};
use runtime::logging::{self, LogConfig};
use secrecy::ExposeSecret;
use shared::clock::SystemClock;
use store::Program;

/// Serves Discord: takes bets with play units, posts slips, announces results.
#[derive(Parser)]
#[command(name = "dbsbm-bot", version)]
struct Options {
    #[command(flatten)]
    discord: DiscordConfig,
    #[command(flatten)]
    database: DatabaseConfig,
    #[command(flatten)]
    log: LogConfig,
    #[command(subcommand)]
    task: Option<Task>,
}

#[derive(Subcommand)]
enum Task {
    /// Connects and serves until told to stop. The default.
    Run,
    /// Registers the commands with Discord, changed or not.
    RegisterCommands,
    /// Says what is missing, and prints the link with which the bot is invited.
    Doctor,
}

/// How long what is under way has to finish after the first signal.
const DRAIN: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    runtime::tls::install();
    let options = Options::parse();
    logging::init(&options.log)?;
    if let Some(Task::Doctor) = options.task {
        let found = doctor::examine(&options.discord, &options.database).await;
        return Ok(found.print()?);
    }
    let url = options.database.database_url.as_ref();
    let url = url.context("DATABASE_URL is not set")?.expose_secret();
    let pool = store::connect(url, Program::Bot, options.database.database_connections).await?;
    doctor::require_own_role(&pool).await?;
    if let Some(Task::RegisterCommands) = options.task {
        let token = options.discord.discord_token.as_ref();
        let http = bot::client(token.context("DISCORD_TOKEN is not set")?, &options.discord);
        let application = http.current_user_application().await?.model().await?.id;
        let commands = commands::definitions();
        register::ensure(&http, &pool, application, &commands, true).await?;
        return Ok(ExitCode::SUCCESS);
    }
    let lifecycle = Lifecycle::new();
    lifecycle.listen()?;
    let _bot = Bot::start(&options.discord, pool, Arc::new(SystemClock), &lifecycle).await?;
    let ended = lifecycle.run(DRAIN).await;
    if let Ended::Failed { task } = ended {
        tracing::error!("stopped because {task} ended");
    }
    Ok(ExitCode::from(ended.exit_code()))
}
