//! How a process stops.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use runtime::lifecycle::{Ended, Lifecycle};

/// Longer than any test takes.
const LONG: Duration = Duration::from_secs(60);

#[tokio::test]
async fn what_is_under_way_is_finished_at_a_soft_stop() {
    let lifecycle = Lifecycle::new();
    let done = Arc::new(AtomicBool::new(false));
    let (soft, seen) = (lifecycle.soft().clone(), Arc::clone(&done));
    lifecycle.spawn("worker", async move {
        soft.cancelled().await;
        tokio::task::yield_now().await;
        seen.store(true, Ordering::SeqCst);
    });
    lifecycle.stop();
    assert_eq!(lifecycle.run(LONG).await, Ended::Asked);
    assert!(done.load(Ordering::SeqCst));
}

#[tokio::test]
async fn what_does_not_finish_in_its_time_is_dropped() {
    let lifecycle = Lifecycle::new();
    lifecycle.spawn("stuck", std::future::pending());
    lifecycle.stop();
    assert_eq!(lifecycle.run(Duration::ZERO).await, Ended::Forced);
}

#[tokio::test]
async fn the_second_signal_does_not_wait() {
    let lifecycle = Lifecycle::new();
    lifecycle.spawn("stuck", std::future::pending());
    lifecycle.stop();
    lifecycle.hard().cancel();
    assert_eq!(lifecycle.run(LONG).await, Ended::Forced);
}

#[tokio::test]
async fn a_task_that_ends_by_itself_stops_the_process() {
    let lifecycle = Lifecycle::new();
    lifecycle.spawn("poll", async {});
    assert_eq!(lifecycle.run(LONG).await, Ended::Failed { task: "poll" });
}

#[tokio::test]
async fn a_panic_stops_the_process_and_is_named() {
    let lifecycle = Lifecycle::new();
    lifecycle.spawn("settle", async { panic!("a test's panic") });
    assert_eq!(lifecycle.run(LONG).await, Ended::Failed { task: "settle" });
}

#[tokio::test]
async fn a_short_task_may_end_when_it_likes() {
    let lifecycle = Lifecycle::new();
    lifecycle.spawn_short(async {});
    tokio::task::yield_now().await;
    assert!(!lifecycle.soft().is_cancelled());
    lifecycle.stop();
    assert_eq!(lifecycle.run(LONG).await, Ended::Asked);
}
