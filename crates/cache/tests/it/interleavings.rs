//! A drop during a slow load, in many orders.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::time::Instant;

use crate::support::{Database, Dice, Memory, key, process, read};

/// How many orders are tried unless `DBSBM_CACHE_ORDERS` says more.
const ORDERS: u64 = 500;

async fn pass(steps: u64) {
    for _ in 0..steps {
        tokio::task::yield_now().await;
    }
}

/// Loads begin and end around a change, a look, a flush; then somebody reads.
async fn play(seed: u64) {
    let dice = &mut Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let (database, shared) = (Database::new(), Arc::new(Memory::default()));
    database.change(key(1), 1);
    let caches = [
        process(&database, Some(shared.clone())),
        process(&database, Some(shared.clone())),
    ];
    let under_way = Arc::new(AtomicUsize::new(0));
    let loads: Vec<_> = (0..3)
        .map(|nth: usize| {
            let steps = [dice.roll(12), dice.roll(12), dice.roll(12)];
            let (cache, database) = (caches[nth % 2].clone(), Arc::clone(&database));
            let under_way = Arc::clone(&under_way);
            tokio::spawn(async move {
                pass(steps[0]).await;
                let load = async {
                    under_way.fetch_add(1, Ordering::SeqCst);
                    pass(steps[1]).await;
                    let number = database.load(key(1)).await;
                    pass(steps[2]).await;
                    number
                };
                *cache.get(&key(1), load).await.unwrap()
            })
        })
        .collect();
    pass(dice.roll(24)).await;
    database.change(key(1), 2);
    if dice.roll(4) == 0 {
        shared.flush();
    }
    pass(dice.roll(6)).await;
    for cache in &caches {
        cache.looked(&database.moved(0), Instant::now());
        pass(dice.roll(4)).await;
        assert_eq!(
            read(cache, &database, key(1)).await,
            2,
            "right after, seed {seed}"
        );
    }
    for load in loads {
        assert!([1, 2].contains(&load.await.unwrap()), "seed {seed}");
    }
    // What was loaded before has been written by now, wherever that went.
    for cache in &caches {
        assert_eq!(
            read(cache, &database, key(1)).await,
            2,
            "later, seed {seed}"
        );
    }
    let fresh = process(&database, Some(shared));
    assert_eq!(
        read(&fresh, &database, key(1)).await,
        2,
        "a new process, seed {seed}"
    );
}

#[tokio::test(start_paused = true)]
async fn after_a_drop_no_load_that_began_before_it_is_read() {
    let orders = std::env::var("DBSBM_CACHE_ORDERS").map(|it| it.parse().unwrap());
    for seed in 1..=orders.unwrap_or(ORDERS) {
        play(seed).await;
    }
}
