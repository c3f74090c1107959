//! The loops of `run`. A job is a `tick` that tests call; the loop around it is dull.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use services::settle::Settler;
use sqlx::PgPool;
use store::StoreError;
use store::leases::Lease;
use tokio::sync::{Notify, watch};
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use crate::lead::LeadProof;

pub mod decide;
pub mod feeds;
pub mod housekeeping;
pub mod quotes;

/// Something that is done again and again by whoever leads.
pub trait Job: Send + 'static {
    /// What a log line calls it.
    const NAME: &'static str;

    /// Does it once.
    fn tick(&mut self, lease: &Lease) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// Does a job every so often, and at once when woken, while this process leads.
pub async fn run(
    mut job: impl Job,
    every: Duration,
    wake: Arc<Notify>,
    mut leading: watch::Receiver<Option<LeadProof>>,
    stop: CancellationToken,
) {
    let mut every = tokio::time::interval(every);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = every.tick() => {}
            () = wake.notified() => {}
        }
        // Who does not lead waits here, and begins at once when it does.
        let waited = stop
            .run_until_cancelled(leading.wait_for(Option::is_some))
            .await;
        let Some(Ok(proof)) = waited.map(|it| it.map(|proof| proof.clone())) else {
            return;
        };
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
        error => tracing::error!("{name} failed, and is tried again: {error}"),
    }
}

/// Settling, whenever a result is new.
pub struct Settling(pub Settler);

impl Job for Settling {
    const NAME: &'static str = "settling";

    async fn tick(&mut self, lease: &Lease) -> Result<(), StoreError> {
        self.0.tick(lease).await.map(|_| ())
    }
}

/// Closing the prices of games that have begun.
pub struct Closing(pub PgPool);

impl Job for Closing {
    const NAME: &'static str = "closing prices";

    async fn tick(&mut self, lease: &Lease) -> Result<(), StoreError> {
        quotes::tick(&self.0, lease).await.map(|_| ())
    }
}

/// Partitions, and forgetting.
pub struct Housekeeping(pub PgPool);

impl Job for Housekeeping {
    const NAME: &'static str = "housekeeping";

    async fn tick(&mut self, lease: &Lease) -> Result<(), StoreError> {
        housekeeping::tick(&self.0, lease).await.map(|_| ())
    }
}
