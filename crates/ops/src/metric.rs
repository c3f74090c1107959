//! What a metric is: its name, what its number does, its labels, and what it says.

/// What every name begins with.
pub const PREFIX: &str = "dbsbm";

/// What a number does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Grows from 0 at the start of the process. Its exported name ends with `_total`.
    Counter,
    /// Goes up and down.
    Gauge,
    /// Counts by size. Its exported names end with `_bucket`, `_sum` and `_count`.
    Histogram,
}

/// A metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Metric {
    /// Its name, without the prefix and without what its kind appends.
    pub name: &'static str,
    /// What it does.
    pub kind: Kind,
    /// Its labels, beside those that every metric has.
    pub labels: &'static [&'static str],
    /// What it says, in a sentence.
    pub help: &'static str,
}

impl Metric {
    /// The name under which it can be queried: of a histogram, its count.
    pub fn exported(&self) -> String {
        let name = self.name;
        match self.kind {
            Kind::Counter => format!("{PREFIX}_{name}_total"),
            Kind::Gauge => format!("{PREFIX}_{name}"),
            Kind::Histogram => format!("{PREFIX}_{name}_count"),
        }
    }
}
