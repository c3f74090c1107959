//! Which events are heard: what the operator chose, of libraries no more than warnings, and the
//! driver's word about each statement, which is measured and never written.
//!
//! It filters for all layers and not for one: filters of one layer lose events where a library asks
//! through `log` whether it is heard and then says nothing.

use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::LookupSpan;

use super::statements;

/// Our own crates, and our programs: what they say has been read before it was written.
const OURS: &[&str] = &[
    "bot",
    "cache",
    "dbsbm_bot",
    "dbsbm_fetcher",
    "fetcher",
    "grading",
    "ledger",
    "ops",
    "pricing",
    "providers",
    "runtime",
    "shared",
    "slip",
    "store",
];

/// What the operator chose, within what is fit for a log.
pub(super) struct Heard<L> {
    chosen: L,
    /// Whether somebody measures statements.
    measures: bool,
}

impl<L> Heard<L> {
    pub(super) const fn new(chosen: L, measures: bool) -> Self {
        Self { chosen, measures }
    }

    fn is_measured(&self, of: &Metadata<'_>) -> bool {
        // The driver also asks whether it is heard, before it puts the texts together.
        self.measures && !of.is_span() && statements::are_told(of)
    }
}

/// Whether it may be written, whatever was chosen.
fn is_fit(of: &Metadata<'_>) -> bool {
    let root = of.target().split("::").next().unwrap_or_default();
    *of.level() <= Level::WARN || OURS.contains(&root)
}

impl<S, L> Layer<S> for Heard<L>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    L: Layer<S>,
{
    fn register_callsite(&self, of: &'static Metadata<'static>) -> Interest {
        if self.is_measured(of) {
            Interest::always()
        } else if is_fit(of) {
            self.chosen.register_callsite(of)
        } else {
            Interest::never()
        }
    }

    fn enabled(&self, of: &Metadata<'_>, context: Context<'_, S>) -> bool {
        self.is_measured(of) || is_fit(of) && self.chosen.enabled(of, context)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::TRACE)
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        self.chosen.on_new_span(attributes, id, context);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        self.chosen.on_record(id, values, context);
    }

    fn on_enter(&self, id: &Id, context: Context<'_, S>) {
        self.chosen.on_enter(id, context);
    }

    fn on_exit(&self, id: &Id, context: Context<'_, S>) {
        self.chosen.on_exit(id, context);
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        self.chosen.on_close(id, context);
    }
}
