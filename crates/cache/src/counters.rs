//! What was found and what was not, by namespace and layer: plain numbers that only grow.

use std::sync::atomic::{AtomicU64, Ordering};

use shared::cache::Namespace;
use shared::cache::namespace::TABLE;

/// Where something was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LayerName {
    /// In this process.
    Local,
    /// In the layer that processes share.
    Shared,
}

impl LayerName {
    /// Its name, for labels.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Shared => "shared",
        }
    }
}

/// One kind of thing that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// A value was found.
    Hit,
    /// It was looked for and not there.
    Miss,
    /// The layer failed, or what it had could not be read.
    Error,
}

/// How often each happened in one layer of one namespace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// A value was found.
    pub hits: u64,
    /// It was looked for and not there.
    pub misses: u64,
    /// The layer did not answer, or what it had could not be read.
    pub errors: u64,
}

/// What happened in one namespace since the start of the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Which namespace.
    pub namespace: Namespace,
    /// In this process.
    pub local: Count,
    /// In the layer that processes share.
    pub shared: Count,
    /// How often a value was loaded, which is what the database or the feed was asked for.
    pub loads: u64,
    /// How many of these loads failed.
    pub load_errors: u64,
    /// How often one value, those of a server or league, or all were dropped before their time.
    pub drops: u64,
}

impl Counts {
    /// How often something was looked for, and how often it was found in either layer.
    pub const fn reads_and_hits(&self) -> (u64, u64) {
        let Count {
            hits,
            misses,
            errors,
        } = self.local;
        (hits + misses + errors, hits + self.shared.hits)
    }

    /// Both layers, by name.
    pub const fn layers(&self) -> [(LayerName, Count); 2] {
        [
            (LayerName::Local, self.local),
            (LayerName::Shared, self.shared),
        ]
    }
}

#[derive(Default)]
struct Numbers {
    hits: AtomicU64,
    misses: AtomicU64,
    errors: AtomicU64,
}

impl Numbers {
    fn add(&self, what: What) {
        let number = match what {
            What::Hit => &self.hits,
            What::Miss => &self.misses,
            What::Error => &self.errors,
        };
        number.fetch_add(1, Ordering::Relaxed);
    }

    fn read(&self) -> Count {
        Count {
            hits: self.hits.load(Ordering::Relaxed),
            misses: self.misses.load(Ordering::Relaxed),
            errors: self.errors.load(Ordering::Relaxed),
        }
    }
}

#[derive(Default)]
struct OfNamespace {
    local: Numbers,
    shared: Numbers,
    loads: AtomicU64,
    load_errors: AtomicU64,
    drops: AtomicU64,
}

/// The counters of a process.
#[derive(Default)]
pub(crate) struct Counters([OfNamespace; TABLE.len()]);

impl Counters {
    fn of(&self, namespace: Namespace) -> &OfNamespace {
        &self.0[namespace.place()]
    }

    pub(crate) fn local(&self, namespace: Namespace, what: What) {
        self.of(namespace).local.add(what);
    }

    pub(crate) fn shared(&self, namespace: Namespace, what: What) {
        self.of(namespace).shared.add(what);
    }

    pub(crate) fn loaded(&self, namespace: Namespace, is_ok: bool) {
        let numbers = self.of(namespace);
        numbers.loads.fetch_add(1, Ordering::Relaxed);
        if !is_ok {
            numbers.load_errors.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(crate) fn dropped(&self, namespace: Namespace) {
        self.of(namespace).drops.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn snapshot(&self) -> Vec<Counts> {
        let read = |namespace: Namespace| {
            let numbers = self.of(namespace);
            Counts {
                namespace,
                local: numbers.local.read(),
                shared: numbers.shared.read(),
                loads: numbers.loads.load(Ordering::Relaxed),
                load_errors: numbers.load_errors.load(Ordering::Relaxed),
                drops: numbers.drops.load(Ordering::Relaxed),
            }
        };
        Namespace::all().map(read).collect()
    }
}
