//! What arrived: every request, every refusal, how fast the bot acknowledged.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How many requests are remembered; counters go on beyond it.
const REMEMBERED: usize = 50_000;

/// One request of the bot.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Request {
    /// When it was answered, in Unix milliseconds of the sandbox's clock.
    pub at: i64,
    /// The method.
    pub method: String,
    /// The path below `/api/v10`, tokens shortened.
    pub path: String,
    /// The route, as in `/channels/{channel}/messages`; empty when there is none.
    pub route: String,
    /// The status that it got.
    pub status: u16,
    /// How long the sandbox took over it, injected latency included, in milliseconds.
    pub ms: i64,
}

/// A request that Discord would have refused as malformed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Refusal {
    /// When, in Unix milliseconds.
    pub at: i64,
    /// The method.
    pub method: String,
    /// The path below `/api/v10`.
    pub path: String,
    /// Discord's error code: 50035 for a malformed body.
    pub code: u64,
    /// What is wrong, one sentence each, with the place in the body before the colon.
    pub reasons: Vec<String>,
    /// The body that was refused.
    pub body: Value,
}

/// Counters over everything so far.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Stats {
    /// Requests of the bot.
    pub requests: u64,
    /// Requests by status.
    pub by_status: BTreeMap<u16, u64>,
    /// Requests by method and route.
    pub by_route: BTreeMap<String, u64>,
    /// 429 answers, by scope: `user`, `shared`, `global`.
    pub rate_limited: BTreeMap<String, u64>,
    /// Requests refused as malformed.
    pub refused: u64,
    /// Requests for routes that the sandbox does not have.
    pub unknown_routes: u64,
    /// Interactions sent to the bot.
    pub interactions: u64,
    /// Of these, acknowledged in time.
    pub acknowledged: u64,
    /// Of these, never acknowledged in time.
    pub missed: u64,
    /// Time from sending an interaction to its acknowledgement, in milliseconds.
    pub ack_p50_ms: i64,
    /// The same, 99th percentile.
    pub ack_p99_ms: i64,
    /// The same, longest.
    pub ack_max_ms: i64,
    /// Gateway identifies so far.
    pub identifies: u64,
    /// Gateway resumes so far.
    pub resumes: u64,
}

/// Everything recorded.
#[derive(Debug, Default)]
pub(crate) struct Record {
    pub(crate) requests: VecDeque<Request>,
    pub(crate) refusals: Vec<Refusal>,
    pub(crate) unknown: Vec<String>,
    pub(crate) stats: Stats,
    acks: Vec<i64>,
}

impl Record {
    pub(crate) fn request(&mut self, request: Request) {
        self.stats.requests += 1;
        *self.stats.by_status.entry(request.status).or_default() += 1;
        let route = if request.route.is_empty() {
            "unknown"
        } else {
            request.route.as_str()
        };
        *self
            .stats
            .by_route
            .entry(format!("{} {route}", request.method))
            .or_default() += 1;
        if self.requests.len() == REMEMBERED {
            self.requests.pop_front();
        }
        self.requests.push_back(request);
    }

    pub(crate) fn refusal(&mut self, refusal: Refusal) {
        self.stats.refused += 1;
        tracing::warn!(
            method = refusal.method, path = refusal.path, reasons = ?refusal.reasons,
            "request refused"
        );
        self.refusals.push(refusal);
    }

    pub(crate) fn unknown(&mut self, method: &str, path: &str) {
        self.stats.unknown_routes += 1;
        tracing::warn!(method, path, "unknown route");
        self.unknown.push(format!("{method} {path}"));
    }

    pub(crate) fn rate_limited(&mut self, scope: &str) {
        *self.stats.rate_limited.entry(scope.to_owned()).or_default() += 1;
    }

    pub(crate) fn acknowledged(&mut self, after_ms: i64) {
        self.stats.acknowledged += 1;
        self.acks.push(after_ms);
    }

    /// The counters, with the percentiles worked out.
    pub(crate) fn stats(&self) -> Stats {
        let mut acks = self.acks.clone();
        acks.sort_unstable();
        let at = |percent: usize| {
            let rank = (acks.len() * percent).div_ceil(100).saturating_sub(1);
            acks.get(rank).copied().unwrap_or(0)
        };
        Stats {
            ack_p50_ms: at(50),
            ack_p99_ms: at(99),
            ack_max_ms: at(100),
            ..self.stats.clone()
        }
    }

    /// Starts counting again.
    pub(crate) fn reset(&mut self) {
        *self = Self::default();
    }
}

/// A path without the secrets in it, short enough to read.
pub(crate) fn shorten(path: &str) -> String {
    let parts: Vec<String> = path
        .split('/')
        .map(|part| {
            let is_token = part.len() > 20 && part.bytes().any(|byte| byte.is_ascii_alphabetic());
            part.get(..4)
                .filter(|_| is_token)
                .map_or_else(|| part.to_owned(), |s| format!("{s}…"))
        })
        .collect();
    parts.join("/")
}
