//! Metrics of what a program caches.

use crate::metric::{Kind, Metric};

/// Reads.
pub const CACHE_READS: Metric = Metric {
    name: "cache_reads",
    kind: Kind::Counter,
    labels: &["namespace", "layer", "outcome"],
    help: "Reads of the cache by namespace, layer, and whether a value was found.",
};

/// Loads.
pub const CACHE_LOADS: Metric = Metric {
    name: "cache_loads",
    kind: Kind::Counter,
    labels: &["namespace", "outcome"],
    help: "Values that were loaded because no layer had them, by namespace and outcome.",
};

/// Drops.
pub const CACHE_DROPS: Metric = Metric {
    name: "cache_drops",
    kind: Kind::Counter,
    labels: &["namespace"],
    help: "How often a value, those of a server or league, or all of a namespace were dropped.",
};

/// Whether the shared layer is asked.
pub const CACHE_SHARED_STATE: Metric = Metric {
    name: "cache_shared_state",
    kind: Kind::Gauge,
    labels: &["state"],
    help: "1 for the state of the breaker before Redis: closed, half_open or open, else 0.",
};

/// Writes that were lost.
pub const CACHE_LOST_WRITES: Metric = Metric {
    name: "cache_lost_writes",
    kind: Kind::Counter,
    labels: &[],
    help: "Values that were handed to Redis and not kept there, as far as it said.",
};

pub(super) const CACHED: &[Metric] = &[
    CACHE_READS,
    CACHE_LOADS,
    CACHE_DROPS,
    CACHE_SHARED_STATE,
    CACHE_LOST_WRITES,
];
