//! What a span of time came to: how long members waited, and what it cost.

use std::time::Duration;

use super::press::Went;
use crate::metrics::Metrics;

/// Namespaces that hardly anything is read of twice, as the programs know it too.
const READ_SELDOM: [&str; 3] = ["image_cache", "api_response", "session"];
const NAMESPACES: [&str; 10] = [
    "game_data",
    "guild_data",
    "user_data",
    "team_data",
    "league_data",
    "db_query",
    "parlay_data",
    "image_cache",
    "api_response",
    "session",
];

/// A span under load.
pub(super) struct Span {
    /// What was tried in it.
    pub(super) name: String,
    pub(super) lasted: Duration,
    pub(super) went: Vec<Went>,
    /// How many acts were not begun because too many were under way.
    pub(super) held_back: u32,
    pub(super) before: Metrics,
    pub(super) after: Metrics,
}

impl Span {
    pub(super) fn failed(&self) -> usize {
        self.went.iter().filter(|it| it.failed.is_some()).count()
    }

    /// By how much a counter grew.
    fn grew(&self, name: &str, labels: &[&str]) -> f64 {
        self.after.sum(name, labels) - self.before.sum(name, labels)
    }

    /// The share of reads of a layer that found something, of what is read often. Where nothing is
    /// read: none.
    pub(super) fn hits(&self, layer: &str) -> Option<f64> {
        let often = NAMESPACES.iter().filter(|it| !READ_SELDOM.contains(*it));
        let (mut found, mut all) = (0.0, 0.0);
        let layer = format!("layer=\"{layer}\"");
        for namespace in often {
            let namespace = format!("namespace=\"{namespace}\"");
            let of = |outcome: &str| {
                let outcome = format!("outcome=\"{outcome}\"");
                self.grew("dbsbm_cache_reads_total", &[&namespace, &layer, &outcome])
            };
            found += of("hit");
            all += of("hit") + of("miss") + of("error");
        }
        (all > 0.0).then(|| found / all)
    }

    /// How many statements a thousand interactions took, and how many milliseconds these.
    pub(super) fn database(&self) -> (f64, f64) {
        let per_thousand = 1_000.0 / float(self.went.len().max(1));
        let count = self.grew("dbsbm_statement_seconds_count", &[]);
        let seconds = self.grew("dbsbm_statement_seconds_sum", &[]);
        (count * per_thousand, seconds * 1_000.0 * per_thousand)
    }

    /// How often each statement was executed for a thousand interactions, the most frequent first.
    pub(super) fn statements(&self) -> Vec<(String, f64)> {
        let name = "dbsbm_statement_seconds_count";
        let per_thousand = 1_000.0 / float(self.went.len().max(1));
        let names = self.after.values_of(name, "name");
        let mut all: Vec<_> = names
            .into_iter()
            .map(|it| {
                let grew = self.grew(name, &[&format!("name=\"{it}\"")]);
                (it, grew * per_thousand)
            })
            .collect();
        all.sort_by(|one, other| other.1.total_cmp(&one.1));
        all
    }

    /// How many of the bot's own answers were failures.
    pub(super) fn failed_by_the_bot(&self) -> f64 {
        ["failed", "unacknowledged", "unread"]
            .iter()
            .map(|it| {
                let outcome = format!("outcome=\"{it}\"");
                self.grew("dbsbm_interactions_total", &[&outcome])
            })
            .sum()
    }

    /// A row of the table.
    pub(super) fn row(&self) -> String {
        let mut waits: Vec<_> = self.went.iter().map(|it| it.took.as_millis()).collect();
        waits.sort_unstable();
        let at = |share: usize| {
            let last = waits.len().saturating_sub(1);
            waits.get(last * share / 100).copied().unwrap_or_default()
        };
        let rate = float(self.went.len()) / self.lasted.as_secs_f64();
        let (statements, milliseconds) = self.database();
        let hits = |layer| {
            let hits = self.hits(layer);
            hits.map_or_else(|| "-".to_owned(), |it| format!("{:.1} %", it * 100.0))
        };
        format!(
            "{:<28} {:>6} {rate:>6.0} {:>6} {:>6} {:>6} {:>6} {:>8} {:>8} {statements:>10.0} \
             {milliseconds:>8.0}",
            self.name,
            self.went.len(),
            self.failed(),
            at(50),
            at(95),
            at(99),
            hits("local"),
            hits("shared"),
        )
    }
}

/// What the columns of [`Span::row`] are.
pub(super) fn head() -> String {
    format!(
        "{:<28} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>8} {:>8} {:>10} {:>8}",
        "",
        "number",
        "per s",
        "failed",
        "p50 ms",
        "p95",
        "p99",
        "local",
        "Redis",
        "statements",
        "ms"
    )
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand interactions")]
pub(super) const fn float(number: usize) -> f64 {
    number as f64
}
