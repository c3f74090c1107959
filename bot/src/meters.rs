//! What the bot counts and measures for its operator. Labels come from lists of ours: the commands,
//! and the words below.

mod discord;
mod gateway;

use ops::caching::CacheMeters;
use ops::catalogue as names;
use ops::figures::{Figure, Figures};
use ops::observer::Source;
use ops::registry::Registry;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use tokio::time::Instant;

pub(crate) use discord::{DiscordMeters, REQUESTS_PER_SECOND, Sent};
pub(crate) use gateway::GatewayMeters;

/// What a component, form or command is called that this version does not have.
pub(crate) const UNKNOWN: &str = "unknown";

/// How an interaction came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InteractionKind {
    Command,
    Component,
    Form,
    Autocomplete,
}

impl InteractionKind {
    const fn word(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::Component => "component",
            Self::Form => "form",
            Self::Autocomplete => "autocomplete",
        }
    }
}

/// What became of an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was answered as was asked.
    Answered,
    /// It was answered that this cannot be.
    Refused,
    /// It failed, by a fault of ours.
    Failed,
    /// Discord did not accept the answer at once.
    Late,
    /// Discord did not accept the acknowledgement, so nothing was done.
    Unacknowledged,
    /// No handler of this version knows it.
    Unread,
}

impl Outcome {
    const fn word(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Late => "late",
            Self::Unacknowledged => "unacknowledged",
            Self::Unread => "unread",
        }
    }
}

type Labels<const N: usize> = [(&'static str, &'static str); N];
type Times = Family<Labels<1>, Histogram, fn() -> Histogram>;

/// From 4 ms to 16 s, a factor of 2 apart.
fn times() -> Histogram {
    Histogram::new(exponential_buckets(0.004, 2.0, 13))
}

/// Everything that the bot counts. Clones share it.
#[derive(Clone)]
pub struct Meters {
    interactions: Family<Labels<3>, Counter>,
    acknowledged: Times,
    answered: Times,
    turned_away: Family<Labels<1>, Counter>,
    pictures: Family<Labels<1>, Counter>,
    pictures_queued: Gauge,
    pub(crate) discord: DiscordMeters,
    /// The connections to Discord's gateway, which are also a check of health.
    pub gateway: GatewayMeters,
    /// What is cached.
    pub(crate) cache: CacheMeters,
}

impl Default for Meters {
    fn default() -> Self {
        Self {
            interactions: Family::default(),
            acknowledged: Family::new_with_constructor(times),
            answered: Family::new_with_constructor(times),
            turned_away: Family::default(),
            pictures: Family::default(),
            pictures_queued: Gauge::default(),
            discord: DiscordMeters::default(),
            gateway: GatewayMeters::default(),
            cache: CacheMeters::default(),
        }
    }
}

impl Meters {
    /// Exports all of them.
    pub fn register(&self, registry: &mut Registry) {
        registry.add(&names::INTERACTIONS, self.interactions.clone());
        registry.add(&names::INTERACTION_ACKNOWLEDGED, self.acknowledged.clone());
        registry.add(&names::INTERACTION_ANSWERED, self.answered.clone());
        registry.add(&names::INTERACTIONS_TURNED_AWAY, self.turned_away.clone());
        registry.add(&names::PICTURES, self.pictures.clone());
        registry.add(&names::PICTURES_QUEUED, self.pictures_queued.clone());
        self.discord.register(registry);
        self.gateway.register(registry);
        self.cache.register(registry);
    }

    /// An interaction is over that came in this way.
    pub(crate) fn handled(&self, command: &'static str, kind: InteractionKind, outcome: Outcome) {
        let labels = [
            ("command", command),
            ("kind", kind.word()),
            ("outcome", outcome.word()),
        ];
        self.interactions.get_or_create(&labels).inc();
    }

    /// Discord accepted the first response to an interaction that came then.
    pub(crate) fn acknowledged(&self, command: &'static str, arrived: Instant) {
        let times = self.acknowledged.get_or_create(&[("command", command)]);
        times.observe(arrived.elapsed().as_secs_f64());
    }

    /// An interaction that came then has its answer.
    pub(crate) fn answered(&self, command: &'static str, arrived: Instant) {
        let times = self.answered.get_or_create(&[("command", command)]);
        times.observe(arrived.elapsed().as_secs_f64());
    }

    /// An interaction was turned away, for one of the reasons of `gateway`.
    pub(crate) fn turned_away(&self, why: &'static str) {
        self.turned_away.get_or_create(&[("why", why)]).inc();
    }

    /// A picture was asked for: `drawn`, `kept`, `busy` or `failed`.
    pub(crate) fn picture(&self, outcome: &'static str) {
        self.pictures.get_or_create(&[("outcome", outcome)]).inc();
    }

    /// A picture waits, for as long as this value is kept.
    pub(crate) fn picture_waits(&self) -> Waits {
        self.pictures_queued.inc();
        Waits(self.pictures_queued.clone())
    }
}

impl Source for Meters {
    fn gather(&self, figures: &mut Figures) {
        self.discord.look();
        self.cache.gather(figures);
        figures.note(Figure::ShardsDown, self.gateway.down().map(f64::from));
    }
}

/// Counts one that waits, until it is dropped.
#[derive(Debug)]
pub(crate) struct Waits(Gauge);

impl Drop for Waits {
    fn drop(&mut self) {
        self.0.dec();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_waits_until_it_is_drawn() {
        let meters = Meters::default();
        let waits = meters.picture_waits();
        assert_eq!(meters.pictures_queued.get(), 1);
        drop(waits);
        assert_eq!(meters.pictures_queued.get(), 0);
    }
}
