//! The one door to the caches. A key knows its value and how long it may be kept.
//!
//! The cache is never the truth: dropping all of it at any time is safe. A local layer stands
//! behind the door; single flight makes one load of many askers.

use std::future::Future;
use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

/// A key that knows what it finds.
pub trait CacheKey: Clone + Eq + Hash + Send + Sync + 'static {
    /// What is kept under it.
    type Value: Send + Sync + 'static;
    /// How long it may be kept at most.
    const TTL: Duration;
    /// How many values may be kept.
    const ENTRIES_MAX: u64;
}

/// The local layer for one kind of key.
pub struct Cache<K: CacheKey> {
    local: moka::future::Cache<K, Arc<K::Value>>,
}

impl<K: CacheKey> Clone for Cache<K> {
    fn clone(&self) -> Self {
        Self {
            local: self.local.clone(),
        }
    }
}

impl<K: CacheKey> Default for Cache<K> {
    fn default() -> Self {
        let local = moka::future::Cache::builder()
            .max_capacity(K::ENTRIES_MAX)
            .time_to_live(K::TTL)
            .build();
        Self { local }
    }
}

impl<K: CacheKey> Cache<K> {
    /// The value, loaded once however many ask for it at the same time.
    ///
    /// # Errors
    /// What the load says, shared between those who waited for it. A failed load is not kept.
    pub async fn get<E, F>(&self, key: K, load: F) -> Result<Arc<K::Value>, Arc<E>>
    where
        E: Send + Sync + 'static,
        F: Future<Output = Result<K::Value, E>>,
    {
        self.local
            .try_get_with(key, async { load.await.map(Arc::new) })
            .await
    }

    /// The value, where it is kept already.
    pub async fn kept(&self, key: &K) -> Option<Arc<K::Value>> {
        self.local.get(key).await
    }

    /// Forgets one value.
    pub async fn forget(&self, key: &K) {
        self.local.invalidate(key).await;
    }

    /// Deletes everything, as after a lost connection to the database.
    pub fn clear(&self) {
        self.local.invalidate_all();
    }
}
