//! Spans around the work for whoever waits for an answer. No log line shows them: they say of a
//! library's event, such as a statement, for what it was. Tests count statements by them.

use tracing::Span;

/// Around what answers a command, a press, a form or a reaction. `what` is as the log names it.
pub(crate) fn handler(what: &str) -> Span {
    tracing::debug_span!("handler", what)
}

/// Around what fills a cache: it happens where nothing is kept, for whoever comes first.
pub(crate) fn load(what: &'static str) -> Span {
    tracing::debug_span!("load", what)
}
