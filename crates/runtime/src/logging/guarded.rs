//! Between the formatting of a line and its writing: every text in it is made fit for a log.

use std::fmt;

use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::FmtContext;
use tracing_subscriber::fmt::format::{FormatEvent, FormatFields, Writer};
use tracing_subscriber::registry::LookupSpan;

use super::repeats::Repeats;
use super::{codes, statements};
use crate::redact::{Origin, redacted};

/// What a line looks like, which decides where the texts in it begin and end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// All of it is text.
    Plain,
    /// A JSON object.
    Json,
}

/// Formats like `inner`, and redacts what does not belong into a log.
pub(super) struct Guarded<F> {
    inner: F,
    shape: Shape,
    repeats: Repeats,
}

impl<F> Guarded<F> {
    pub(super) fn new(inner: F, shape: Shape) -> Self {
        Self {
            inner,
            shape,
            repeats: Repeats::default(),
        }
    }
}

impl<S, N, F> FormatEvent<S, N> for Guarded<F>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
    F: FormatEvent<S, N>,
{
    fn format_event(
        &self,
        ctx: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        if statements::are_meant(event.metadata()) {
            return Ok(());
        }
        let Some(repeated) = self.repeats.admit(event) else {
            return Ok(());
        };
        let mut line = String::new();
        self.inner
            .format_event(ctx, Writer::new(&mut line), event)?;
        let target = event.metadata().target();
        let origin = if target.starts_with("fetcher") || target.starts_with("providers") {
            Origin::Feeds
        } else {
            Origin::Anything
        };
        let mut line = match self.shape {
            Shape::Plain => redacted(&line, origin).into_owned(),
            Shape::Json => redacted_json(&line, origin),
        };
        if let Some(code) = ctx.event_scope().and_then(codes::code_of) {
            self.shape.add_code(&mut line, &code);
        }
        if repeated > 0 {
            self.shape.count(&mut line, repeated);
        }
        writer.write_str(&line)
    }
}

impl Shape {
    /// Adds to the end of a line for which interaction it was written, unless it says so itself.
    fn add_code(self, line: &mut String, code: &str) {
        if line.contains(code) {
            return;
        }
        line.truncate(line.trim_end().len());
        match self {
            Self::Plain => line.push_str(&format!(" {}={code}\n", codes::FIELD)),
            Self::Json => {
                if line.pop() == Some('}') {
                    line.push_str(&format!(",\"{}\":\"{code}\"}}\n", codes::FIELD));
                }
            }
        }
    }

    /// Adds to the end of a line how often it was suppressed.
    fn count(self, line: &mut String, repeated: u64) {
        line.truncate(line.trim_end().len());
        match self {
            Self::Plain => line.push_str(&format!(" (and {repeated} times more before)\n")),
            Self::Json => {
                if line.pop() == Some('}') {
                    line.push_str(&format!(",\"repeated\":{repeated}}}\n"));
                }
            }
        }
    }
}

/// The same JSON, each string in it made fit for a log. The order of its fields stays.
fn redacted_json(line: &str, origin: Origin) -> String {
    let mut safe = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(begins) = rest.find('"') {
        let (before, text) = rest.split_at(begins);
        safe.push_str(before);
        let Some(length) = string_length(text) else {
            // It is not JSON after all: the rest is a single text.
            safe.push_str(&redacted(text, origin));
            return safe;
        };
        let (text, after) = text.split_at(length);
        rest = after;
        let said: Option<String> = serde_json::from_str(text).ok();
        let told = said.as_deref().map(|it| redacted(it, origin));
        match told.and_then(|it| serde_json::to_string(&it).ok()) {
            Some(told) => safe.push_str(&told),
            None => safe.push_str("\"[hidden]\""),
        }
    }
    safe.push_str(rest);
    safe
}

/// How many bytes the JSON string at the beginning has, with its quotes; none if it does not end.
fn string_length(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_stands_at_the_end_of_a_line() {
        let mut line = "{\"message\":\"down\"}\n".to_owned();
        Shape::Json.count(&mut line, 3);
        assert_eq!(line, "{\"message\":\"down\",\"repeated\":3}\n");
        let mut line = "down\n".to_owned();
        Shape::Plain.count(&mut line, 3);
        assert_eq!(line, "down (and 3 times more before)\n");
    }

    #[test]
    fn strings_of_an_object_are_redacted_one_by_one() {
        let line = r#"{"message":"said {\"a\":\"b\"}","path":"webhooks/1/abc","n":7}"#;
        let safe =
            r#"{"message":"said [a payload of 9 bytes]","path":"webhooks/1/[hidden]","n":7}"#;
        assert_eq!(redacted_json(line, Origin::Anything), safe);
        assert_eq!(redacted_json("\"open", Origin::Anything), "\"open");
    }
}
