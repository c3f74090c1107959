//! The shards: whether each has a session with Discord's gateway, and how long it takes to answer.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ops::catalogue as names;
use ops::health::{Check, Finding, Need};
use ops::registry::Registry;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;

type OfShard = [(&'static str, u32); 1];

/// Knows every shard of this process. Clones share it.
#[derive(Clone, Default)]
pub struct GatewayMeters {
    up: Family<OfShard, Gauge>,
    latency: Family<OfShard, Gauge<f64, AtomicU64>>,
    shards: Arc<Mutex<BTreeMap<u32, bool>>>,
}

impl GatewayMeters {
    pub(super) fn register(&self, registry: &mut Registry) {
        registry.add(&names::GATEWAY_UP, self.up.clone());
        registry.add(&names::GATEWAY_LATENCY, self.latency.clone());
    }

    /// Whether a shard has a session now, and how long its last heartbeat took.
    pub(crate) fn shard(&self, number: u32, is_up: bool, latency: Option<Duration>) {
        let labels = [("shard", number)];
        let before = self.shards().insert(number, is_up);
        if before != Some(is_up) {
            self.up.get_or_create(&labels).set(i64::from(is_up));
        }
        if let Some(latency) = latency {
            let shown = self.latency.get_or_create(&labels);
            shown.set(latency.as_secs_f64());
        }
    }

    /// How many shards have no session; `None` before there are any.
    pub(super) fn down(&self) -> Option<u32> {
        let shards = self.shards();
        let down = shards.values().filter(|it| !**it).count();
        (!shards.is_empty()).then(|| u32::try_from(down).unwrap_or(u32::MAX))
    }

    fn shards(&self) -> MutexGuard<'_, BTreeMap<u32, bool>> {
        self.shards.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Check for GatewayMeters {
    fn look(&self) -> Finding {
        let shards = self.shards();
        let (all, up) = (shards.len(), shards.values().filter(|it| **it).count());
        match (up, all) {
            (_, 0) => Finding::missing(
                "gateway",
                Need::Required,
                "a session with Discord: it was not connected to yet",
            ),
            (0, _) => Finding::missing(
                "gateway",
                Need::Required,
                "a session with Discord: no shard is connected",
            ),
            (up, all) if up < all => Finding::missing(
                "gateway",
                Need::Optional,
                format!("sessions with Discord: {up} of {all} shards are connected"),
            ),
            (up, _) => Finding::ok("gateway", format!("shards connected to Discord: {up}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use ops::health::State;

    use super::*;

    #[test]
    fn a_bot_without_a_session_is_down_and_one_that_lacks_some_is_degraded() {
        let gateway = GatewayMeters::default();
        let state = || gateway.look().state;
        assert_eq!(state(), State::Down);
        gateway.shard(0, false, None);
        gateway.shard(1, false, None);
        assert_eq!(state(), State::Down);
        gateway.shard(1, true, Some(Duration::from_millis(40)));
        assert_eq!(state(), State::Degraded);
        gateway.shard(0, true, None);
        assert_eq!(state(), State::Ok);
        gateway.shard(0, false, None);
        assert_eq!(state(), State::Degraded);
    }
}
