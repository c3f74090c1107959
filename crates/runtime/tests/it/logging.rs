//! No token, no key, nothing typed in any line, at any level, whoever printed it.

use std::io::Write;
use std::sync::{Arc, Mutex};

use runtime::logging::{self, Lines, LogConfig};
use runtime::redact;
use tracing_subscriber::fmt::MakeWriter;

/// What was logged.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Runs something under a log with this filter, and gives what was logged.
fn logged(filter: &str, lines: Lines, run: impl FnOnce()) -> String {
    let log = Log::default();
    let config = LogConfig {
        log_filter: filter.to_owned(),
    };
    let (subscriber, _) = logging::subscriber(&config, lines, log.clone(), None).unwrap();
    tracing::subscriber::with_default(subscriber, run);
    log.text()
}

const PATH: &str = "/api/v10/webhooks/1100000000000000001/sEcReT-token/messages/@original";
const EVENT: &str = r#"{"t":"INTERACTION_CREATE","d":{"token":"sEcReT","value":"sEcReT }} x"}}"#;

#[test]
fn libraries_are_not_heard_below_warnings_whatever_the_filter_says() {
    for filter in [
        "trace",
        "twilight_http=trace,hyper=trace,sqlx=trace",
        "debug",
    ] {
        for lines in [Lines::Json, Lines::Terminal] {
            let text = logged(filter, lines, || {
                let span =
                    tracing::info_span!(target: "twilight_http::client", "request", path = PATH);
                let _entered = span.enter();
                tracing::info!(target: "twilight_http::response", "rate limited; retrying");
                tracing::debug!(target: "sqlx::query", "INSERT INTO x VALUES ('sEcReT')");
                tracing::trace!(target: "hyper::proto", "headers: authorization: Bot sEcReT.sEcReT");
                tracing::trace!(target: "runtime", "ours is heard");
            });
            assert!(!text.contains("sEcReT"), "{text}");
            assert!(!text.contains("retrying"), "{text}");
            assert_eq!(text.contains("ours is heard"), filter == "trace", "{text}");
        }
    }
}

#[test]
fn what_is_heard_of_a_library_is_redacted_field_by_field() {
    for lines in [Lines::Json, Lines::Terminal] {
        let text = logged("info", lines, || {
            let span = tracing::warn_span!(target: "twilight_http::client", "request", path = PATH);
            let _entered = span.enter();
            tracing::warn!(target: "twilight_http::response", url = PATH, "header parsing failed");
            tracing::error!(target: "twilight_gateway", "cannot be deserialized: event={EVENT}");
            tracing::warn!(
                target: "sqlx::pool",
                url = "postgres://dbsbm_bot:sEcReT@localhost/dbsbm",
                "slow acquire"
            );
        });
        assert!(!text.contains("sEcReT"), "{text}");
        for word in [
            "header parsing failed",
            "cannot be deserialized",
            "slow acquire",
        ] {
            assert!(text.contains(word), "{text}");
        }
    }
}

#[test]
fn a_line_of_ours_is_redacted_too_and_stays_json() {
    redact::hide("pOsItIvElY");
    let text = logged("info", Lines::Json, || {
        let payload = EVENT;
        tracing::warn!(target: "bot::gateway", payload, "not read: {payload:?} of pOsItIvElY");
    });
    assert!(
        !text.contains("sEcReT") && !text.contains("pOsItIvElY"),
        "{text}"
    );
    let line: serde_json::Value = serde_json::from_str(text.trim_end()).unwrap();
    assert_eq!(line["level"], "WARN");
    assert_eq!(
        line["payload"],
        format!("[a payload of {} bytes]", EVENT.len())
    );
}

#[test]
fn a_library_that_asks_and_then_says_nothing_silences_nobody() {
    let text = logged("info", Lines::Json, || {
        for number in 0..3 {
            assert!(!tracing::enabled!(target: "hyper::proto", tracing::Level::TRACE));
            tracing::info!(target: "runtime", "line {number}");
        }
    });
    assert_eq!(text.lines().count(), 3, "{text}");
}

#[test]
fn a_panic_is_a_line_that_quotes_no_value() {
    logging::log_panics();
    let typed = "sEcReT words";
    let text = logged("error", Lines::Json, || {
        let caught = std::panic::catch_unwind(|| panic!("no room for {typed}"));
        assert!(caught.is_err());
        let caught = std::panic::catch_unwind(|| panic!("a plain sentence"));
        assert!(caught.is_err());
    });
    let _ = std::panic::take_hook();
    assert!(!text.contains("sEcReT"), "{text}");
    assert!(text.contains("logging.rs:"), "{text}");
    assert!(text.contains("a plain sentence"), "{text}");
}

#[test]
fn a_filter_that_cannot_be_read_is_named() {
    let config = LogConfig {
        log_filter: "bot=loudly".to_owned(),
    };
    let refused = logging::subscriber(&config, Lines::Json, Log::default(), None);
    let said = refused.err().unwrap().to_string();
    assert!(said.contains("bot=loudly"), "{said}");
}

#[test]
fn every_line_has_the_code_of_the_interaction_that_it_belongs_to_once() {
    for filter in ["error", "info"] {
        for lines in [Lines::Json, Lines::Terminal] {
            let text = logged(filter, lines, || {
                let code = "E-7Q2K";
                let span = tracing::error_span!(target: "bot", "interaction", error.code = code);
                let inner = || {
                    tracing::error!(target: "bot", "ours");
                    tracing::warn!(target: "bot", "said by itself as {code}");
                    tracing::error!(target: "twilight_http", "a library's");
                };
                span.in_scope(|| {
                    tracing::debug_span!(target: "bot", "handler", what = "/bet").in_scope(inner);
                });
                let late = tracing::field::Empty;
                let span = tracing::error_span!(target: "bot", "delivery", error.code = late);
                span.record("error.code", "E-0000");
                span.in_scope(|| tracing::error!(target: "bot", "known late"));
            });
            let count = text.lines().count();
            assert_eq!(count, if filter == "info" { 4 } else { 3 }, "{text}");
            for line in text.lines() {
                // One says it in its words already; a terminal shows the field of its span too.
                let most = if line.contains("by itself") { 2 } else { 1 };
                let known = line.matches("E-").count();
                assert!((1..=most).contains(&known), "{line}");
            }
            let ours = text.lines().filter(|it| it.contains("E-7Q2K")).count();
            assert_eq!(ours, count - 1, "{text}");
        }
    }
}
