//! What measuring every statement costs.

use std::time::{Duration, Instant};

use runtime::logging::{self, Lines, LogConfig, StatementSink};

/// How many statements are told of.
const TOLD: u32 = 100_000;

/// As the driver does for each execution: it asks, puts the texts together and tells.
fn tell(text: &str, elapsed: Duration) {
    if tracing::enabled!(target: "sqlx::query", tracing::Level::DEBUG) {
        let words: Vec<_> = text.split_whitespace().take(4).collect();
        let (summary, statement) = (words.join(" ") + " …", format!("\n\n{text}\n"));
        tracing::debug!(target: "sqlx::query", summary, db.statement = statement,
            rows_affected = 0, rows_returned = 1, ?elapsed, elapsed_secs = elapsed.as_secs_f64());
    }
}

fn nanoseconds_each(sink: Option<StatementSink>) -> u128 {
    let config = LogConfig {
        log_filter: "info".to_owned(),
    };
    let made = logging::subscriber(&config, Lines::Json, std::io::sink, sink);
    let text = "SELECT ticket_id, code, placed_at FROM tickets WHERE guild_id = $1 ".repeat(10);
    tracing::subscriber::with_default(made.unwrap().0, || {
        let began = Instant::now();
        for _ in 0..TOLD {
            tell(&text, Duration::from_millis(1));
        }
        began.elapsed().as_nanos() / u128::from(TOLD)
    })
}

#[test]
#[ignore = "prints a figure"]
fn what_measuring_a_statement_costs() {
    let (without, with) = (
        nanoseconds_each(None),
        nanoseconds_each(Some(store::statements::observe)),
    );
    println!("a statement of 670 letters: {without} ns unmeasured, {with} ns measured");
}
