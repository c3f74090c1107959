//! Changes what is logged while the program runs: at a SIGHUP, `RUST_LOG` is read again from the
//! file of `--env-file`, where operators keep it. A process cannot see its environment change.

use std::fmt;
use std::io;

use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use super::{DEFAULT, LogError, read};
use crate::env_file::{self, EnvFileError};

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

    /// Reads the filter again at every SIGHUP, from here on.
    ///
    /// # Errors
    /// When the signal cannot be listened to.
    pub fn follow_signal(self) -> io::Result<()> {
        let mut hangup = signal(SignalKind::hangup())?;
        // Not among the tasks that are waited for: it never ends by itself.
        tokio::spawn(async move {
            while hangup.recv().await.is_some() {
                let again = tokio::task::spawn_blocking(|| env_file::read_again("RUST_LOG"));
                if let Ok(filter) = again.await {
                    self.change_to(filter);
                }
            }
        });
        Ok(())
    }

    fn change_to(&self, filter: Result<Option<String>, EnvFileError>) {
        let filter = match filter {
            Ok(filter) => filter.unwrap_or_else(|| DEFAULT.to_owned()),
            Err(error) => {
                tracing::warn!("what is logged stays as it is: {error}");
                return;
            }
        };
        if let Err(error) = self.set(&filter) {
            tracing::warn!("what is logged stays as it is: {error}");
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
