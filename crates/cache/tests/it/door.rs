//! One process, and what it keeps.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use cache::{Cache, Options, TRUSTED_FOR};
use shared::cache::{CacheKey, Namespace, Scope};
use shared::id::GuildId;
use tokio::sync::Notify;

use crate::support::{
    Database, LoadError, Memory, NumberKey, SECOND, Source, VirtualClock, key, process, process_at,
    read,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_tasks_on_one_missing_key_make_one_load() {
    let database = Database::new();
    database.set(key(1), 7);
    let cache = process(&database, None);
    let (gate, waiting) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let tasks: Vec<_> = (0..1_000)
        .map(|_| {
            let (cache, database) = (cache.clone(), Arc::clone(&database));
            let (gate, waiting) = (Arc::clone(&gate), Arc::clone(&waiting));
            tokio::spawn(async move {
                let load = async {
                    waiting.notify_one();
                    gate.notified().await;
                    database.load(key(1)).await
                };
                *cache.get(&key(1), load).await.unwrap()
            })
        })
        .collect();
    waiting.notified().await;
    gate.notify_one();
    for task in tasks {
        assert_eq!(task.await.unwrap(), 7);
    }
    assert_eq!(database.loads(), 1);
    // The versions of everywhere and of the server.
    assert_eq!(database.version_reads.load(Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn a_cache_that_is_off_finds_nothing_and_keeps_nothing() {
    let (database, memory) = (Database::new(), Arc::new(Memory::default()));
    database.set(key(1), 7);
    let on = process(&database, Some(memory.clone()));
    assert_eq!(read(&on, &database, key(1)).await, 7);
    let off = Cache::off(Options {
        versions: Arc::new(Source(Arc::clone(&database))),
        clock: VirtualClock::new(),
        shared: Some(memory),
    });
    database.set(key(1), 8);
    for _ in 0..3 {
        assert_eq!(read(&off, &database, key(1)).await, 8);
        assert!(off.kept(&key(1)).await.is_none());
    }
    assert_eq!(database.loads(), 1 + 3);
    // What another process shares is as old as it was.
    assert_eq!(read(&on, &database, key(1)).await, 7);
}

#[tokio::test(start_paused = true)]
async fn what_is_found_missed_loaded_and_dropped_is_counted() {
    let database = Database::new();
    database.set(key(1), 7);
    let cache = process(&database, None);
    for _ in 0..3 {
        read(&cache, &database, key(1)).await;
    }
    assert!(cache.kept(&key(1)).await.is_some());
    assert!(cache.kept(&key(2)).await.is_none());
    cache.forget(&key(1)).await;
    let counts = cache.counts();
    let of = |namespace| *counts.iter().find(|it| it.namespace == namespace).unwrap();
    let numbers = of(Namespace::GuildData);
    assert_eq!(numbers.reads_and_hits(), (4, 3));
    assert_eq!((numbers.loads, numbers.drops), (1, 1));
    assert_eq!(of(Namespace::DbQuery).reads_and_hits(), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn a_failed_load_is_told_and_not_kept() {
    let database = Database::new();
    database.set(key(1), 7);
    let cache = process(&database, None);
    let refused = cache.get(&key(1), async { Err(LoadError::Refused) }).await;
    assert_eq!(*refused.unwrap_err(), LoadError::Refused);
    assert_eq!(read(&cache, &database, key(1)).await, 7);
}

#[tokio::test(start_paused = true)]
async fn whoever_waits_for_a_load_that_never_ends_is_told_so() {
    let database = Database::new();
    let cache = process(&database, None);
    let never = std::future::pending::<Result<u64, LoadError>>();
    let waited = cache.get(&key(1), never).await;
    assert_eq!(*waited.unwrap_err(), LoadError::Waited);
    assert_eq!(read(&cache, &database, key(1)).await, 0);
}

#[tokio::test(start_paused = true)]
async fn where_versions_cannot_be_read_nothing_is_taken_from_the_cache() {
    let database = Database::new();
    database.set(key(1), 7);
    let cache = process(&database, None);
    assert_eq!(read(&cache, &database, key(1)).await, 7);
    database.set(key(1), 8);
    assert_eq!(read(&cache, &database, key(1)).await, 7);
    database.is_down.store(true, Ordering::SeqCst);
    tokio::time::advance(TRUSTED_FOR + SECOND).await;
    let refused = cache.get(&key(1), database.load(key(1))).await;
    assert_eq!(*refused.unwrap_err(), LoadError::Refused);
    assert!(cache.kept(&key(1)).await.is_none());
}

#[tokio::test(start_paused = true)]
async fn no_value_is_kept_longer_than_its_lifetime_and_nothing_for_less() {
    let database = Database::new();
    let cache = process(&database, None);
    database.set(key(1), 7);
    for it in [key(1), key(2)] {
        read(&cache, &database, it).await;
        database.set(it, 9);
    }
    let row = Namespace::GuildData.row();
    tokio::time::advance(row.nothing_for).await;
    assert_eq!(read(&cache, &database, key(1)).await, 7);
    assert_eq!(read(&cache, &database, key(2)).await, 9);
    tokio::time::advance(row.lifetime).await;
    assert_eq!(read(&cache, &database, key(1)).await, 9);
}

/// Pages, which are loaded anew behind whoever reads them.
#[derive(Clone, Copy)]
struct PageKey;

impl CacheKey for PageKey {
    type Value = u64;
    const NAMESPACE: Namespace = Namespace::DbQuery;
    const KIND: &'static str = "page";
    const SHAPE: u16 = 1;

    fn scope(&self) -> Scope {
        Scope::Guild(GuildId::new(1))
    }

    fn write(&self, _: &mut String) {}
}

#[tokio::test(start_paused = true)]
async fn an_ageing_page_is_loaded_anew_behind_whoever_reads_it() {
    let database = Database::new();
    database.set(key(1), 1);
    let cache = process(&database, None);
    let read = async || {
        let (database, done) = (Arc::clone(&database), Arc::new(Notify::new()));
        let told = Arc::clone(&done);
        let load = async move {
            let number = database.load(key(1)).await;
            told.notify_one();
            number
        };
        let value = *cache.get_renewed(&PageKey, load).await.unwrap();
        (value, done)
    };
    assert_eq!(read().await.0, 1);
    database.set(key(1), 2);
    assert_eq!(read().await.0, 1);
    let renewed = Namespace::DbQuery.row().renew_after.unwrap();
    tokio::time::advance(renewed).await;
    let (old, loaded) = read().await;
    assert_eq!(old, 1, "nobody waits");
    loaded.notified().await;
    tokio::task::yield_now().await;
    assert_eq!(read().await.0, 2);
    assert_eq!(database.loads(), 2);
}

#[tokio::test(start_paused = true)]
async fn what_one_process_loaded_another_finds_until_it_is_too_old() {
    let (database, shared) = (Database::new(), Arc::new(Memory::default()));
    database.set(key(1), 7);
    let clock = VirtualClock::new();
    let start = || process_at(&database, Some(shared.clone()), clock.clone());
    assert_eq!(read(&start(), &database, key(1)).await, 7);
    database.set(key(1), 8);
    let row = Namespace::GuildData.row();
    tokio::time::advance(row.lifetime / 2).await;
    let second = start();
    assert_eq!(read(&second, &database, key(1)).await, 7);
    assert_eq!(database.loads(), 1);
    // Its age came with it.
    tokio::time::advance(row.lifetime / 2).await;
    assert_eq!(read(&second, &database, key(1)).await, 8);
    let counts = second.counts();
    let counts = counts
        .iter()
        .find(|it| it.namespace == Namespace::GuildData);
    let counts = counts.unwrap();
    assert_eq!((counts.shared.hits, counts.loads), (1, 1));
}

/// The same numbers, whose bytes mean something else.
struct NewNumberKey(NumberKey);

impl CacheKey for NewNumberKey {
    type Value = String;
    const NAMESPACE: Namespace = Namespace::GuildData;
    const KIND: &'static str = "number";
    const SHAPE: u16 = 2;

    fn scope(&self) -> Scope {
        self.0.scope()
    }

    fn write(&self, out: &mut String) {
        self.0.write(out);
    }

    fn to_bytes(value: &String) -> Option<Vec<u8>> {
        shared::cache::to_json(value)
    }

    fn from_bytes(bytes: &[u8]) -> Option<String> {
        shared::cache::from_json(bytes)
    }
}

#[tokio::test(start_paused = true)]
async fn a_value_of_another_shape_or_that_cannot_be_read_is_loaded() {
    let (database, shared) = (Database::new(), Arc::new(Memory::default()));
    database.set(key(1), 7);
    let start = || process(&database, Some(shared.clone()));
    let cache = start();
    assert_eq!(read(&cache, &database, key(1)).await, 7);
    let text = async { Ok::<_, LoadError>("seven".to_owned()) };
    assert_eq!(
        *cache.get(&NewNumberKey(key(1)), text).await.unwrap(),
        "seven"
    );
    // Both programs go on with their own while one is replaced by the other.
    assert_eq!(read(&start(), &database, key(1)).await, 7);
    assert_eq!(database.loads(), 1);
    shared.spoil();
    assert_eq!(read(&start(), &database, key(1)).await, 7);
    assert_eq!(database.loads(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_whole_namespace_is_dropped_by_one_move() {
    let (database, shared) = (Database::new(), Arc::new(Memory::default()));
    let cache = process(&database, Some(shared.clone()));
    for number in 0..100 {
        read(&cache, &database, key(number)).await;
    }
    let loads = database.loads();
    database.change_all(&[], Scope::Everywhere);
    cache.looked(&database.moved(0), tokio::time::Instant::now());
    for number in 0..100 {
        read(&cache, &database, key(number)).await;
    }
    assert_eq!(database.loads(), loads + 100);
}

#[tokio::test(start_paused = true)]
async fn what_is_forgotten_is_loaded_also_if_it_was_being_loaded() {
    let database = Database::new();
    database.set(key(1), 1);
    let cache = process(&database, None);
    let gate = Arc::new(Notify::new());
    let slow = {
        let (cache, database, gate) = (cache.clone(), Arc::clone(&database), gate.clone());
        let load = async move {
            let number = database.load(key(1)).await;
            gate.notified().await;
            number
        };
        tokio::spawn(async move { *cache.get(&key(1), load).await.unwrap() })
    };
    while database.loads() == 0 {
        tokio::task::yield_now().await;
    }
    database.set(key(1), 2);
    cache.forget(&key(1)).await;
    gate.notify_one();
    assert_eq!(slow.await.unwrap(), 1);
    assert_eq!(read(&cache, &database, key(1)).await, 2);
    database.set(key(1), 3);
    cache.clear(Namespace::GuildData);
    assert_eq!(read(&cache, &database, key(1)).await, 3);
}
