//! Starting tasks, and stopping them in two steps. The service manager is told of both, and that
//! the process is alive for as long as its loops are.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::pulse::{Pulse, Pulses};
use crate::supervisor::Supervisor;

/// How long what is under way has to finish after the first signal. With the hard stop, and what a
/// process does to begin and end, a stop takes ten seconds at most.
pub const DRAIN: Duration = Duration::from_secs(8);

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
    pulses: Pulses,
    supervisor: Supervisor,
}

impl Lifecycle {
    /// A lifecycle without tasks, of which no service manager hears.
    pub fn new() -> Self {
        Self::default()
    }

    /// A lifecycle without tasks, of which the service manager hears that started the process. For
    /// programs; it is silent where there is no manager.
    pub fn supervised() -> Self {
        Self {
            supervisor: Supervisor::of_environment(),
            ..Self::default()
        }
    }

    /// A loop that shows that it is alive. If it is silent for longer than `silence_max`, the
    /// service manager hears no more of this process, and starts it again.
    pub fn pulse(&self, name: &'static str, silence_max: Duration) -> Pulse {
        self.pulses.register(name, silence_max)
    }

    /// Tells the service manager that the process does what it is for, and what that is.
    pub fn ready(&self, status: &str) {
        self.supervisor.status(status);
        self.supervisor.ready();
    }

    /// Tells the service manager what the process is doing, in a line.
    pub fn status(&self, line: &str) {
        self.supervisor.status(line);
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

    /// Stops softly at the first SIGINT or SIGTERM, and hard at the second. From now on, the
    /// service manager is told that the process is alive, for as long as its loops are.
    ///
    /// # Errors
    /// When the signals cannot be listened to.
    pub fn listen(&self) -> std::io::Result<()> {
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        let (soft, hard) = (self.soft.clone(), self.hard.clone());
        // Not among the tasks: these never end by themselves, and nobody waits for them.
        tokio::spawn(show_life(self.pulses.clone(), self.supervisor.clone()));
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
        self.supervisor.status("finishing what is under way");
        self.supervisor.stopping();
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
/// How often the manager hears that the process is alive while it would wait for one message, so
/// that one may come late.
const MESSAGES_A_SILENCE: u32 = 3;

/// Tells the manager that the process is alive, until one of its loops is not.
async fn show_life(pulses: Pulses, supervisor: Supervisor) {
    let Some(silence_max) = supervisor.watchdog() else {
        return;
    };
    let mut every = tokio::time::interval(silence_max / MESSAGES_A_SILENCE);
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut was_hung = false;
    loop {
        every.tick().await;
        let hung = pulses.hung();
        match hung {
            None => supervisor.alive(),
            Some((name, silent)) if !was_hung => {
                let seconds = silent.as_secs();
                tracing::error!(
                    "{name} has done nothing for {seconds} s: the service manager is told no more \
                     that this process is alive"
                );
            }
            Some(_) => {}
        }
        was_hung = hung.is_some();
    }
}

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
