//! Counts statements by what they are sent for.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Registry, filter};

/// One statement, as the driver tells of it.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    /// Which command or component it was sent for. Nothing: for none.
    pub(super) handler: Option<String>,
    /// Which cache it fills, and which load that is.
    load: Option<(String, u64)>,
    /// Its text.
    pub(super) text: String,
}

/// Every statement of the process, in order.
#[derive(Clone, Default)]
pub(super) struct Tally {
    sent: Arc<Mutex<Vec<Statement>>>,
    spans: Arc<AtomicU64>,
}

/// How many statements each press sent, by its name.
#[derive(Default)]
pub(super) struct Counts {
    /// All of them.
    pub(super) rows: Vec<(String, usize)>,
    /// Those of pages with few rows, which are turned to only where there are many.
    pub(super) pages_of_few: Vec<(String, usize)>,
}

/// What a span is about, and which of all spans it is: ids of spans are given again.
struct What(String, u64);

impl Tally {
    /// Listens to the driver from here on, for the whole process.
    pub(super) fn listen() -> Self {
        let tally = Self::default();
        let fit = filter::filter_fn(|it| {
            it.target() == "sqlx::query" || it.is_span() && it.target().starts_with("bot")
        });
        let layers = Registry::default().with(tally.clone()).with(fit);
        layers.try_init().unwrap();
        tally
    }

    /// Forgets all that was sent so far.
    pub(super) fn forget_all(&self) {
        self.sent.lock().unwrap().clear();
    }

    /// Forgets what was sent for commands so far.
    pub(super) fn forget(&self) {
        self.sent.lock().unwrap().retain(|it| it.load.is_some());
    }

    /// What was sent for commands since, without what fills caches.
    pub(super) fn sent(&self) -> Vec<Statement> {
        let all = self.sent.lock().unwrap();
        let of_handlers = |it: &&Statement| it.handler.is_some() && it.load.is_none();
        all.iter().filter(of_handlers).cloned().collect()
    }

    /// The most statements that one load of this cache sent.
    pub(super) fn loads(&self, cache: &str) -> usize {
        let mut loads: BTreeMap<u64, usize> = BTreeMap::new();
        for it in self.sent.lock().unwrap().iter() {
            if let Some((_, id)) = it.load.as_ref().filter(|(of, _)| of == cache) {
                *loads.entry(*id).or_default() += 1;
            }
        }
        loads.into_values().max().unwrap()
    }
}

/// Reads the texts of an event or a span.
#[derive(Default)]
struct Texts(BTreeMap<&'static str, String>);

impl Visit for Texts {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }

    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Tally {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut texts = Texts::default();
        attributes.record(&mut texts);
        if let (Some(span), Some(what)) = (context.span(id), texts.0.remove("what")) {
            let nth = self.spans.fetch_add(1, Ordering::Relaxed);
            span.extensions_mut().insert(What(what, nth));
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        if event.metadata().target() != "sqlx::query" {
            return;
        }
        let mut texts = Texts::default();
        event.record(&mut texts);
        let mut text = texts.0.remove("db.statement").unwrap_or_default();
        if text.is_empty() {
            text = texts.0.remove("summary").unwrap_or_default();
        }
        // The driver's own, once for each connection: what a type of ours is made of.
        if text.contains("pg_catalog.") {
            return;
        }
        let (mut handler, mut load) = (None, None);
        for span in context.event_scope(event).into_iter().flatten() {
            let extensions = span.extensions();
            let Some(What(what, nth)) = extensions.get::<What>() else {
                continue;
            };
            match span.name() {
                "handler" => handler = Some(what.clone()),
                "load" => load = Some((what.clone(), *nth)),
                _ => {}
            }
        }
        let statement = Statement {
            handler,
            load,
            text,
        };
        self.sent.lock().unwrap().push(statement);
    }
}
