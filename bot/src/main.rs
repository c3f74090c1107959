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
use runtime::redact;
use runtime::waiting::{Trouble, Unreached, until_there};
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
async fn main() -> ExitCode {
    runtime::tls::install();
    let options: Options = runtime::cli::parse();
    if let Some(token) = &options.discord.discord_token {
        redact::hide(token.expose_secret());
    }
    if let Some(url) = &options.database.database_url {
        redact::hide_password(url.expose_secret());
    }
    if let Err(error) = logging::init(&options.log) {
        return failed(&error.into());
    }
    match run(options).await {
        Ok(code) => code,
        Err(error) => failed(&error),
    }
}

async fn run(options: Options) -> anyhow::Result<ExitCode> {
    if let Some(Task::Doctor) = options.task {
        let found = doctor::examine(&options.discord, &options.database).await;
        return Ok(found.print()?);
    }
    let url = options.database.database_url.as_ref();
    let url = url.context("DATABASE_URL is not set")?.expose_secret();
    let token = options.discord.discord_token.as_ref();
    let token = token.context("DISCORD_TOKEN is not set")?;
    let lifecycle = Lifecycle::new();
    lifecycle.listen()?;
    let connections = options.database.database_connections;
    let pool = until_there("the database", lifecycle.soft(), async || {
        let connected = store::connect(url, Program::Bot, connections).await;
        connected.map_err(|error| match error.is_passing() {
            true => Trouble::Passing(error.to_string()),
            false => Trouble::Final(error.to_string()),
        })
    });
    let pool = match pool.await {
        Ok(pool) => pool,
        Err(Unreached::Stopped(_)) => return Ok(ExitCode::SUCCESS),
        Err(error) => return Err(error.into()),
    };
    doctor::require_own_role(&pool).await?;
    if let Some(Task::RegisterCommands) = options.task {
        let http = bot::client(token, &options.discord);
        let application = http.current_user_application().await?.model().await?.id;
        let commands = commands::definitions();
        register::ensure(&http, &pool, application, &commands, true).await?;
        return Ok(ExitCode::SUCCESS);
    }
    let clock = Arc::new(SystemClock);
    if let Err(error) = Bot::start(&options.discord, pool, clock, &lifecycle).await {
        lifecycle.stop();
        lifecycle.run(DRAIN).await;
        return match error.downcast_ref::<Unreached>() {
            Some(Unreached::Stopped(_)) => Ok(ExitCode::SUCCESS),
            _ => Err(error),
        };
    }
    let ended = lifecycle.run(DRAIN).await;
    if let Ended::Failed { task } = ended {
        tracing::error!("stopped because {task} ended");
    }
    Ok(ExitCode::from(ended.exit_code()))
}

/// What happened, with every cause, and an exit code that is not zero.
fn failed(error: &anyhow::Error) -> ExitCode {
    tracing::error!("{error:#}");
    ExitCode::FAILURE
}
