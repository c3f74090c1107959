//! Where the work of a task is to stop.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

/// A point that was crossed: its name, and how often it had been crossed before.
pub type Crossed = (&'static str, usize);

/// What is to happen at the points that a task crosses.
#[derive(Debug, Default)]
pub struct Plan {
    stop_at: Option<Crossed>,
    /// Whether what stops there may go on later.
    is_pause: bool,
    crossed: Mutex<Vec<&'static str>>,
    stopped: Notify,
    resumed: Notify,
}

tokio::task_local! {
    static PLAN: Arc<Plan>;
}

impl Plan {
    /// Only takes note of what is crossed.
    pub fn note() -> Arc<Self> {
        Arc::default()
    }

    /// Stops for good at that point.
    pub fn stop_at(point: Crossed) -> Arc<Self> {
        Arc::new(Self {
            stop_at: Some(point),
            ..Self::default()
        })
    }

    /// Stops at that point until it is resumed.
    pub fn pause_at(point: Crossed) -> Arc<Self> {
        Arc::new(Self {
            stop_at: Some(point),
            is_pause: true,
            ..Self::default()
        })
    }

    /// What is paused goes on, and what gets to its point only now does not stop there.
    pub fn resume(&self) {
        self.resumed.notify_one();
    }

    /// Every point that was crossed, in the order in which it was.
    pub fn crossed(&self) -> Vec<Crossed> {
        let names = self.names().clone();
        let nth = |(place, name): (usize, &&'static str)| {
            let before = names.iter().take(place).filter(|it| *it == name).count();
            (*name, before)
        };
        names.iter().enumerate().map(nth).collect()
    }

    /// Until the work stands where it was to stop.
    pub async fn stopped(&self) {
        self.stopped.notified().await;
    }

    fn names(&self) -> std::sync::MutexGuard<'_, Vec<&'static str>> {
        self.crossed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_end(&self, name: &'static str) -> bool {
        let mut names = self.names();
        let before = names.iter().filter(|it| **it == name).count();
        names.push(name);
        self.stop_at == Some((name, before))
    }
}

/// Runs the work under a plan. Tasks that it starts are not under it.
pub async fn under<T>(plan: Arc<Plan>, work: impl Future<Output = T>) -> T {
    PLAN.scope(plan, work).await
}

pub(super) async fn cross(name: &'static str) {
    let plan = PLAN.try_with(Arc::clone);
    if let Ok(plan) = plan
        && plan.is_end(name)
    {
        plan.stopped.notify_one();
        if plan.is_pause {
            plan.resumed.notified().await;
        } else {
            std::future::pending::<()>().await;
        }
    }
}
