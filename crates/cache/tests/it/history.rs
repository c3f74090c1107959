//! Any order of changes, drops, lost notifications, flushes and restarts: no read is older than its
//! lifetime, and none is older than a drop and the time for which versions are believed.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use cache::{Cache, TRUSTED_FOR};
use proptest::prelude::*;
use shared::cache::{CacheKey, Layer, Namespace, Scope};
use tokio::time::Instant;

use crate::support::{Database, Memory, NumberKey, SECOND, VirtualClock, process_at};

#[derive(Clone, Debug)]
enum Step {
    /// A number changes, and the version of its server moves with it.
    Change(NumberKey),
    /// A number changes in a way that moves no version.
    ChangeSilently(NumberKey),
    /// The operator drops the namespace.
    DropAll,
    /// A process looks at what has moved.
    Look(usize),
    /// A process loses its connection: it forgets everything.
    Lose(usize),
    Restart(usize),
    Flush,
    SharedIsDown(bool),
    DatabaseIsDown(bool),
    Wait(u64),
    Read(usize, NumberKey),
}

fn keys() -> impl Strategy<Value = NumberKey> {
    (0..2_u64, 0..2_u64).prop_map(|(guild, number)| NumberKey { guild, number })
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let lifetime = Namespace::GuildData.row().lifetime.as_millis() as u64;
    let step = prop_oneof![
        4 => keys().prop_map(Step::Change),
        3 => keys().prop_map(Step::ChangeSilently),
        1 => Just(Step::DropAll),
        4 => (0..2_usize).prop_map(Step::Look),
        1 => (0..2_usize).prop_map(Step::Lose),
        1 => (0..2_usize).prop_map(Step::Restart),
        1 => Just(Step::Flush),
        1 => any::<bool>().prop_map(Step::SharedIsDown),
        1 => any::<bool>().prop_map(Step::DatabaseIsDown),
        4 => (0..3_000_u64).prop_map(Step::Wait),
        1 => (0..lifetime).prop_map(Step::Wait),
        12 => (0..2_usize, keys()).prop_map(|(process, key)| Step::Read(process, key)),
    ];
    prop::collection::vec(step, 1..80)
}

/// What was true when.
#[derive(Default)]
struct History {
    /// The values of each key, with the moment from which each was so.
    values: HashMap<NumberKey, Vec<(u64, Instant)>>,
    /// When the version of each scope moved.
    moves: HashMap<Scope, Vec<Instant>>,
    last: u64,
}

impl History {
    /// Until when a value was true, and until when it may have been taken for current: the first
    /// move after it became true.
    fn ends(&self, key: NumberKey, value: u64) -> (Option<Instant>, Option<Instant>) {
        let values = &self.values[&key];
        let place = values.iter().position(|it| it.0 == value).unwrap();
        let until = values.get(place + 1).map(|it| it.1);
        // Versions move with the value, so a move at its end is its end.
        let moves = [key.scope(), Scope::Everywhere];
        let moves = moves.iter().filter_map(|it| self.moves.get(it)).flatten();
        let moved = moves
            .filter(|it| until.is_some_and(|until| **it >= until))
            .min();
        (until, moved.copied())
    }
}

struct Process {
    cache: Cache,
    looked_at: Option<Instant>,
    seen: usize,
}

struct World {
    database: Arc<Database>,
    shared: Arc<Memory>,
    clock: Arc<VirtualClock>,
    processes: Vec<Process>,
    history: History,
}

impl World {
    fn new() -> Self {
        let mut world = Self {
            database: Database::new(),
            shared: Arc::default(),
            clock: VirtualClock::new(),
            processes: Vec::new(),
            history: History::default(),
        };
        let now = Instant::now();
        for (guild, number) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            let key = NumberKey { guild, number };
            world.history.values.insert(key, vec![(0, now)]);
        }
        world.processes = (0..2).map(|_| world.start()).collect();
        world
    }

    fn start(&self) -> Process {
        let shared: Arc<dyn Layer> = self.shared.clone();
        Process {
            cache: process_at(&self.database, Some(shared), self.clock.clone()),
            looked_at: None,
            seen: self.database.moved(0).len(),
        }
    }

    fn next(&mut self, key: NumberKey) -> u64 {
        self.history.last += 1;
        let value = (self.history.last, Instant::now());
        self.history.values.get_mut(&key).unwrap().push(value);
        value.0
    }

    fn moved(&mut self, scope: Scope) {
        let moves = self.history.moves.entry(scope).or_default();
        moves.push(Instant::now());
    }

    async fn play(&mut self, step: &Step) -> Result<(), TestCaseError> {
        match *step {
            Step::Change(key) => {
                let value = self.next(key);
                self.database.change(key, value);
                self.moved(key.scope());
            }
            Step::ChangeSilently(key) => {
                let value = self.next(key);
                self.database.set(key, value);
            }
            Step::DropAll => {
                self.database.change_all(&[], Scope::Everywhere);
                self.moved(Scope::Everywhere);
            }
            Step::Look(nth) if !self.database.is_down.load(Ordering::SeqCst) => {
                let process = &mut self.processes[nth];
                let moved = self.database.moved(process.seen);
                process.seen += moved.len();
                process.looked_at = Some(Instant::now());
                process.cache.looked(&moved, Instant::now());
            }
            Step::Look(_) => {}
            Step::Lose(nth) => {
                let process = &mut self.processes[nth];
                process.cache.forget_all();
                process.seen = self.database.moved(0).len();
            }
            Step::Restart(nth) => self.processes[nth] = self.start(),
            Step::Flush => self.shared.flush(),
            Step::SharedIsDown(is_down) => self.shared.is_down.store(is_down, Ordering::SeqCst),
            Step::DatabaseIsDown(is_down) => {
                self.database.is_down.store(is_down, Ordering::SeqCst);
            }
            Step::Wait(millis) => tokio::time::advance(Duration::from_millis(millis)).await,
            Step::Read(nth, key) => self.read(nth, key).await?,
        }
        Ok(())
    }

    async fn read(&self, nth: usize, key: NumberKey) -> Result<(), TestCaseError> {
        let process = &self.processes[nth];
        let read = process.cache.get(&key, self.database.load(key)).await;
        let is_down = self.database.is_down.load(Ordering::SeqCst);
        prop_assert!(read.is_ok() || is_down, "{read:?}");
        let Ok(value) = read else { return Ok(()) };
        let now = Instant::now();
        let (until, moved) = self.history.ends(key, *value);
        let lifetime = Namespace::GuildData.row().lifetime;
        if let Some(until) = until {
            prop_assert!(now - until <= lifetime, "older than its lifetime");
        }
        if let Some(moved) = moved {
            prop_assert!(now - moved <= TRUSTED_FOR, "older than a drop and 2 s");
            let looked = process.looked_at.is_some_and(|it| it > moved);
            prop_assert!(!looked, "older than a drop that was heard of");
        }
        Ok(())
    }
}

proptest! {
    #[test]
    fn no_read_is_older_than_its_lifetime_or_than_a_drop(steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        runtime.block_on(async {
            // Moments that are told apart.
            tokio::time::advance(SECOND).await;
            let mut world = World::new();
            for step in &steps {
                tokio::time::advance(Duration::from_micros(1)).await;
                world.play(step).await?;
            }
            Ok::<_, TestCaseError>(())
        })?;
    }
}
