//! The jobs of `run`. A job does one unit of work per `tick`, which tests call directly; the loop
//! that calls it has no logic.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use runtime::pulse::Pulse;
use services::settle::Settler;
use sqlx::PgPool;
use store::StoreError;
use store::leases::Lease;
use tokio::sync::{Notify, watch};
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use crate::lead::LeadProof;

mod asking;
pub mod decide;
pub mod feeds;
pub mod housekeeping;
pub mod lookups;
pub mod quotes;
pub mod retention;
pub mod rosters;
pub mod watching;
pub mod weather;

/// Work that the leading process does again and again.
pub trait Job: Send + 'static {
    /// The job's name in log lines.
    const NAME: &'static str;
    /// How long one tick takes at most. A job that takes longer hangs, and the process with it.
    const SILENCE_MAX: Duration = Duration::from_secs(30 * 60);

    /// Does one unit of work.
    fn tick(&mut self, lease: &Lease) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// Runs a job at every interval, and at once when woken, as long as this process leads.
pub async fn run(
    mut job: impl Job,
    (every, wake): (Duration, Arc<Notify>),
    mut leading: watch::Receiver<Option<LeadProof>>,
    stop: CancellationToken,
    pulse: Pulse,
) {
    let mut every = tokio::time::interval(every);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        // Nothing hangs here: `every` wakes the loop, and whoever does not lead waits for as long
        // as another one does.
        pulse.rest();
        tokio::select! {
            () = stop.cancelled() => return,
            _ = every.tick() => {}
            () = wake.notified() => {}
        }
        // A process that does not lead waits here, and starts as soon as it does.
        let waited = stop
            .run_until_cancelled(leading.wait_for(Option::is_some))
            .await;
        let Some(Ok(proof)) = waited.map(|it| it.map(|proof| proof.clone())) else {
            return;
        };
        pulse.beat();
        let Some(proof) = proof else { continue };
        if let Err(error) = job.tick(&proof).await {
            report(&job, &error);
        }
    }
}

fn report<J: Job>(_: &J, error: &StoreError) {
    let name = J::NAME;
    match error {
        StoreError::LeaseLost => tracing::warn!("{name} stopped: another fetcher leads now"),
        error => tracing::error!("{name} failed and will be tried again: {error}"),
    }
}

/// Settles the tickets of games that have a new result.
pub struct Settling(pub Settler);

impl Job for Settling {
    const NAME: &'static str = "settling";
    // A million tickets take minutes.
    const SILENCE_MAX: Duration = Duration::from_secs(60 * 60);

    async fn tick(&mut self, lease: &Lease) -> Result<(), StoreError> {
        self.0.tick(lease).await.map(|_| ())
    }
}

/// Copies the last prices of games that have begun to their closing prices.
pub struct Closing(pub PgPool);

impl Job for Closing {
    const NAME: &'static str = "closing prices";

    async fn tick(&mut self, lease: &Lease) -> Result<(), StoreError> {
        quotes::tick(&self.0, lease).await.map(|_| ())
    }
}

/// Creates partitions ahead of time, and reminds of open reviews.
pub struct Housekeeping(pub PgPool);

impl Job for Housekeeping {
    const NAME: &'static str = "housekeeping";

    async fn tick(&mut self, lease: &Lease) -> Result<(), StoreError> {
        housekeeping::tick(&self.0, lease).await.map(|_| ())
    }
}
