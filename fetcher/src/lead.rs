//! One fetcher works: the one that holds the lease. Losing it stops every write.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use sqlx::PgPool;
use store::leases::Lease;
use store::{StoreError, leases};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// The lease that the settling function asks for.
pub const LEASE_NAME: &str = "fetcher";

/// Names this process, so that people can tell who holds a lease: process and chance.
pub fn holder() -> String {
    let chance = uuid::Uuid::now_v7().simple().to_string();
    format!("{}-{}", std::process::id(), &chance[chance.len() - 6..])
}

/// That this process leads, as far as it knows. Every write checks it against the database.
pub type LeadProof = Arc<Lease>;

/// Takes the lease, renews it, and tells the jobs.
pub struct Lead {
    pool: PgPool,
    holder: String,
    lasts: Duration,
    renewed: Instant,
    proof: watch::Sender<Option<LeadProof>>,
}

impl Lead {
    /// Nobody leads yet. A leader that is silent for `lasts` loses its place.
    pub fn new(pool: PgPool, lasts: Duration) -> Self {
        Self {
            pool,
            holder: holder(),
            lasts,
            renewed: Instant::now(),
            proof: watch::Sender::new(None),
        }
    }

    /// Where the jobs see whether we lead.
    pub fn watch(&self) -> watch::Receiver<Option<LeadProof>> {
        self.proof.subscribe()
    }

    /// One look: take what is free, renew what is ours.
    ///
    /// # Errors
    /// [`StoreError`] when the database refuses. A proof that could not be renewed for as long as
    /// it lasts is given up: somebody else may lead by now.
    pub async fn tick(&mut self) -> Result<(), StoreError> {
        let held = self.proof.borrow().clone();
        let looked = match &held {
            Some(proof) => self.renew(proof).await,
            None => self.take().await,
        };
        if looked.is_err() && held.is_some() && self.renewed.elapsed() > self.lasts {
            self.proof.send_replace(None);
        }
        looked
    }

    async fn take(&mut self) -> Result<(), StoreError> {
        let mut connection = self.pool.acquire().await?;
        let asked = Instant::now();
        let lasts = delta(self.lasts);
        if let Some(lease) = leases::take(&mut connection, LEASE_NAME, &self.holder, lasts).await? {
            tracing::info!("leading, in epoch {}", lease.epoch);
            self.renewed = asked;
            self.proof.send_replace(Some(Arc::new(lease)));
        }
        Ok(())
    }

    async fn renew(&mut self, proof: &Lease) -> Result<(), StoreError> {
        let mut connection = self.pool.acquire().await?;
        let asked = Instant::now();
        if leases::renew(&mut connection, proof, delta(self.lasts)).await? {
            self.renewed = asked;
        } else {
            tracing::warn!("another fetcher leads now: waiting for its end");
            self.proof.send_replace(None);
        }
        Ok(())
    }

    /// Looks three times as often as a silence lasts. Told to stop, it goes on until no job
    /// watches any more, and gives the lease back, so that another takes over at once.
    pub async fn run(mut self, stop: CancellationToken) {
        let mut every = tokio::time::interval(self.lasts / 3);
        every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let proof = self.proof.clone();
        let no_job_is_left = async move {
            stop.cancelled().await;
            proof.closed().await;
        };
        tokio::pin!(no_job_is_left);
        loop {
            tokio::select! {
                () = &mut no_job_is_left => break,
                _ = every.tick() => {
                    if let Err(error) = self.tick().await {
                        tracing::error!("the lease could not be looked at: {error}");
                    }
                }
            }
        }
        if let Err(error) = self.release().await {
            tracing::warn!("the lease was not given back, it will run out: {error}");
        }
    }

    async fn release(&self) -> Result<(), StoreError> {
        let held = self.proof.send_replace(None);
        if let Some(lease) = held {
            leases::release(&mut *self.pool.acquire().await?, &lease).await?;
        }
        Ok(())
    }
}

fn delta(lasts: Duration) -> TimeDelta {
    TimeDelta::from_std(lasts).unwrap_or(TimeDelta::MAX)
}
