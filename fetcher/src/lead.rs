//! Only one fetcher works at a time: the one that holds the lease. Losing the lease stops every
//! write.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use runtime::lifecycle::Lifecycle;
use sqlx::PgPool;
use store::leases::Lease;
use store::{StoreError, histories, leases};
use tokio::sync::watch;

/// The lease that the database's settling functions check.
pub const LEASE_NAME: &str = "fetcher";

/// How long a look at the lease may take before it hangs: longer than a connection is waited for.
const SILENCE_MAX: Duration = Duration::from_secs(120);

/// A random name for this process, so that people can tell who holds a lease.
pub fn holder() -> String {
    let chance = uuid::Uuid::now_v7().simple().to_string();
    format!("{}-{}", std::process::id(), &chance[chance.len() - 6..])
}

/// The lease that this process holds, as far as it knows. Every write checks it against the
/// database.
pub type LeadProof = Arc<Lease>;

/// Acquires the lease, renews it, and tells the jobs whether this process leads.
pub struct Lead {
    pool: PgPool,
    holder: String,
    lasts: Duration,
    renewed: Instant,
    proof: watch::Sender<Option<LeadProof>>,
}

impl Lead {
    /// Starts without the lease. A leader that does not renew for `lasts` loses it.
    pub fn new(pool: PgPool, lasts: Duration) -> Self {
        Self {
            pool,
            holder: holder(),
            lasts,
            renewed: Instant::now(),
            proof: watch::Sender::new(None),
        }
    }

    /// Where jobs see whether this process leads.
    pub fn watch(&self) -> watch::Receiver<Option<LeadProof>> {
        self.proof.subscribe()
    }

    /// Acquires the lease if it is free, or renews it if this process holds it.
    ///
    /// # Errors
    /// [`StoreError`] when the database refuses. A lease that could not be renewed for as long as
    /// it lasts is given up, since another process may hold it by now.
    pub async fn tick(&mut self) -> Result<(), StoreError> {
        let held = self.proof.borrow().clone();
        let looked = match self.enter_history().await {
            Err(error) => Err(error),
            Ok(()) => self.look(held.as_ref()).await,
        };
        if looked.is_err() && held.is_some() && self.renewed.elapsed() > self.lasts {
            self.proof.send_replace(None);
        }
        looked
    }

    /// Before the lease is touched: its end says when the fetcher was last at work.
    async fn enter_history(&self) -> Result<(), StoreError> {
        let resumed_from = histories::enter(&mut *self.pool.acquire().await?).await?;
        if let Some(from) = resumed_from {
            tracing::warn!(
                "the database was restored, or a standby promoted: it goes on from {from}"
            );
        }
        Ok(())
    }

    async fn look(&mut self, held: Option<&LeadProof>) -> Result<(), StoreError> {
        match held {
            Some(proof) => self.renew(proof).await,
            None => self.take().await,
        }
    }

    async fn take(&mut self) -> Result<(), StoreError> {
        let mut connection = self.pool.acquire().await?;
        let asked = Instant::now();
        let lasts = delta(self.lasts);
        if let Some(lease) =
            leases::acquire(&mut connection, LEASE_NAME, &self.holder, lasts).await?
        {
            tracing::info!("leading in epoch {}", lease.epoch);
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
            tracing::warn!("another fetcher leads now: waiting until it stops");
            self.proof.send_replace(None);
        }
        Ok(())
    }

    /// Ticks three times in each lease period. The process is ready once a tick went well. Once
    /// told to stop, it keeps renewing until no job watches any more, then releases the lease, so
    /// that another process takes over at once.
    pub async fn run(mut self, lifecycle: Lifecycle) {
        let pulse = lifecycle.pulse("leading", SILENCE_MAX + self.lasts);
        let stop = lifecycle.soft().clone();
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
                    pulse.beat();
                    match self.tick().await {
                        Ok(()) => self.say(&lifecycle),
                        Err(error) => tracing::error!("the lease could not be checked: {error}"),
                    }
                }
            }
        }
        if let Err(error) = self.release().await {
            tracing::warn!("the lease was not released and will expire: {error}");
        }
    }

    /// Tells the service manager what this process is.
    fn say(&self, lifecycle: &Lifecycle) {
        if lifecycle.soft().is_cancelled() {
            return;
        }
        match &*self.proof.borrow() {
            Some(lease) => lifecycle.ready(&format!("leading in epoch {}", lease.epoch)),
            None => lifecycle.ready("waiting: another fetcher leads"),
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
