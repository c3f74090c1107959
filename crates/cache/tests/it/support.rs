//! A database of numbers with versions, a clock that follows the virtual time, and a shared layer
//! in memory.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cache::{Cache, Options};
use chrono::{DateTime, Utc};
use shared::cache::{
    CacheKey, Layer, LayerError, Moved, Namespace, Pending, Scope, ScopeVersions, Version,
    VersionSource, Waited, Write,
};
use shared::clock::Clock;
use shared::id::GuildId;
use tokio::time::Instant;
use uuid::Uuid;

/// Why a load failed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum LoadError {
    Refused,
    Waited,
}

impl From<Waited> for LoadError {
    fn from(_: Waited) -> Self {
        Self::Waited
    }
}

/// A number of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NumberKey {
    pub(crate) guild: u64,
    pub(crate) number: u64,
}

impl CacheKey for NumberKey {
    type Value = u64;
    const NAMESPACE: Namespace = Namespace::GuildData;
    const KIND: &'static str = "number";
    const SHAPE: u16 = 1;

    fn scope(&self) -> Scope {
        Scope::Guild(GuildId::new(self.guild))
    }

    fn write(&self, out: &mut String) {
        out.push_str(&self.number.to_string());
    }

    fn is_nothing(value: &u64) -> bool {
        *value == 0
    }

    fn to_bytes(value: &u64) -> Option<Vec<u8>> {
        shared::cache::to_json(value)
    }

    fn from_bytes(bytes: &[u8]) -> Option<u64> {
        shared::cache::from_json(bytes)
    }
}

pub(crate) fn key(number: u64) -> NumberKey {
    NumberKey { guild: 1, number }
}

#[derive(Default)]
struct Rows {
    numbers: HashMap<NumberKey, u64>,
    versions: HashMap<Scope, BTreeMap<Namespace, Version>>,
    moved: Vec<Moved>,
    last: u128,
}

/// The truth.
#[derive(Default)]
pub(crate) struct Database {
    rows: Mutex<Rows>,
    pub(crate) is_down: AtomicBool,
    pub(crate) loads: AtomicUsize,
    pub(crate) version_reads: AtomicUsize,
}

impl Database {
    pub(crate) fn new() -> Arc<Self> {
        Arc::default()
    }

    pub(crate) fn number(&self, key: NumberKey) -> u64 {
        let rows = self.rows.lock().unwrap();
        rows.numbers.get(&key).copied().unwrap_or(0)
    }

    /// Changes a number without telling anybody.
    pub(crate) fn set(&self, key: NumberKey, number: u64) {
        self.rows.lock().unwrap().numbers.insert(key, number);
    }

    /// Changes a number and moves the version of its server, in one transaction.
    pub(crate) fn change(&self, key: NumberKey, number: u64) {
        self.change_all(&[(key, number)], key.scope());
    }

    pub(crate) fn change_all(&self, numbers: &[(NumberKey, u64)], scope: Scope) {
        let mut rows = self.rows.lock().unwrap();
        rows.numbers.extend(numbers.iter().copied());
        rows.last += 1;
        let version = Version::from_uuid(Uuid::from_u128(rows.last));
        let namespace = Namespace::GuildData;
        rows.versions
            .entry(scope)
            .or_default()
            .insert(namespace, version);
        rows.moved.push(Moved {
            scope,
            namespace,
            version,
        });
    }

    /// Everything that has moved since so many moves.
    pub(crate) fn moved(&self, since: usize) -> Vec<Moved> {
        self.rows.lock().unwrap().moved[since..].to_vec()
    }

    pub(crate) async fn load(&self, key: NumberKey) -> Result<u64, LoadError> {
        self.loads.fetch_add(1, Ordering::SeqCst);
        if self.is_down.load(Ordering::SeqCst) {
            return Err(LoadError::Refused);
        }
        Ok(self.number(key))
    }

    pub(crate) fn loads(&self) -> usize {
        self.loads.load(Ordering::SeqCst)
    }
}

/// Reads the versions of a database.
pub(crate) struct Source(pub(crate) Arc<Database>);

impl VersionSource for Source {
    fn read(&self, scope: Scope) -> Pending<'_, Option<ScopeVersions>> {
        Box::pin(async move {
            self.0.version_reads.fetch_add(1, Ordering::SeqCst);
            if self.0.is_down.load(Ordering::SeqCst) {
                return None;
            }
            let rows = self.0.rows.lock().unwrap();
            Some(ScopeVersions(
                rows.versions.get(&scope).cloned().unwrap_or_default(),
            ))
        })
    }
}

/// The virtual time as moments.
pub(crate) struct VirtualClock(Instant);

impl VirtualClock {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self(Instant::now()))
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> DateTime<Utc> {
        let began: DateTime<Utc> = "2026-12-01T12:00:00Z".parse().unwrap();
        began + self.0.elapsed()
    }
}

/// What processes share, in memory.
#[derive(Default)]
pub(crate) struct Memory {
    values: Mutex<HashMap<String, (Vec<u8>, Instant)>>,
    pub(crate) is_down: AtomicBool,
}

impl Memory {
    pub(crate) fn flush(&self) {
        self.values.lock().unwrap().clear();
    }

    pub(crate) fn spoil(&self) {
        for (bytes, _) in self.values.lock().unwrap().values_mut() {
            bytes.truncate(bytes.len() / 2);
        }
    }
}

impl Layer for Memory {
    fn read<'a>(&'a self, name: &'a str) -> Pending<'a, Result<Option<Vec<u8>>, LayerError>> {
        Box::pin(async move {
            if self.is_down.load(Ordering::SeqCst) {
                return Err(LayerError::Away);
            }
            let values = self.values.lock().unwrap();
            let found = values
                .get(name)
                .filter(|(_, until)| *until > Instant::now());
            Ok(found.map(|(bytes, _)| bytes.clone()))
        })
    }

    fn write(&self, write: Write) -> bool {
        if self.is_down.load(Ordering::SeqCst) {
            return false;
        }
        let until = Instant::now() + write.lifetime;
        self.values
            .lock()
            .unwrap()
            .insert(write.name, (write.bytes, until));
        true
    }
}

/// A process with that database.
pub(crate) fn process(database: &Arc<Database>, shared: Option<Arc<dyn Layer>>) -> Cache {
    process_at(database, shared, VirtualClock::new())
}

pub(crate) fn process_at(
    database: &Arc<Database>,
    shared: Option<Arc<dyn Layer>>,
    clock: Arc<dyn Clock>,
) -> Cache {
    Cache::new(Options {
        versions: Arc::new(Source(Arc::clone(database))),
        clock,
        shared,
    })
}

/// Reads a number through the cache.
pub(crate) async fn read(cache: &Cache, database: &Arc<Database>, key: NumberKey) -> u64 {
    *cache.get(&key, database.load(key)).await.unwrap()
}

/// A little of chance, the same for the same seed.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

pub(crate) const SECOND: Duration = Duration::from_secs(1);
