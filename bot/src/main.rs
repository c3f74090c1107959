//! `dbsbm-bot`: reads its settings, then runs, registers commands, or says what is missing.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Error;
use bot::config::{Cli, Task};
use bot::discord::register;
use bot::meters::Meters;
use bot::{Bot, Parts, doctor, features};
use ops::health::database::Expected;
use ops::{Ops, Setup};
use runtime::cli::Invocation;
use runtime::lifecycle::{DRAIN, Ended, Lifecycle};
use runtime::redact;
use runtime::waiting::{AttemptError, Unreached, until_reachable};
use runtime::{env_file, logging};
use secrecy::ExposeSecret;
use shared::clock::SystemClock;
use store::Program;

#[tokio::main]
async fn main() -> ExitCode {
    let invocation: Invocation<Cli> = match env_file::apply() {
        Ok(()) => runtime::cli::parse(),
        Err(error) => return failed(&error.into()),
    };
    runtime::tls::install();
    let level = match logging::init(&invocation.settings.log, store::statements::observe) {
        Ok(level) => level,
        Err(error) => return failed(&error.into()),
    };
    if let Err(error) = level.follow_signal() {
        return failed(&error.into());
    }
    match run(invocation.into_settings()).await {
        Ok(code) => code,
        Err(error) => failed(&error),
    }
}

/// What happened, with every cause and no backtrace: somebody may be reading.
fn failed(error: &Error) -> ExitCode {
    let message = runtime::failure::describe(error.as_ref());
    let message = redact::redacted(&message, redact::Origin::Anything);
    let _ = writeln!(std::io::stderr(), "error: {message}");
    ExitCode::FAILURE
}

async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    if let Some(Task::Doctor) = cli.task {
        let found = doctor::examine(&cli.discord, &cli.database, &cli.redis).await;
        return Ok(found.print()?);
    }
    let url = cli.database.url().map_err(Error::msg)?.expose_secret();
    let token = cli.discord.token().map_err(Error::msg)?;
    let lifecycle = Lifecycle::supervised();
    lifecycle.listen()?;
    let meters = Meters::default();
    let is_service = matches!(cli.task, None | Some(Task::Run));
    let ops = match is_service {
        true => Some(show(&cli, &meters, &lifecycle).await?),
        false => None,
    };
    lifecycle.status("waiting for the database");
    let connections = cli.database.database_connections;
    let pool = until_reachable("the database", lifecycle.soft(), async || {
        let connected = store::connect(url, Program::Bot, connections).await;
        connected.map_err(|error| match error.is_transient() {
            true => AttemptError::Transient(error.to_string()),
            false => AttemptError::Permanent(error.to_string()),
        })
    });
    let pool = match pool.await {
        Ok(pool) => pool,
        Err(Unreached::Stopped(_)) => return Ok(ExitCode::SUCCESS),
        Err(error) => return Err(error.into()),
    };
    doctor::require_own_role(&pool).await?;
    if let Some(ops) = &ops {
        ops.reached(&pool);
    }
    if let Some(Task::RegisterCommands) = cli.task {
        let http = bot::client(token, &cli.discord);
        let application = http.current_user_application().await?.model().await?.id;
        let commands = features::definitions();
        register::ensure(&http, &pool, application, &commands, true).await?;
        return Ok(ExitCode::SUCCESS);
    }
    let listening = store::listening(&pool, cli.database.listen_url()).await?;
    if listening.is_none() {
        tracing::warn!(
            "a pooler in transaction mode answers: nothing wakes the bot, which looks by itself \
             unless DATABASE_LISTEN_URL leads to Postgres itself"
        );
    }
    lifecycle.status("waiting for Discord");
    let parts = Parts {
        pool,
        listening,
        clock: Arc::new(SystemClock),
        meters,
        redis: cli.redis.clone(),
        caching: cli.caching,
    };
    if let Err(error) = Bot::start_with(&cli.discord, parts, &lifecycle).await {
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

/// Starts showing the operator how the bot is: before the database and Discord are there.
async fn show(cli: &Cli, meters: &Meters, lifecycle: &Lifecycle) -> anyhow::Result<Ops> {
    let expected = Expected::by(Program::Bot, doctor::POLLS_EXPECTED_EVERY);
    let setup = Setup::new(Program::Bot, &cli.ops_config, expected)?;
    let mut setup = setup
        .with_check(Arc::new(meters.gateway.clone()))
        .with_source(Arc::new(meters.clone()));
    meters.register(setup.registry());
    Ok(setup.start(cli.ops, lifecycle).await)
}
