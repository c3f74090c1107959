//! Hands the text and the time of every statement to whoever measures them.
//!
//! The driver tells of each execution in an event, once for all call sites. No line is written of
//! it, at any level: a text of a statement is no reading for people, and there are many.

use std::fmt;
use std::time::Duration;

use tracing::field::{Field, Visit};
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer};

/// Takes the text of a statement and how long it took.
pub type StatementSink = fn(&str, Duration);

/// Under which target the driver tells. In two parts, since the name of its macro means SQL here.
const TARGET: &str = concat!("sqlx", "::query");

/// Whether an event is the driver's word about a statement.
pub(super) fn are_told(of: &Metadata<'_>) -> bool {
    *of.level() == Level::DEBUG && are_meant(of)
}

/// The same at any level.
pub(super) fn are_meant(of: &Metadata<'_>) -> bool {
    of.target() == TARGET
}

/// Listens to the driver.
pub(super) struct Statements(pub(super) Option<StatementSink>);

impl<S: Subscriber> Layer<S> for Statements {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let Some(sink) = self.0.filter(|_| are_told(event.metadata())) else {
            return;
        };
        let mut took = Took::default();
        event.record(&mut took);
        if let Some(elapsed) = took.elapsed {
            let short = !took.has_statement;
            event.record(&mut Handing {
                sink,
                elapsed,
                short,
            });
        }
    }
}

/// How long it took. The texts are not copied, so they are handed on in a second walk.
#[derive(Default)]
struct Took {
    elapsed: Option<Duration>,
    has_statement: bool,
}

impl Visit for Took {
    fn record_f64(&mut self, field: &Field, value: f64) {
        if field.name() == "elapsed_secs" {
            self.elapsed = Duration::try_from_secs_f64(value).ok();
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.has_statement |= field.name() == "db.statement" && !value.is_empty();
    }

    fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}
}

struct Handing {
    sink: StatementSink,
    elapsed: Duration,
    /// Whether the statement is so short that its summary is all of it.
    short: bool,
}

impl Visit for Handing {
    fn record_str(&mut self, field: &Field, value: &str) {
        let is_text = if self.short {
            "summary"
        } else {
            "db.statement"
        };
        if field.name() == is_text {
            // The driver puts it between empty lines.
            let text = value.strip_prefix("\n\n").unwrap_or(value);
            (self.sink)(text.strip_suffix('\n').unwrap_or(text), self.elapsed);
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}
}
