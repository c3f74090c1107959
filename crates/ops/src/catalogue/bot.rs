//! Metrics of the bot.

use crate::metric::{Kind, Metric};

/// Interactions.
pub const INTERACTIONS: Metric = Metric {
    name: "interactions",
    kind: Kind::Counter,
    labels: &["command", "kind", "outcome"],
    help: "Interactions that were handled, by command, kind and what became of them.",
};

/// How soon they are acknowledged.
pub const INTERACTION_ACKNOWLEDGED: Metric = Metric {
    name: "interaction_acknowledged_seconds",
    kind: Kind::Histogram,
    labels: &["command"],
    help: "How long after its arrival Discord had accepted the first response to an interaction.",
};

/// How soon they are answered.
pub const INTERACTION_ANSWERED: Metric = Metric {
    name: "interaction_answered_seconds",
    kind: Kind::Histogram,
    labels: &["command"],
    help: "How long after its arrival an interaction had its answer.",
};

/// Interactions that no handler saw.
pub const INTERACTIONS_TURNED_AWAY: Metric = Metric {
    name: "interactions_turned_away",
    kind: Kind::Counter,
    labels: &["why"],
    help: "Interactions that were turned away before a handler ran, because of a flood.",
};

/// Requests to Discord.
pub const DISCORD_REQUESTS: Metric = Metric {
    name: "discord_requests",
    kind: Kind::Counter,
    labels: &["route", "outcome"],
    help: "Requests to Discord by route and outcome; rate_limited is a 429.",
};

/// The share of Discord's global limit.
pub const DISCORD_BUDGET_USED: Metric = Metric {
    name: "discord_budget_used_ratio",
    kind: Kind::Gauge,
    labels: &[],
    help: "The busiest second of the last quarter of a minute, as a share of the 50 requests that \
           Discord allows in a second.",
};

/// Shards that are connected.
pub const GATEWAY_UP: Metric = Metric {
    name: "gateway_up",
    kind: Kind::Gauge,
    labels: &["shard"],
    help: "1 while the shard has a session with Discord's gateway, else 0.",
};

/// The round trip of heartbeats.
pub const GATEWAY_LATENCY: Metric = Metric {
    name: "gateway_latency_seconds",
    kind: Kind::Gauge,
    labels: &["shard"],
    help: "How long the gateway took to answer the shard's last heartbeat.",
};

/// Pictures that wait.
pub const PICTURES_QUEUED: Metric = Metric {
    name: "pictures_queued",
    kind: Kind::Gauge,
    labels: &[],
    help: "Pictures that wait to be drawn or are being drawn.",
};

/// Pictures that were asked for.
pub const PICTURES: Metric = Metric {
    name: "pictures",
    kind: Kind::Counter,
    labels: &["outcome"],
    help: "Pictures that were asked for, by whether they were drawn, kept from before, or refused.",
};

pub(super) const BOT: &[Metric] = &[
    INTERACTIONS,
    INTERACTION_ACKNOWLEDGED,
    INTERACTION_ANSWERED,
    INTERACTIONS_TURNED_AWAY,
    DISCORD_REQUESTS,
    DISCORD_BUDGET_USED,
    GATEWAY_UP,
    GATEWAY_LATENCY,
    PICTURES_QUEUED,
    PICTURES,
];
