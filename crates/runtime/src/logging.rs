//! Logs to standard error: standard output belongs to a command's output.
//!
//! No token, no key and nothing that a member typed is in any line, at any level and with any
//! filter. Libraries log from `warn` up only: below that they print addresses, headers
//! and payloads. Whatever is left goes through [`crate::redact`], field by field, before it is
//! written. Each line has the code of the interaction that it belongs to. A panic is a line like
//! any other, without its message where that was put together from values. The same warning again
//! and again is written once a minute, with its count.

mod codes;
mod filter;
mod guarded;
mod level;
mod panics;
mod repeats;
mod statements;

use std::io::IsTerminal;

use tracing::Subscriber;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::JsonFields;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::reload;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Registry};

use codes::Codes;
use filter::Heard;
use guarded::{Guarded, Shape};
use statements::Statements;

pub use level::LogLevel;
pub use statements::StatementSink;

/// What is logged where nothing else is said.
const DEFAULT: &str = "info";

/// What is logged. Secrets never are, at any level.
#[derive(Clone, Debug, clap::Args)]
pub struct LogConfig {
    /// Which events are logged, as `RUST_LOG` writes it: `info`, `warn,fetcher=debug`. Libraries
    /// never log below `warn`. A SIGHUP has it read again from the file of `--env-file`.
    #[arg(long = "log", env = "RUST_LOG", default_value = DEFAULT, global = true)]
    pub log_filter: String,
}

/// Why logging could not be set up.
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
    /// Nothing is logged any more.
    #[error("logging has ended")]
    Gone,
}

/// How lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// Short and coloured, for a terminal.
    Terminal,
    /// One JSON object each.
    Json,
}

/// Sets up logging for the whole process, panics included: short coloured lines on a terminal,
/// JSON elsewhere. Statements are handed to `sink`. What is logged can be changed through what is
/// returned.
///
/// # Errors
/// [`LogError`] when the filter cannot be read or logging was set up before.
pub fn init(config: &LogConfig, sink: StatementSink) -> Result<LogLevel, LogError> {
    let lines = if std::io::stderr().is_terminal() {
        Lines::Terminal
    } else {
        Lines::Json
    };
    let level = init_to(config, lines, std::io::stderr, Some(sink))?;
    panics::log();
    Ok(level)
}

/// What [`init`] does, writing elsewhere and without panics: for tests that read what was logged.
///
/// # Errors
/// [`LogError`] when the filter cannot be read or logging was set up before.
pub fn init_to<W>(
    config: &LogConfig,
    lines: Lines,
    writer: W,
    sink: Option<StatementSink>,
) -> Result<LogLevel, LogError>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let (subscriber, level) = subscriber(config, lines, writer, sink)?;
    subscriber.try_init().map_err(|_| LogError::Twice)?;
    Ok(level)
}

/// What [`init_to`] sets up for the whole process, to be set up for less.
///
/// # Errors
/// [`LogError::Filter`] when the filter cannot be read.
pub fn subscriber<W>(
    config: &LogConfig,
    lines: Lines,
    writer: W,
    sink: Option<StatementSink>,
) -> Result<(impl Subscriber + Send + Sync + use<W>, LogLevel), LogError>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let (chosen, handle) = reload::Layer::new(read(&config.log_filter)?);
    let layer = tracing_subscriber::fmt::layer().with_writer(writer);
    let format = tracing_subscriber::fmt::format();
    let layer: Box<dyn Layer<Registry> + Send + Sync> = match lines {
        Lines::Terminal => {
            let format = format.compact().with_target(false).with_ansi(true);
            let format = Guarded::new(format, Shape::Plain);
            layer.event_format(format).boxed()
        }
        Lines::Json => {
            let format = format.json().flatten_event(true);
            let format = format.with_current_span(false).with_span_list(false);
            let format = Guarded::new(format, Shape::Json);
            layer
                .fmt_fields(JsonFields::new())
                .event_format(format)
                .boxed()
        }
    };
    let layers = Registry::default().with(layer).with(Codes);
    let layers = layers.with(Statements(sink));
    let subscriber = layers.with(Heard::new(chosen, sink.is_some()));
    let change = move |filter| handle.reload(filter).map_err(|_| LogError::Gone);
    Ok((subscriber, LogLevel::new(change)))
}

/// A filter as `RUST_LOG` writes it.
fn read(filter: &str) -> Result<EnvFilter, LogError> {
    EnvFilter::try_new(filter).map_err(|source| LogError::Filter {
        filter: filter.to_owned(),
        source,
    })
}

/// Logs panics from here on as [`init`] does: for tests that read what was logged.
pub fn log_panics() {
    panics::log();
}
