//! Writes the process's row: how it is, and that it started and stopped.

use std::time::Duration;

use sqlx::PgPool;
use store::StoreError;
use store::alerts::{self, NamedFigures, ProcessName};

use crate::figures::Figures;

/// How long one writing may take.
const WRITE_MAX: Duration = Duration::from_secs(5);
/// How long the last one may take, at the stop.
const LAST_MAX: Duration = Duration::from_secs(1);

/// Writes the row of this process.
#[derive(Debug)]
pub(crate) struct Reporter {
    process: ProcessName,
    /// How often it was started again within an hour; `None` before it has written.
    restarts: Option<i64>,
}

impl Reporter {
    /// Of this process, which has not written yet.
    pub(crate) const fn new(process: ProcessName) -> Self {
        Self {
            process,
            restarts: None,
        }
    }

    /// How often it was started again within an hour, if that is known.
    pub(crate) const fn restarts(&self) -> Option<i64> {
        self.restarts
    }

    /// Writes how it is. A database that does not take it in time is left alone until the next
    /// look.
    pub(crate) async fn write(&mut self, pool: &PgPool, figures: &Figures) {
        let written = tokio::time::timeout(WRITE_MAX, self.try_write(pool, figures)).await;
        match written {
            Ok(Ok(restarts)) => self.restarts = Some(restarts),
            Ok(Err(error)) => tracing::debug!("the health row was not written: {error}"),
            Err(_) => tracing::debug!("the health row took too long to write"),
        }
    }

    async fn try_write(&self, pool: &PgPool, figures: &Figures) -> Result<i64, StoreError> {
        let named: NamedFigures = figures
            .iter()
            .map(|(it, value)| (it.to_string(), value))
            .collect();
        let mut tx = alerts::begin(pool).await?;
        if self.restarts.is_none() {
            alerts::started(&mut tx, &self.process).await?;
        }
        let restarts = alerts::write(&mut tx, &self.process, &named).await?;
        tx.commit().await?;
        Ok(restarts)
    }

    /// Writes that it was told to stop, so that nobody misses it.
    pub(crate) async fn stop(&self, pool: &PgPool) {
        let write = async {
            let mut tx = alerts::begin(pool).await?;
            alerts::stopped(&mut tx, &self.process).await?;
            tx.commit().await?;
            Ok::<_, StoreError>(())
        };
        if let Ok(Err(error)) = tokio::time::timeout(LAST_MAX, write).await {
            tracing::debug!("the stop was not written: {error}");
        }
    }
}
