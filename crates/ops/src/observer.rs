//! Looks at the process and the database every 15 seconds, so that a scrape asks nobody anything.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use sqlx::PgPool;
use store::StoreError;
use store::figures::{Backlog, LeftToDo, Vitals, left_to_do};
use tokio::time::Instant;

use crate::catalogue::{POOL_CONNECTIONS, POOL_CONNECTIONS_MAX, POOL_WAIT};
use crate::figures::{Figure, Figures, Shown};
use crate::health::Need;
use crate::health::database::{self, ANSWER_MAX, Expected, age};
use crate::process;
use crate::registry::Registry;

/// How long counting what is left to do may take.
const LEFT_MAX: Duration = Duration::from_secs(5);

/// How often it looks.
pub const EVERY: Duration = Duration::from_secs(15);

/// Something of a program that knows figures without asking anybody, such as its cache or the times
/// of its statements.
pub trait Source: Send + Sync + 'static {
    /// Adds its figures. Called every 15 seconds; must not block.
    fn gather(&self, figures: &mut Figures);
}

type Connections = Family<[(&'static str, &'static str); 1], Gauge>;

/// Metrics of the connection pool.
#[derive(Clone, Debug)]
struct PoolMetrics {
    connections: Connections,
    connections_max: Gauge,
    waits: Histogram,
}

impl PoolMetrics {
    fn new() -> Self {
        Self {
            connections: Family::default(),
            connections_max: Gauge::default(),
            waits: Histogram::new(exponential_buckets(0.000_5, 4.0, 8)),
        }
    }

    fn look(&self, pool: &PgPool) {
        let idle = i64::try_from(pool.num_idle()).unwrap_or(i64::MAX);
        let used = (i64::from(pool.size()) - idle).max(0);
        for (state, number) in [("idle", idle), ("used", used)] {
            let connections = self.connections.get_or_create(&[("state", state)]);
            connections.set(number);
        }
        let max = pool.options().get_max_connections();
        self.connections_max.set(i64::from(max));
    }
}

/// Looks, and shows what it saw.
pub struct Observer {
    disk: PathBuf,
    expected: Expected,
    sources: Vec<Arc<dyn Source>>,
    shown: Shown,
    pool: PoolMetrics,
    began: Instant,
    /// When the database last answered, or the start.
    answered: Instant,
}

impl Observer {
    /// Exports what it sees in this registry.
    pub fn new(
        registry: &mut Registry,
        disk: PathBuf,
        expected: Expected,
        sources: Vec<Arc<dyn Source>>,
    ) -> Self {
        let (shown, pool) = (Shown::default(), PoolMetrics::new());
        registry.collect(shown.clone());
        registry.add(&POOL_CONNECTIONS, pool.connections.clone());
        registry.add(&POOL_CONNECTIONS_MAX, pool.connections_max.clone());
        registry.add(&POOL_WAIT, pool.waits.clone());
        Self {
            disk,
            expected,
            sources,
            shown,
            pool,
            began: Instant::now(),
            answered: Instant::now(),
        }
    }

    /// Looks once, and returns what it saw. How often the process was started again is known to
    /// whoever writes its row.
    pub async fn tick(&mut self, pool: Option<&PgPool>, restarts: Option<i64>) -> Figures {
        let mut figures = Figures::default();
        figures.note(Figure::Restarts, restarts.map(float));
        process::gather(&self.disk, &mut figures).await;
        for source in &self.sources {
            source.gather(&mut figures);
        }
        if let Some(pool) = pool {
            self.pool.look(pool);
            if let Err(error) = self.ask(pool, &mut figures).await {
                tracing::debug!("the database was not looked at: {error}");
            }
        }
        let silent = self.answered.elapsed().as_secs_f64();
        figures.note(Figure::DatabaseSilent, silent);
        self.shown.show(figures.clone());
        figures
    }

    /// Only who polls knows how often. Where there has never been an answer, one is missed since
    /// the start of the process.
    fn note_polls(&self, figures: &mut Figures, vitals: &Vitals) {
        let every = self.expected.poll_every.as_secs_f64().max(f64::EPSILON);
        let silent = match vitals.answered_at {
            Some(answered_at) => seconds(age(vitals.now, answered_at)),
            None => self.began.elapsed().as_secs_f64(),
        };
        figures.note(Figure::PollIntervals, silent / every);
    }

    /// Asks the database: first whether it answers, then what costs it more.
    async fn ask(&mut self, pool: &PgPool, figures: &mut Figures) -> Result<(), StoreError> {
        let began = Instant::now();
        let vitals = async {
            let mut connection = pool.acquire().await?;
            self.pool.waits.observe(began.elapsed().as_secs_f64());
            let vitals = database::ask(&mut connection).await?;
            Ok::<_, StoreError>((vitals, connection))
        };
        let Ok(answered) = tokio::time::timeout(ANSWER_MAX, vitals).await else {
            return Err(sqlx::Error::PoolTimedOut.into());
        };
        let (vitals, mut connection) = answered?;
        self.answered = Instant::now();
        if self.expected.fetcher == Need::Required {
            self.note_polls(figures, &vitals);
        }
        let left = tokio::time::timeout(LEFT_MAX, left_to_do(&mut connection)).await;
        if let Ok(left) = left {
            note_left(figures, &left?);
        }
        Ok(())
    }
}

fn note_left(figures: &mut Figures, left: &LeftToDo) {
    let mut backlog = |number, oldest, backlog: Backlog| {
        figures.note(number, float(backlog.number));
        figures.note(oldest, seconds(backlog.oldest));
    };
    backlog(Figure::Unsettled, Figure::UnsettledOldest, left.unsettled);
    backlog(Figure::Reviews, Figure::ReviewsOldest, left.reviews);
    backlog(
        Figure::Deliveries,
        Figure::DeliveriesOldest,
        left.deliveries,
    );
    figures.note(Figure::DatabaseSize, float(left.database_bytes));
    figures.note(Figure::Standbys, left.standbys.map(float));
    figures.note(Figure::BackupAge, left.backup_age.map(seconds));
    let is_clean = left.is_audit_clean;
    figures.note(
        Figure::AuditClean,
        is_clean.map(|it| f64::from(u8::from(it))),
    );
}

fn seconds(delta: TimeDelta) -> f64 {
    delta.as_seconds_f64()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a figure needs no more than 15 digits"
)]
const fn float(number: i64) -> f64 {
    number as f64
}
