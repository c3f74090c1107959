//! Figures: the few numbers that say how a process and its database are, without labels. They are
//! exported as metrics, stand in the process's row, and are what alerts look at.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;

use crate::metric::{Kind, Metric};

/// What a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// This process or its machine: each process has its own.
    Process,
    /// What all processes share: it is the same whoever says it.
    Database,
}

macro_rules! figures {
    ($($(#[doc = $doc:literal])+ $figure:ident = $name:literal, $kind:ident, $scope:ident;)+) => {
        /// A figure.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Figure {
            $($(#[doc = $doc])+ $figure,)+
        }

        impl Figure {
            /// Every figure.
            pub const ALL: &'static [Self] = &[$(Self::$figure),+];

            /// It as a metric of the catalogue.
            pub const fn metric(self) -> Metric {
                match self {
                    $(Self::$figure => Metric {
                        name: $name,
                        kind: Kind::$kind,
                        labels: &[],
                        help: concat!($($doc),+).trim_ascii(),
                    },)+
                }
            }

            /// What it is about.
            pub const fn scope(self) -> Scope {
                match self {
                    $(Self::$figure => Scope::$scope,)+
                }
            }
        }
    };
}

figures! {
    /// The memory that the process holds, in bytes.
    Memory = "memory_bytes", Gauge, Process;
    /// The share of the machine's memory that is used.
    MachineMemoryUsed = "machine_memory_used_ratio", Gauge, Process;
    /// The processor time that the process has used, in seconds.
    Cpu = "cpu_seconds", Counter, Process;
    /// The files and connections that the process has open.
    OpenFiles = "open_files", Gauge, Process;
    /// How many files and connections the process may have open.
    OpenFilesMax = "open_files_max", Gauge, Process;
    /// The free space of the watched disk, in bytes.
    DiskFree = "disk_free_bytes", Gauge, Process;
    /// The free share of the watched disk.
    DiskFreeShare = "disk_free_ratio", Gauge, Process;
    /// How long the database has not answered this process, in seconds.
    DatabaseSilent = "database_silent_seconds", Gauge, Process;
    /// The slowest answer of a feed since the last look, in seconds.
    FeedSlowest = "feed_slowest_answer_seconds", Gauge, Process;
    /// The slowest statement since the last look, jobs apart, in seconds.
    StatementSlowest = "statement_slowest_seconds", Gauge, Process;
    /// The share of reads of the cache that found something, where there are enough to say.
    CacheHits = "cache_hits_ratio", Gauge, Process;
    /// The size of the database, in bytes.
    DatabaseSize = "database_size_bytes", Gauge, Database;
    /// How many games with a result have tickets that are not settled on it.
    Unsettled = "unsettled_games", Gauge, Database;
    /// How long the oldest of these results has stood, in seconds.
    UnsettledOldest = "unsettled_oldest_seconds", Gauge, Database;
    /// How many games wait for the operator's decision.
    Reviews = "open_reviews", Gauge, Database;
    /// How long the oldest of these games has waited, in seconds.
    ReviewsOldest = "open_reviews_oldest_seconds", Gauge, Database;
    /// How many messages are due, up to a hundred thousand.
    Deliveries = "deliveries_due", Gauge, Database;
    /// How long the oldest of these messages has been due, in seconds.
    DeliveriesOldest = "deliveries_oldest_seconds", Gauge, Database;
    /// How long ago a feed last answered, in intervals between two polls.
    PollIntervals = "last_answer_intervals", Gauge, Database;
    /// How many shards have no session with Discord.
    ShardsDown = "shards_down", Gauge, Process;
    /// How often the process was started again within an hour.
    Restarts = "restarts_in_an_hour", Gauge, Process;
    /// How many standbys confirm what is committed, where any is asked to.
    Standbys = "synchronous_standbys", Gauge, Database;
    /// 1 if the last audit found the books in order, else 0.
    AuditClean = "audit_clean", Gauge, Database;
    /// How long ago the last backup was taken, in seconds.
    BackupAge = "backup_age_seconds", Gauge, Database;
    /// The smallest share of a period's units that a feed's key has left.
    QuotaLeft = "quota_left_ratio", Gauge, Database;
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.metric().name)
    }
}

impl Figure {
    /// The figure of that name.
    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|it| it.metric().name == name)
    }
}

/// What was found at one look. A figure that is not known is not there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures(BTreeMap<Figure, f64>);

impl Figures {
    /// Notes a figure. Where several say it, the larger one holds; what is no number is left out.
    pub fn note(&mut self, figure: Figure, value: impl Into<Option<f64>>) {
        if let Some(value) = value.into().filter(|it| it.is_finite()) {
            let kept = self.0.entry(figure).or_insert(value);
            *kept = kept.max(value);
        }
    }

    /// A figure, if it is known.
    pub fn get(&self, figure: Figure) -> Option<f64> {
        self.0.get(&figure).copied()
    }

    /// All that are known.
    pub fn iter(&self) -> impl Iterator<Item = (Figure, f64)> {
        self.0.iter().map(|(figure, value)| (*figure, *value))
    }
}

/// The figures of the last look, which are exported.
#[derive(Clone, Debug, Default)]
pub struct Shown(Arc<Mutex<Figures>>);

impl Shown {
    /// Shows these from now on.
    pub fn show(&self, figures: Figures) {
        *self.lock() = figures;
    }

    /// Those of the last look.
    pub fn current(&self) -> Figures {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Figures> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Collector for Shown {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        for (figure, value) in self.current().iter() {
            let Metric { name, help, .. } = figure.metric();
            let help = help.trim_end_matches('.');
            if figure.metric().kind == Kind::Counter {
                let counter = ConstCounter::new(value);
                let kind = counter.metric_type();
                counter.encode(encoder.encode_descriptor(name, help, None, kind)?)?;
            } else {
                let gauge = ConstGauge::new(value);
                let kind = gauge.metric_type();
                gauge.encode(encoder.encode_descriptor(name, help, None, kind)?)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_found_by_its_name() {
        for figure in Figure::ALL {
            assert_eq!(Figure::named(&figure.to_string()), Some(*figure));
        }
        assert_eq!(Figure::named("dice"), None);
    }

    #[test]
    fn of_two_values_the_larger_one_holds_and_none_is_kept_that_is_no_number() {
        let mut figures = Figures::default();
        figures.note(Figure::Memory, 2.0);
        figures.note(Figure::Memory, 1.0);
        figures.note(Figure::Memory, f64::NAN);
        figures.note(Figure::DiskFree, None);
        assert_eq!(figures.get(Figure::Memory), Some(2.0));
        assert_eq!(figures.iter().count(), 1);
    }
}
