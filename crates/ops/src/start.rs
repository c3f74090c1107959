//! Puts the parts together: a program names its metrics, checks and sources, and starts them.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use runtime::lifecycle::Lifecycle;
use shared::clock::{Clock, SystemClock};
use sqlx::PgPool;
use store::Program;
use store::alerts::ProcessName;
use tokio::sync::watch;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use crate::alerts::{OwnAlarm, Poster, SecretUrl, Watcher, subject};
use crate::config::{OpsConfig, UrlError, Urls};
use crate::figures::Figures;
use crate::health::database::Expected;
use crate::health::{Check, Checks};
use crate::instance::Instance;
use crate::listen::Listen;
use crate::observer::{EVERY, Observer, Source};
use crate::ready::Readiness;
use crate::registry::{self, Registry};
use crate::reporter::Reporter;
use crate::server::{self, Shown};
use crate::statements::Statements;

/// How long one look of the watcher may take, posting included.
const WATCH_MAX: Duration = Duration::from_secs(30);
/// How long giving back the watcher's lease may take.
const RELEASE_MAX: Duration = Duration::from_secs(1);

/// What a program shows its operator, before it starts.
pub struct Setup {
    registry: Registry,
    disk: PathBuf,
    urls: Urls,
    process: ProcessName,
    expected: Expected,
    checks: Checks,
    sources: Vec<Arc<dyn Source>>,
}

impl Setup {
    /// Without metrics, checks and sources of the program's own yet.
    ///
    /// # Errors
    /// [`UrlError`] when an address in the settings cannot be used.
    pub fn new(program: Program, config: &OpsConfig, expected: Expected) -> Result<Self, UrlError> {
        let urls = config.urls()?;
        let instance = match &config.instance {
            Some(instance) => instance.clone(),
            None => Instance::of_machine(),
        };
        for url in urls.webhook.iter().chain(&urls.dead_mans) {
            url.hide();
        }
        let mut registry = Registry::new(program, &instance);
        registry.collect(Statements);
        Ok(Self {
            registry,
            disk: config.disk.clone(),
            urls,
            process: ProcessName {
                program: registry::word(program).to_owned(),
                instance: instance.to_string(),
            },
            expected,
            checks: Vec::new(),
            sources: vec![Arc::new(Statements)],
        })
    }

    /// Where the program's metrics are added.
    pub const fn registry(&mut self) -> &mut Registry {
        &mut self.registry
    }

    /// The same, which also checks this for `/health/ready`.
    #[must_use]
    pub fn with_check(mut self, check: Arc<dyn Check>) -> Self {
        self.checks.push(check);
        self
    }

    /// The same, which also takes figures from this.
    #[must_use]
    pub fn with_source(mut self, source: Arc<dyn Source>) -> Self {
        self.sources.push(source);
        self
    }

    /// Starts listening, looking and watching, under `lifecycle`.
    pub async fn start(mut self, listen: Listen, lifecycle: &Lifecycle) -> Ops {
        let registry = &mut self.registry;
        let observer = Observer::new(registry, self.disk, self.expected, self.sources);
        let readiness = Arc::new(Readiness::new(self.checks, self.expected));
        let shown = Shown {
            registry: Arc::new(self.registry),
            readiness: Arc::clone(&readiness),
        };
        let address = server::start(listen, shown, lifecycle).await;
        let (pool, reached) = watch::channel(None);
        let looking = Looking {
            observer,
            subject: subject(&self.process),
            reporter: Reporter::new(self.process.clone()),
            poster: Poster::default(),
            webhook: self.urls.webhook.clone(),
            own: OwnAlarm::default(),
        };
        let stop = lifecycle.soft().clone();
        let looking = looking.run(reached.clone(), stop.clone());
        lifecycle.spawn("looking at figures", looking);
        if self.urls.webhook.is_some() || self.urls.dead_mans.is_some() {
            let watching = watch_all(self.urls, self.process, reached, stop);
            lifecycle.spawn("watching figures", watching);
        }
        Ops {
            address,
            readiness,
            pool,
        }
    }
}

/// Looks at figures, writes them, and tells what cannot be written.
struct Looking {
    observer: Observer,
    reporter: Reporter,
    subject: String,
    poster: Poster,
    webhook: Option<SecretUrl>,
    own: OwnAlarm,
}

impl Looking {
    /// Every 15 seconds, and at once when the database is reached for the first time.
    async fn run(mut self, mut reached: watch::Receiver<Option<PgPool>>, stop: CancellationToken) {
        let mut every = tokio::time::interval(EVERY);
        every.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                _ = every.tick() => {}
                Ok(()) = reached.changed() => {}
            }
            let pool = reached.borrow_and_update().clone();
            if stop
                .run_until_cancelled(self.look(pool.as_ref()))
                .await
                .is_none()
            {
                break;
            }
        }
        let pool = reached.borrow().clone();
        if let Some(pool) = pool {
            self.reporter.stop(&pool).await;
        }
    }

    async fn look(&mut self, pool: Option<&PgPool>) {
        let restarts = self.reporter.restarts();
        let figures = self.observer.tick(pool, restarts).await;
        if let Some(pool) = pool {
            self.reporter.write(pool, &figures).await;
        }
        self.tell(&figures).await;
    }

    async fn tell(&mut self, figures: &Figures) {
        let news = self.own.look(&self.subject, figures, SystemClock.now());
        for line in &news.lines {
            tracing::warn!("{line}");
        }
        if let Some(webhook) = self.webhook.as_ref().filter(|_| !news.lines.is_empty())
            && let Err(error) = self.poster.post(webhook, &news.lines).await
        {
            tracing::error!("an alert could not be posted and is tried again: {error}");
            return;
        }
        self.own.told(news);
    }
}

/// Watches the rows of all processes every 15 seconds, from when the database is reached.
async fn watch_all(
    urls: Urls,
    process: ProcessName,
    mut reached: watch::Receiver<Option<PgPool>>,
    stop: CancellationToken,
) {
    let there = stop.run_until_cancelled(reached.wait_for(Option::is_some));
    let pool = match there.await {
        Some(Ok(pool)) => pool.clone(),
        _ => None,
    };
    let Some(pool) = pool else {
        return stop.cancelled().await;
    };
    let holder = format!("{}-{}", subject(&process), std::process::id());
    let mut watcher = Watcher::new(pool, holder, urls.webhook, urls.dead_mans);
    let mut every = tokio::time::interval(EVERY);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while stop.run_until_cancelled(every.tick()).await.is_some() {
        match tokio::time::timeout(WATCH_MAX, watcher.tick()).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::warn!("nobody was watched over: {error}"),
            Err(_) => tracing::warn!("watching took too long"),
        }
    }
    if let Ok(Err(error)) = tokio::time::timeout(RELEASE_MAX, watcher.release()).await {
        tracing::debug!("the watcher's lease was not released: {error}");
    }
}

/// What a running program shows its operator.
pub struct Ops {
    address: Option<SocketAddr>,
    readiness: Arc<Readiness>,
    pool: watch::Sender<Option<PgPool>>,
}

impl Ops {
    /// Where it listens. `None`: nowhere, by the settings or because the port is taken.
    pub const fn address(&self) -> Option<SocketAddr> {
        self.address
    }

    /// The database was reached: from now on it is looked at.
    pub fn reached(&self, pool: &PgPool) {
        self.readiness.reached(pool.clone());
        self.pool.send_replace(Some(pool.clone()));
    }
}
