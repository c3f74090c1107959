//! Failures on demand: slow lines, lost answers, errors, things delivered twice.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// A failure to inject, for requests that match it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Fault {
    /// Only requests of this method; any when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Only requests whose route (as in `POST /channels/{channel}/messages`) or path
    /// contains this; any when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// How often it strikes before it is spent; for ever when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// What happens.
    #[serde(flatten)]
    pub effect: Effect,
}

/// What a fault does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "effect", rename_all = "snake_case")]
pub enum Effect {
    /// The line takes this long, half of it before and half after the request is performed.
    Latency {
        /// Milliseconds there and back.
        ms: u64,
    },
    /// The request is performed and the connection cut before the answer: the client is in doubt.
    DropAfter,
    /// The connection is cut before anything is performed.
    DropBefore,
    /// The answer is this status, and nothing is performed.
    Status {
        /// An HTTP status, 500 or 503 say.
        status: u16,
    },
    /// A 429 although no limit is reached.
    RateLimit {
        /// Seconds to wait.
        retry_after: f64,
        /// `user`, `shared` or `global`.
        scope: String,
    },
    /// The request waits, unperformed, until `release`: a point to kill the bot at.
    HoldBefore,
    /// The request is performed and its answer waits until `release`: the same, one step later.
    HoldAfter,
    /// The next interactions come in a form that no library can read.
    Garble,
    /// The next interactions are delivered twice.
    Duplicate,
    /// The next interactions never reach the bot.
    Lose,
}

impl Effect {
    /// Whether it concerns what the gateway delivers, and no request.
    const fn is_delivery(&self) -> bool {
        matches!(self, Self::Duplicate | Self::Lose | Self::Garble)
    }
}

impl Fault {
    /// A fault for every request, for ever.
    #[must_use]
    pub const fn new(effect: Effect) -> Self {
        Self {
            method: None,
            route: None,
            times: None,
            effect,
        }
    }

    /// Only for requests whose route or path contains `route`.
    #[must_use]
    pub fn on(mut self, route: &str) -> Self {
        self.route = Some(route.to_owned());
        self
    }

    /// Only for requests of `method`.
    #[must_use]
    pub fn method(mut self, method: &str) -> Self {
        self.method = Some(method.to_owned());
        self
    }

    /// Only this often.
    #[must_use]
    pub const fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    fn matches(&self, method: &str, route: &str, path: &str) -> bool {
        self.method
            .as_ref()
            .is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
            && self.route.as_ref().is_none_or(|wanted| {
                route.contains(wanted.as_str()) || path.contains(wanted.as_str())
            })
    }
}

/// The faults in force.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    active: Vec<Fault>,
}

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.active.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.active.clear();
    }

    /// The effects for a request, each counted as used.
    pub(crate) fn take(&mut self, method: &str, route: &str, path: &str) -> Vec<Effect> {
        self.take_if(|fault| !fault.effect.is_delivery() && fault.matches(method, route, path))
    }

    /// What is to happen to the interaction that is about to be sent.
    pub(crate) fn take_delivery(&mut self) -> Vec<Effect> {
        self.take_if(|fault| fault.effect.is_delivery())
    }

    fn take_if(&mut self, wanted: impl Fn(&Fault) -> bool) -> Vec<Effect> {
        let mut effects = Vec::new();
        for fault in self.active.iter_mut().filter(|fault| wanted(fault)) {
            effects.push(fault.effect.clone());
            if let Some(times) = &mut fault.times {
                *times = times.saturating_sub(1);
            }
        }
        self.active.retain(|fault| fault.times != Some(0));
        effects
    }
}

/// Requests that are kept waiting.
#[derive(Debug, Default)]
pub(crate) struct Holds {
    waiting: BTreeSet<u64>,
    next: u64,
}

impl Holds {
    /// A request begins to wait; its number.
    pub(crate) fn arrive(&mut self) -> u64 {
        self.next += 1;
        self.waiting.insert(self.next);
        self.next
    }

    /// Whether it waits still.
    pub(crate) fn is_held(&self, number: u64) -> bool {
        self.waiting.contains(&number)
    }

    /// A request waits no longer.
    pub(crate) fn leave(&mut self, number: u64) {
        self.waiting.remove(&number);
    }

    /// Lets every request go.
    pub(crate) fn release(&mut self) {
        self.waiting.clear();
    }

    /// How many requests wait.
    pub(crate) fn count(&self) -> usize {
        self.waiting.len()
    }
}
