//! Logging to standard error: standard output belongs to what a command answers.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt;

/// What is logged. Secrets never are, at any level.
#[derive(Clone, Debug, clap::Args)]
pub struct LogConfig {
    /// Which events are logged, as `RUST_LOG` writes it: `info`, `warn,fetcher=debug`.
    #[arg(
        long = "log",
        env = "RUST_LOG",
        default_value = "info,sqlx::postgres::notice=warn",
        global = true
    )]
    pub log_filter: String,
}

/// Why nothing can be logged.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The filter cannot be read.
    #[error("the log filter {filter:?} cannot be read: {source}")]
    Filter {
        /// What was given.
        filter: String,
        /// What is wrong with it.
        source: tracing_subscriber::filter::ParseError,
    },
    /// Logging was set up before.
    #[error("logging is set up already")]
    Twice,
}

/// Sets up logging for the whole process: short coloured lines on a terminal, JSON elsewhere.
///
/// # Errors
/// [`LogError`] when the filter cannot be read or logging was set up before.
pub fn init(config: &LogConfig) -> Result<(), LogError> {
    let filter = EnvFilter::try_new(&config.log_filter).map_err(|source| LogError::Filter {
        filter: config.log_filter.clone(),
        source,
    })?;
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let done = if std::io::stderr().is_terminal() {
        builder.compact().with_target(false).finish().try_init()
    } else {
        let json = builder.json().flatten_event(true);
        json.with_current_span(false).finish().try_init()
    };
    done.map_err(|_| LogError::Twice)
}
