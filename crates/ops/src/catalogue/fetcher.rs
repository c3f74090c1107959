//! Metrics of the fetcher.

use crate::metric::{Kind, Metric};

/// Requests to feeds.
pub const FEED_REQUESTS: Metric = Metric {
    name: "feed_requests",
    kind: Kind::Counter,
    labels: &["feed", "outcome"],
    help: "Requests to feeds, by feed and outcome.",
};

/// How long feeds take.
pub const FEED_ANSWER: Metric = Metric {
    name: "feed_answer_seconds",
    kind: Kind::Histogram,
    labels: &["feed"],
    help: "How long one try of a request to a feed took, without waiting for its turn.",
};

/// Places that are left alone.
pub const FEED_BREAKERS: Metric = Metric {
    name: "feed_breakers",
    kind: Kind::Gauge,
    labels: &["feed", "state"],
    help: "Hosts and endpoints of a feed that fail: left alone (open), or tried once (half_open).",
};

/// The age of what is known.
pub const LEAGUE_ANSWER_AGE: Metric = Metric {
    name: "league_answer_age_seconds",
    kind: Kind::Gauge,
    labels: &["feed", "league"],
    help: "How long ago the feed last answered about the league.",
};

/// What keys may still spend.
pub const QUOTA_LEFT: Metric = Metric {
    name: "feed_quota_left",
    kind: Kind::Gauge,
    labels: &["feed", "api", "period", "set_by"],
    help: "How many units the feed's key has left in the current period.",
};

/// What keys may spend.
pub const QUOTA_LIMIT: Metric = Metric {
    name: "feed_quota_limit",
    kind: Kind::Gauge,
    labels: &["feed", "api", "period", "set_by"],
    help: "How many units the feed's key has in a period.",
};

/// Who leads.
pub const LEADING: Metric = Metric {
    name: "leading",
    kind: Kind::Gauge,
    labels: &[],
    help: "1 while this fetcher holds the lease and works, else 0.",
};

pub(super) const FETCHER: &[Metric] = &[
    FEED_REQUESTS,
    FEED_ANSWER,
    FEED_BREAKERS,
    LEAGUE_ANSWER_AGE,
    QUOTA_LEFT,
    QUOTA_LIMIT,
    LEADING,
];
