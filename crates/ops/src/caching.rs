//! What a program's cache finds, drops and loads, for whoever watches it.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use cache::redis::{RedisLayer, State};
use cache::{Cache, Counts};
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric, MetricEncoder};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use tokio::time::Instant;

use crate::catalogue::{
    CACHE_DROPS, CACHE_LOADS, CACHE_LOST_WRITES, CACHE_READS, CACHE_SHARED_STATE,
};
use crate::figures::{Figure, Figures};
use crate::metric::{Kind, Metric};
use crate::observer::Source;
use crate::registry::Registry;

/// Over which time the share of reads that found something is worked out.
const WINDOW: Duration = Duration::from_secs(15 * 60);
/// How many reads that takes. Where hardly anybody reads, most values are over before they are read
/// again, and nobody waits for long.
const READS_MIN: u64 = 1_000;

/// What is watched of one program's cache, from when there is one. Clones share it.
#[derive(Clone, Default)]
pub struct CacheMeters(Arc<Inner>);

#[derive(Default)]
struct Inner {
    watched: OnceLock<Watched>,
    looks: Mutex<Looks>,
}

struct Watched {
    cache: Cache,
    redis: Option<Arc<RedisLayer>>,
}

/// How many reads there were and how many found something, at the looks of the last minutes.
#[derive(Debug, Default)]
struct Looks(VecDeque<(Instant, (u64, u64))>);

impl Looks {
    /// Adds a look, and returns the share that was found since the first look in the window.
    /// `None`: too few reads to say.
    fn add(&mut self, now: Instant, counted: (u64, u64)) -> Option<f64> {
        self.0.push_back((now, counted));
        while self.0.len() > 1 && self.0.front().is_some_and(|it| now - it.0 > WINDOW) {
            self.0.pop_front();
        }
        let (_, first) = self.0.front()?;
        let reads = counted.0.saturating_sub(first.0);
        let hits = counted.1.saturating_sub(first.1);
        (reads >= READS_MIN).then(|| share(hits, reads))
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a share needs no more than 15 digits"
)]
fn share(part: u64, whole: u64) -> f64 {
    part as f64 / whole as f64
}

impl CacheMeters {
    /// Watches this cache from now on, and what it shares with other processes. There is one in a
    /// process, so that only the first counts.
    pub fn watch(&self, cache: Cache, redis: Option<Arc<RedisLayer>>) {
        // A second bot of the same process is a test's.
        let _ = self.0.watched.set(Watched { cache, redis });
    }

    /// Exports what is watched.
    pub fn register(&self, registry: &mut Registry) {
        registry.collect(self.clone());
    }

    fn looks(&self) -> MutexGuard<'_, Looks> {
        self.0.looks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for CacheMeters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CacheMeters").finish_non_exhaustive()
    }
}

impl Source for CacheMeters {
    fn gather(&self, figures: &mut Figures) {
        let Some(watched) = self.0.watched.get() else {
            return;
        };
        let counts = watched.cache.counts();
        let often = counts.iter().filter(|it| it.namespace.is_read_often());
        let sum = often.fold((0, 0), |(reads, hits), it| {
            let (more_reads, more_hits) = it.reads_and_hits();
            (reads + more_reads, hits + more_hits)
        });
        let share = self.looks().add(Instant::now(), sum);
        figures.note(Figure::CacheHits, share);
    }
}

impl Collector for CacheMeters {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let Some(Watched { cache, redis }) = self.0.watched.get() else {
            return Ok(());
        };
        // A namespace that was never touched is left out.
        let mut counts = cache.counts();
        counts.retain(|it| it.reads_and_hits().0 + it.loads + it.drops > 0);
        reads(&mut begin(&mut encoder, &CACHE_READS)?, &counts)?;
        loads(&mut begin(&mut encoder, &CACHE_LOADS)?, &counts)?;
        let mut drops = begin(&mut encoder, &CACHE_DROPS)?;
        for it in &counts {
            counter(&mut drops, &[("namespace", it.namespace.word())], it.drops)?;
        }
        let Some(redis) = redis else { return Ok(()) };
        let mut states = begin(&mut encoder, &CACHE_SHARED_STATE)?;
        let now = redis.state();
        for state in [State::Closed, State::HalfOpen, State::Open] {
            let is_it = ConstGauge::new(i64::from(state == now));
            is_it.encode(states.encode_family(&[("state", state.word())])?)?;
        }
        let lost = ConstCounter::new(redis.lost_writes());
        lost.encode(begin(&mut encoder, &CACHE_LOST_WRITES)?)
    }
}

fn begin<'a>(
    encoder: &'a mut DescriptorEncoder<'_>,
    metric: &Metric,
) -> Result<MetricEncoder<'a>, fmt::Error> {
    let kind = match metric.kind {
        Kind::Counter => ConstCounter::new(0_u64).metric_type(),
        Kind::Gauge | Kind::Histogram => ConstGauge::new(0_i64).metric_type(),
    };
    encoder.encode_descriptor(metric.name, metric.help.trim_end_matches('.'), None, kind)
}

type Label = (&'static str, &'static str);

fn counter<const N: usize>(
    metric: &mut MetricEncoder<'_>,
    labels: &[Label; N],
    value: u64,
) -> Result<(), fmt::Error> {
    ConstCounter::new(value).encode(metric.encode_family(labels)?)
}

fn reads(metric: &mut MetricEncoder<'_>, counts: &[Counts]) -> Result<(), fmt::Error> {
    for it in counts {
        for (layer, count) in it.layers() {
            let outcomes = [
                ("hit", count.hits),
                ("miss", count.misses),
                ("error", count.errors),
            ];
            for (outcome, number) in outcomes {
                let namespace = ("namespace", it.namespace.word());
                let labels = [namespace, ("layer", layer.word()), ("outcome", outcome)];
                counter(metric, &labels, number)?;
            }
        }
    }
    Ok(())
}

fn loads(metric: &mut MetricEncoder<'_>, counts: &[Counts]) -> Result<(), fmt::Error> {
    for it in counts {
        let good = it.loads.saturating_sub(it.load_errors);
        for (outcome, number) in [("loaded", good), ("failed", it.load_errors)] {
            let labels = [("namespace", it.namespace.word()), ("outcome", outcome)];
            counter(metric, &labels, number)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_of_the_last_minutes_and_none_where_hardly_anybody_reads() {
        let (mut looks, start) = (Looks::default(), Instant::now());
        let mut at = |minute: u64, reads, hits| {
            looks.add(start + Duration::from_secs(60 * minute), (reads, hits))
        };
        assert_eq!(at(0, 0, 0), None);
        assert_eq!(at(5, 999, 0), None);
        assert_eq!(at(10, 1_000, 500), Some(0.5));
        // What was before the window is forgotten.
        assert_eq!(at(21, 2_999, 2_499), Some(1.0));
        assert_eq!(at(60, 3_000, 2_500), None);
    }
}
