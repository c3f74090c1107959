//! Every metric that the programs export, in one table: names, labels, and what each says.
//!
//! Labels are bounded. None of them ever holds a member, a server, a ticket, or anything that
//! somebody typed.

mod bot;
mod cached;
mod fetcher;

pub use bot::*;
pub use cached::*;
pub use fetcher::*;

pub use crate::metric::{Kind, Metric};

use crate::figures::Figure;

/// The labels of every metric.
pub const EVERYWHERE: &[&str] = &["program", "instance"];

/// Connections of the pool.
pub const POOL_CONNECTIONS: Metric = Metric {
    name: "pool_connections",
    kind: Kind::Gauge,
    labels: &["state"],
    help: "Connections to the database, by whether they are used or idle.",
};

/// The size of the pool.
pub const POOL_CONNECTIONS_MAX: Metric = Metric {
    name: "pool_connections_max",
    kind: Kind::Gauge,
    labels: &[],
    help: "How many connections to the database may be open at once.",
};

/// Waits for a connection.
pub const POOL_WAIT: Metric = Metric {
    name: "pool_wait_seconds",
    kind: Kind::Histogram,
    labels: &[],
    help: "How long the health probe waited for a connection of the pool.",
};

/// How long statements take.
pub const STATEMENT: Metric = Metric {
    name: "statement_seconds",
    kind: Kind::Histogram,
    labels: &["name", "class"],
    help: "How long statements took, by name and class.",
};

/// Metrics of both programs, the figures not among them.
const BOTH: &[Metric] = &[POOL_CONNECTIONS, POOL_CONNECTIONS_MAX, POOL_WAIT, STATEMENT];

/// Every metric of both programs.
pub fn all() -> impl Iterator<Item = Metric> {
    let figures = Figure::ALL.iter().map(|it| it.metric());
    let tables = [BOTH, CACHED, BOT, FETCHER].into_iter().flatten().copied();
    tables.chain(figures)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_name_is_one_metric_with_a_sentence() {
        let names: BTreeSet<_> = all().map(|it| it.name).collect();
        assert_eq!(names.len(), all().count());
        for it in all() {
            assert!(it.help.ends_with('.'), "{}", it.name);
            let plain = |it: char| it.is_ascii_lowercase() || it == '_';
            assert!(it.name.chars().all(plain), "{}", it.name);
        }
    }
}
