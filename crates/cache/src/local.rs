//! The layer in the process: one for each namespace, bounded as its row in the table says.

use std::any::Any;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use moka::Expiry;
use moka::future::Cache as Moka;
use shared::cache::{Bound, Namespace, Version};
use tokio::time::Instant;

use crate::names::hash;

/// The full name of a value: another version, another name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct LocalKey {
    /// Its kind, and what sets it apart from others of the kind.
    pub(crate) name: Arc<str>,
    /// The versions of the namespace and of the scope.
    pub(crate) versions: [Version; 2],
    /// How often this process has dropped it by itself.
    pub(crate) drops: u64,
}

/// What a load came to. Errors are shared between those who waited, and never kept.
#[derive(Clone)]
pub(crate) enum Outcome {
    Value(Arc<dyn Any + Send + Sync>),
    Failed(Arc<dyn Any + Send + Sync>),
}

/// A value, and until when.
#[derive(Clone)]
pub(crate) struct Kept {
    pub(crate) outcome: Outcome,
    /// From when it is not to be read any more.
    pub(crate) until: Instant,
    /// From when it is loaded anew behind whoever reads it.
    pub(crate) renew_at: Option<Instant>,
    /// Whether that is under way.
    pub(crate) is_renewing: Arc<AtomicBool>,
    pub(crate) weight: u32,
}

impl Kept {
    /// A failed load, for those who waited for it.
    pub(crate) fn failed(error: Arc<dyn Any + Send + Sync>) -> Self {
        Self {
            outcome: Outcome::Failed(error),
            until: Instant::now(),
            renew_at: None,
            is_renewing: Arc::default(),
            weight: 1,
        }
    }

    /// Whether it may be read now.
    pub(crate) fn is_good(&self, now: Instant) -> bool {
        matches!(self.outcome, Outcome::Value(_)) && now < self.until
    }

    /// Whether it is the caller's to load it anew.
    pub(crate) fn begin_renewing(&self, now: Instant) -> bool {
        self.renew_at.is_some_and(|it| it <= now) && !self.is_renewing.swap(true, Ordering::AcqRel)
    }
}

/// Frees what is over. What may be read is decided by [`Kept::is_good`].
struct ByLifetime;

impl ByLifetime {
    fn left(kept: &Kept) -> Option<Duration> {
        Some(kept.until.saturating_duration_since(Instant::now()))
    }
}

impl Expiry<LocalKey, Kept> for ByLifetime {
    fn expire_after_create(
        &self,
        _: &LocalKey,
        kept: &Kept,
        _: std::time::Instant,
    ) -> Option<Duration> {
        Self::left(kept)
    }

    fn expire_after_update(
        &self,
        _: &LocalKey,
        kept: &Kept,
        _: std::time::Instant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        Self::left(kept)
    }
}

/// How many groups of keys can be dropped one by one: a group goes with each key of it.
const GROUPS: usize = 256;

/// One namespace in this process.
pub(crate) struct Local {
    values: Moka<LocalKey, Kept>,
    /// How often all of it was dropped, and each group of its keys.
    all_drops: AtomicU64,
    group_drops: Box<[AtomicU64]>,
}

impl Local {
    pub(crate) fn new(namespace: Namespace) -> Self {
        let builder = Moka::builder().expire_after(ByLifetime);
        let values = match namespace.row().bound {
            Bound::Entries(most) => builder.max_capacity(most),
            Bound::Bytes(most) => builder
                .max_capacity(most)
                .weigher(|_: &LocalKey, kept: &Kept| kept.weight),
        };
        Self {
            values: values.build(),
            all_drops: AtomicU64::default(),
            group_drops: (0..GROUPS).map(|_| AtomicU64::default()).collect(),
        }
    }

    /// How often this name was dropped by this process.
    pub(crate) fn drops(&self, name: &str) -> u64 {
        let group = self.group(name).load(Ordering::Acquire);
        group.wrapping_add(self.all_drops.load(Ordering::Acquire))
    }

    /// What is kept, if it may be read.
    pub(crate) async fn kept(&self, key: &LocalKey) -> Option<Kept> {
        let kept = self.values.get(key).await?;
        kept.is_good(Instant::now()).then_some(kept)
    }

    /// What is kept, or else what `load` comes to: once, however many wait for it.
    pub(crate) async fn kept_or(&self, key: LocalKey, load: impl Future<Output = Kept>) -> Kept {
        let entry = self.values.entry(key);
        let is_over = |kept: &Kept| !kept.is_good(Instant::now());
        entry.or_insert_with_if(load, is_over).await.into_value()
    }

    pub(crate) async fn keep(&self, key: LocalKey, kept: Kept) {
        self.values.insert(key, kept).await;
    }

    /// Drops one name, and what is being loaded for it.
    pub(crate) async fn forget(&self, key: &LocalKey) {
        self.group(&key.name).fetch_add(1, Ordering::AcqRel);
        self.values.invalidate(key).await;
    }

    /// Drops everything, and what is being loaded.
    pub(crate) fn clear(&self) {
        self.all_drops.fetch_add(1, Ordering::AcqRel);
        self.values.invalidate_all();
    }

    fn group(&self, name: &str) -> &AtomicU64 {
        let hash = hash(name) as usize;
        &self.group_drops[hash % GROUPS]
    }
}
