//! Looks at every dependency, for whoever asks, once a second at most.

use std::sync::OnceLock;
use std::time::Duration;

use sqlx::PgPool;
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::health::database::{self, Expected};
use crate::health::{Checks, Report};

/// How long a report serves everybody who asks: a flood of questions is one question to the
/// database.
const KEPT_FOR: Duration = Duration::from_secs(1);

/// The checks of a program.
pub(crate) struct Readiness {
    began: Instant,
    checks: Checks,
    expected: Expected,
    pool: OnceLock<PgPool>,
    kept: Mutex<Option<(Instant, Report)>>,
}

impl Readiness {
    pub(crate) fn new(checks: Checks, expected: Expected) -> Self {
        Self {
            began: Instant::now(),
            checks,
            expected,
            pool: OnceLock::new(),
            kept: Mutex::default(),
        }
    }

    /// The database was reached: from now on it is asked.
    pub(crate) fn reached(&self, pool: PgPool) {
        // A program has one pool; another one would lead to the same database.
        let _ = self.pool.set(pool);
    }

    pub(crate) fn up(&self) -> Duration {
        self.began.elapsed()
    }

    /// What all checks find. Whoever asks while others wait gets the same report.
    pub(crate) async fn report(&self) -> Report {
        let mut kept = self.kept.lock().await;
        if let Some((at, report)) = &*kept
            && at.elapsed() < KEPT_FOR
        {
            return report.clone();
        }
        let mut found = database::look(self.pool.get(), &self.expected).await;
        found.extend(self.checks.iter().map(|it| it.look()));
        let report = Report::of(found);
        *kept = Some((Instant::now(), report.clone()));
        report
    }
}
