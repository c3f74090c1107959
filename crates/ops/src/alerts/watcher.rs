//! Watches the rows of all processes under a lease, so that of several one tells.

use chrono::TimeDelta;
use sqlx::PgPool;
use store::alerts::{self, Alert};
use store::leases::{self, Lease};
use store::{StoreError, alerts as rows};
use tokio::time::Instant;

use super::Change;
use super::judge::judge;
use super::post::{Poster, SecretUrl};

/// The lease of whoever watches.
pub const LEASE: &str = "watcher";
/// How long a watcher may be silent before another one takes over.
const LASTS: TimeDelta = TimeDelta::seconds(60);
/// How often a dead-man's switch is told that somebody watches.
const PING_EVERY: std::time::Duration = std::time::Duration::from_secs(60);

/// Watches, as long as it holds the lease.
pub struct Watcher {
    pool: PgPool,
    holder: String,
    lease: Option<Lease>,
    poster: Poster,
    webhook: Option<SecretUrl>,
    dead_mans: Option<SecretUrl>,
    pinged: Option<Instant>,
}

/// What one look did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Watched {
    /// Whether this process watches.
    pub is_watching: bool,
    /// What was told.
    pub told: Vec<String>,
}

impl Watcher {
    /// Tells through this webhook what breaks a rule, and this switch that somebody watches.
    pub fn new(
        pool: PgPool,
        holder: String,
        webhook: Option<SecretUrl>,
        dead_mans: Option<SecretUrl>,
    ) -> Self {
        Self {
            pool,
            holder,
            lease: None,
            poster: Poster::default(),
            webhook,
            dead_mans,
            pinged: None,
        }
    }

    /// Looks once, if nobody else watches.
    ///
    /// A message is remembered after it was posted: one that Discord did not take is due again at
    /// the next look, and a process that dies in between repeats one.
    ///
    /// # Errors
    /// [`StoreError`] when the database refuses, or another process watches now.
    pub async fn tick(&mut self) -> Result<Watched, StoreError> {
        let Some(lease) = self.hold().await? else {
            return Ok(Watched::default());
        };
        let changes = {
            let mut connection = self.pool.acquire().await?;
            let now = leases::now(&mut connection).await?;
            let seen = rows::rows(&mut connection).await?;
            judge(&seen, &alerts::all(&mut connection).await?, now)
        };
        let told: Vec<_> = changes.iter().filter_map(|it| it.says.clone()).collect();
        let is_posted = self.post(&told).await;
        let (said, unsaid): (Vec<_>, Vec<_>) =
            changes.into_iter().partition(|it| it.says.is_some());
        self.remember(&lease, &unsaid).await?;
        if is_posted {
            self.remember(&lease, &said).await?;
        }
        self.ping().await;
        Ok(Watched {
            is_watching: true,
            told: if is_posted { told } else { Vec::new() },
        })
    }

    /// Gives the lease back, so that another process watches at once.
    ///
    /// # Errors
    /// [`StoreError`] when the database refuses.
    pub async fn release(&mut self) -> Result<(), StoreError> {
        if let Some(lease) = self.lease.take() {
            let mut tx = rows::begin(&self.pool).await?;
            leases::release(&mut tx, &lease).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    async fn hold(&mut self) -> Result<Option<Lease>, StoreError> {
        let mut tx = rows::begin(&self.pool).await?;
        if let Some(lease) = self.lease.take()
            && leases::renew(&mut tx, &lease, LASTS).await?
        {
            self.lease = Some(lease);
        } else {
            self.lease = leases::acquire(&mut tx, LEASE, &self.holder, LASTS).await?;
        }
        tx.commit().await?;
        Ok(self.lease.clone())
    }

    /// Posts, and says whether there is nothing left to post.
    async fn post(&self, lines: &[String]) -> bool {
        for line in lines {
            tracing::warn!("{line}");
        }
        let Some(webhook) = self.webhook.as_ref().filter(|_| !lines.is_empty()) else {
            return true;
        };
        match self.poster.post(webhook, lines).await {
            Ok(()) => true,
            Err(error) => {
                tracing::error!("alerts could not be posted and are tried again: {error}");
                false
            }
        }
    }

    async fn remember(&self, lease: &Lease, changes: &[Change]) -> Result<(), StoreError> {
        let mut tx = rows::begin(&self.pool).await?;
        leases::check(&mut tx, lease).await?;
        rows::prune(&mut tx).await?;
        for it in changes {
            match it.stage {
                Some(stage) => {
                    let (rule, subject) = (it.rule.to_owned(), it.subject.clone());
                    let alert = Alert {
                        rule,
                        subject,
                        stage,
                    };
                    alerts::put(&mut tx, &alert).await?;
                }
                None => alerts::forget(&mut tx, it.rule, &it.subject).await?,
            }
        }
        tx.commit().await?;
        Ok(())
    }

    async fn ping(&mut self) {
        let Some(url) = &self.dead_mans else { return };
        if self.pinged.is_some_and(|it| it.elapsed() < PING_EVERY) {
            return;
        }
        match self.poster.ping(url).await {
            Ok(()) => self.pinged = Some(Instant::now()),
            Err(error) => tracing::warn!("the dead-man's switch was not reached: {error}"),
        }
    }
}
