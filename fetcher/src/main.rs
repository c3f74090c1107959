//! `dbsbm-fetcher`: reads its settings, runs the command, and reports how it went.

use std::io::Write;
use std::process::ExitCode;

use fetcher::commands;
use fetcher::config::{Cli, Command};
use runtime::cli::Invocation;

#[tokio::main]
async fn main() -> ExitCode {
    if let Err(error) = runtime::env_file::apply() {
        let _ = writeln!(std::io::stderr(), "error: {error}");
        return ExitCode::FAILURE;
    }
    let invocation: Invocation<Cli> = runtime::cli::parse();
    runtime::tls::install();
    let level = match runtime::logging::init(&invocation.settings.log, store::statements::observe) {
        Ok(level) => level,
        Err(error) => return failed(&error.into()),
    };
    if let Err(error) = level.follow_signal() {
        return failed(&error.into());
    }
    let cli = invocation.into_settings();
    let is_service = matches!(cli.command, Command::Run(_));
    match run(cli.command).await {
        Ok(code) => code,
        Err(error) if is_service => failed(&error),
        Err(error) => {
            // A person reads this on a terminal, so it is printed as text and not as a log line.
            let told = commands::describe(&error);
            let told = runtime::redact::redacted(&told, runtime::redact::Origin::Feeds);
            let _ = writeln!(std::io::stderr(), "error: {told}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Migrate(config) => commands::migrate::run(&config).await?,
        Command::Backfill(config) => commands::backfill::run(&config).await?,
        Command::Backtest(config) => commands::backtest::run(&config).await?,
        Command::Review(command) => commands::review::run(&command).await?,
        Command::Match(command) => commands::matching::run(&command).await?,
        Command::Grade => return commands::grade::run().await,
        Command::Rules(config) => commands::rules::run(&config)?,
        Command::Quota(config) => return commands::quota::run(&config).await,
        Command::Leagues => commands::leagues::run()?,
        Command::Cache(command) => return commands::cache::run(&command).await,
        Command::Colors(config) => commands::colors::run(&config).await?,
        Command::Retention(config) => commands::retention::run(&config).await?,
        Command::Audit(config) => return commands::audit::run(&config).await,
        Command::Probe(config) => return commands::probe::run(&config).await,
        Command::Doctor(config) => return commands::doctor::run(&config).await,
        Command::Run(config) => return commands::run::run(&config).await,
    }
    Ok(ExitCode::SUCCESS)
}

/// Logs the error with all of its causes, and exits with a non-zero code.
fn failed(error: &anyhow::Error) -> ExitCode {
    tracing::error!("{}", commands::describe(error));
    ExitCode::FAILURE
}
