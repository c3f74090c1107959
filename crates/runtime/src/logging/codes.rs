//! The code of the interaction for which a line is written, in every line: a member may have read
//! it in an answer, and whoever is told of it finds all that happened.

use std::fmt;

use tracing::Subscriber;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::{LookupSpan, Scope};

/// The field of a span, and of a line, that holds the code.
pub(super) const FIELD: &str = "error.code";

/// The code of a span.
struct Code(String);

/// Takes down the codes of spans.
pub(super) struct Codes;

/// The code of the innermost span that has one.
pub(super) fn code_of<'a, S: LookupSpan<'a>>(scope: Scope<'a, S>) -> Option<String> {
    let mut spans = scope;
    spans.find_map(|it| it.extensions().get::<Code>().map(|it| it.0.clone()))
}

impl<S> Layer<S> for Codes
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut found = Found::default();
        attributes.record(&mut found);
        found.keep(id, &context);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let mut found = Found::default();
        values.record(&mut found);
        found.keep(id, &context);
    }
}

#[derive(Default)]
struct Found(Option<String>);

impl Found {
    fn keep<S>(self, id: &Id, context: &Context<'_, S>)
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
    {
        if let (Some(code), Some(span)) = (self.0, context.span(id)) {
            span.extensions_mut().replace(Code(code));
        }
    }
}

impl Visit for Found {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == FIELD {
            self.0 = Some(value.to_owned());
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == FIELD {
            self.0 = Some(format!("{value:?}"));
        }
    }
}
