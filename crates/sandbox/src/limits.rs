//! Rate limits: per-route windows, the global one, edits of old messages.

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::id::Id;

/// How many buckets may exist before expired ones are dropped.
const MANY: usize = 4_096;

/// A window that opens with its first request.
#[derive(Clone, Copy, Debug)]
struct Window {
    ends: i64,
    used: u32,
}

/// The state of a bucket after a request was counted.
#[derive(Clone, Debug)]
pub(crate) struct BucketState {
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    /// When the window ends, in Unix milliseconds.
    pub(crate) resets: i64,
    pub(crate) bucket: String,
}

/// The counters of all limits.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    windows: HashMap<String, Window>,
    old_edits: HashMap<Id, Vec<i64>>,
    invalid: VecDeque<i64>,
    banned_until: Option<i64>,
}

impl Limits {
    /// Counts a request against a bucket; the milliseconds to wait when it is full.
    pub(crate) fn take(
        &mut self,
        key: &str,
        (limit, per_ms): (u32, i64),
        now: i64,
    ) -> Result<BucketState, (i64, BucketState)> {
        if self.windows.len() > MANY {
            self.windows.retain(|_, window| window.ends > now);
        }
        let window = self
            .windows
            .entry(key.to_owned())
            .and_modify(|window| {
                if window.ends <= now {
                    *window = Window {
                        ends: now + per_ms,
                        used: 0,
                    };
                }
            })
            .or_insert(Window {
                ends: now + per_ms,
                used: 0,
            });
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        let bucket_state = |window: &Window| BucketState {
            limit,
            remaining: limit.saturating_sub(window.used),
            resets: window.ends,
            bucket: format!("{:016x}", hasher.finish()),
        };
        if window.used >= limit {
            return Err((window.ends - now, bucket_state(window)));
        }
        window.used += 1;
        Ok(bucket_state(window))
    }

    /// Counts a request that was refused for a token, a permission or its pace; too many of them
    /// ban the address for as long as they are counted over.
    pub(crate) fn invalid(&mut self, (limit, per_ms): (usize, i64), now: i64) {
        self.invalid.retain(|at| at + per_ms > now);
        self.invalid.push_back(now);
        if self.invalid.len() > limit {
            self.invalid.clear();
            self.banned_until = Some(now + per_ms);
        }
    }

    /// The milliseconds for which the address is banned still.
    pub(crate) fn banned_for(&mut self, now: i64) -> Option<i64> {
        self.banned_until = self.banned_until.filter(|until| *until > now);
        self.banned_until.map(|until| until - now)
    }

    /// Counts an edit of an old message; the milliseconds to wait when there were too many.
    pub(crate) fn edit_old(
        &mut self,
        channel: Id,
        (limit, per_ms): (u32, i64),
        now: i64,
    ) -> Result<(), i64> {
        let edits = self.old_edits.entry(channel).or_default();
        edits.retain(|at| at + per_ms > now);
        if edits.len() >= limit as usize {
            return Err(edits.first().map_or(per_ms, |first| first + per_ms - now));
        }
        edits.push(now);
        Ok(())
    }
}
