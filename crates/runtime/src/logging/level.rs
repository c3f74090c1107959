//! Changes what is logged while the program runs.

use std::fmt;

use tracing_subscriber::EnvFilter;

use super::{LogError, read};

type Change = dyn Fn(EnvFilter) -> Result<(), LogError> + Send + Sync;

/// What is logged, and the way to change it.
pub struct LogLevel {
    change: Box<Change>,
}

impl fmt::Debug for LogLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogLevel").finish_non_exhaustive()
    }
}

impl LogLevel {
    pub(super) fn new(
        change: impl Fn(EnvFilter) -> Result<(), LogError> + Send + Sync + 'static,
    ) -> Self {
        Self {
            change: Box::new(change),
        }
    }

    /// Logs by this filter from here on.
    ///
    /// # Errors
    /// [`LogError`] when the filter cannot be read: then it stays as it was.
    pub fn set(&self, filter: &str) -> Result<(), LogError> {
        (self.change)(read(filter)?)?;
        tracing::info!("logging by the filter {filter:?} from here on");
        Ok(())
    }
}
