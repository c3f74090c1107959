//! The driver's word about a statement is measured, and no line is written of it.

use std::sync::Mutex;
use std::time::Duration;

use runtime::logging::{self, Lines, LogConfig};

use crate::logging::Log;

static TOLD: Mutex<Vec<(String, Duration)>> = Mutex::new(Vec::new());

fn tell(text: &str, took: Duration) {
    TOLD.lock().unwrap().push((text.to_owned(), took));
}

/// As the driver tells of it.
fn execute(summary: &str, statement: &str, seconds: f64) {
    let asked = tracing::enabled!(target: "sqlx::query", tracing::Level::DEBUG);
    assert!(asked);
    tracing::debug!(target: "sqlx::query", summary, db.statement = statement, rows_affected = 1,
        elapsed = "1ms", elapsed_secs = seconds);
}

#[test]
fn every_statement_is_measured_and_none_is_written_whatever_the_filter_says() {
    for filter in ["off", "error", "info", "trace", "sqlx=trace"] {
        for lines in [Lines::Json, Lines::Terminal] {
            let log = Log::default();
            let config = LogConfig {
                log_filter: filter.to_owned(),
            };
            let made = logging::subscriber(&config, lines, log.clone(), Some(tell));
            let (subscriber, _) = made.unwrap();
            tracing::subscriber::with_default(subscriber, || {
                execute(
                    "SELECT a, b FROM …",
                    "\n\nSELECT a, b\n  FROM sEcReT\n",
                    0.25,
                );
                execute("COMMIT", "", 0.5);
                tracing::warn!(target: "sqlx::query", summary = "SELECT sEcReT", "slow statement");
                tracing::debug!(target: "sqlx::pool", "sEcReT");
            });
            assert_eq!(log.text(), "");
            let told = std::mem::take(&mut *TOLD.lock().unwrap());
            let statement = "SELECT a, b\n  FROM sEcReT".to_owned();
            let [quarter, half] = [250, 500].map(Duration::from_millis);
            assert_eq!(told, [(statement, quarter), ("COMMIT".to_owned(), half)]);
        }
    }
}

#[test]
fn what_is_logged_changes_while_the_program_runs() {
    let log = Log::default();
    let config = LogConfig {
        log_filter: "warn".to_owned(),
    };
    let (subscriber, level) = logging::subscriber(&config, Lines::Json, log.clone(), None).unwrap();
    tracing::subscriber::with_default(subscriber, || {
        let speak = || {
            tracing::debug!(target: "runtime", "in detail");
            tracing::debug!(target: "hyper", "of a library");
        };
        speak();
        assert_eq!(log.text(), "");
        level.set("debug").unwrap();
        speak();
        assert_eq!(log.text().matches("in detail").count(), 1);
        assert!(level.set("runtime=loudly").is_err());
        speak();
        assert_eq!(log.text().matches("in detail").count(), 2);
        level.set("warn").unwrap();
        speak();
    });
    assert_eq!(log.text().matches("in detail").count(), 2, "{}", log.text());
    assert!(!log.text().contains("of a library"), "{}", log.text());
}
