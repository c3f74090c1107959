//! Starting tasks, and stopping them in two steps.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It was stopped, and everything was finished.
    Asked,
    /// It was stopped, and something was cut short: the drain ran out, or a second signal
    /// arrived.
    Forced,
    /// A task ended by itself, by an error or a panic.
    Failed {
        /// The task's name.
        task: &'static str,
    },
}

impl Ended {
    /// The exit code for it: 0 for a clean stop.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Asked => 0,
            Self::Failed { .. } => 1,
            Self::Forced => 2,
        }
    }
}

/// The tasks of a process, and the two tokens that end them. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Lifecycle {
    soft: CancellationToken,
    hard: CancellationToken,
    tasks: TaskTracker,
    failed: Arc<Mutex<Option<&'static str>>>,
}

impl Lifecycle {
    /// A lifecycle without tasks.
    pub fn new() -> Self {
        Self::default()
    }

    /// Cancelled when no new work should begin. Work in progress is finished.
    pub const fn soft(&self) -> &CancellationToken {
        &self.soft
    }

    /// Cancelled when work in progress should be dropped. Comes after [`Lifecycle::soft`].
    pub const fn hard(&self) -> &CancellationToken {
        &self.hard
    }

    /// Stops everything, as a signal would.
    pub fn stop(&self) {
        self.soft.cancel();
    }

    /// Runs a task that is to go on until the soft stop. It is dropped at the hard stop. If it
    /// ends earlier, by a return or a panic, the process stops and reports which task it was.
    pub fn spawn(&self, name: &'static str, task: impl Future<Output = ()> + Send + 'static) {
        let (guard, hard) = (EndsEarly::new(self, name), self.hard.clone());
        self.tasks.spawn(async move {
            let _guard = guard;
            hard.run_until_cancelled(task).await;
        });
    }

    /// Runs a task that may end at any time, such as the answer to one request. It is
    /// waited for at the soft stop and dropped at the hard one.
    pub fn spawn_short(&self, task: impl Future<Output = ()> + Send + 'static) {
        let hard = self.hard.clone();
        self.tasks.spawn(async move {
            hard.run_until_cancelled(task).await;
        });
    }

    /// Stops softly at the first SIGINT or SIGTERM, and hard at the second.
    ///
    /// # Errors
    /// When the signals cannot be listened to.
    pub fn listen(&self) -> std::io::Result<()> {
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        let (soft, hard) = (self.soft.clone(), self.hard.clone());
        // Not among the tasks: it never ends by itself, and nobody waits for it.
        tokio::spawn(async move {
            for (token, what) in [(soft, "stopping"), (hard, "stopping at once")] {
                tokio::select! {
                    _ = interrupt.recv() => {}
                    _ = terminate.recv() => {}
                }
                tracing::info!("{what}: a signal came");
                token.cancel();
            }
        });
        Ok(())
    }

    /// Waits for the soft stop, gives work in progress `drain` to finish, then drops it.
    pub async fn run(self, drain: Duration) -> Ended {
        self.soft.cancelled().await;
        self.tasks.close();
        let finished = tokio::select! {
            () = self.tasks.wait() => true,
            () = self.hard.cancelled() => false,
            () = tokio::time::sleep(drain) => false,
        };
        self.hard.cancel();
        // A task sees the token at its next await; one that never awaits is left behind.
        let _ = tokio::time::timeout(HARD_STOP_WAIT, self.tasks.wait()).await;
        let failed = *self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        match failed {
            Some(task) => Ended::Failed { task },
            None if finished => Ended::Asked,
            None => Ended::Forced,
        }
    }
}

/// How long tasks get to be dropped after the hard stop.
const HARD_STOP_WAIT: Duration = Duration::from_secs(1);

/// Dropped when its task ends, in any way.
struct EndsEarly {
    lifecycle: Lifecycle,
    name: &'static str,
}

impl EndsEarly {
    fn new(lifecycle: &Lifecycle, name: &'static str) -> Self {
        Self {
            lifecycle: lifecycle.clone(),
            name,
        }
    }
}

impl Drop for EndsEarly {
    fn drop(&mut self) {
        if self.lifecycle.soft.is_cancelled() {
            return;
        }
        let mut failed = self
            .lifecycle
            .failed
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        failed.get_or_insert(self.name);
        tracing::error!("{} ended before it was told to: stopping", self.name);
        self.lifecycle.soft.cancel();
    }
}
