//! Spans around the work for whoever waits for an answer. Lines have the code of the outermost; the
//! others say of a library's event, such as a statement, for what it was. Tests count statements by
//! them.

use shared::id::InteractionId;
use tracing::Span;
use tracing::field::{Empty, display};

use crate::errors::ErrorCode;

/// Around all that is done for one interaction: each line in it has the code that its member may
/// read.
pub(crate) fn interaction(id: InteractionId) -> Span {
    // The level says what a filter leaves of it, and the code belongs into every line.
    tracing::error_span!("interaction", error.code = %ErrorCode::of(id))
}

/// Around the delivery of a notice, before it is known which interaction left it.
pub(crate) fn delivery() -> Span {
    tracing::error_span!("delivery", error.code = Empty)
}

/// Says in the span of a delivery which interaction left the notice.
pub(crate) fn delivers_for(id: InteractionId) {
    Span::current().record("error.code", display(ErrorCode::of(id)));
}

/// Around what answers a command, a press, a form or a reaction. `what` is as the log names it.
pub(crate) fn handler(what: &str) -> Span {
    tracing::debug_span!("handler", what)
}

/// Around what fills a cache: it happens where nothing is kept, for whoever comes first.
pub(crate) fn load(what: &'static str) -> Span {
    tracing::debug_span!("load", what)
}
