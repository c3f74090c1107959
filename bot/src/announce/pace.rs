//! How fast messages may follow each other in a channel, so that no request is ever refused for
//! coming too soon.
//!
//! twilight learns a bucket only from a refusal. Here every answer's own figures are used, and
//! for edits the tighter limit on editing messages over an hour old, whatever their age: a
//! message that was young when it queued may be old when its turn comes.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};
use tokio::time::Instant;

/// Added to every wait: clocks and lines are not exact.
const SLACK: Duration = Duration::from_millis(50);
/// How many lanes may stand before idle ones are dropped.
const LANES_MAX: usize = 4_096;

/// How many edits of old messages a channel takes in how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EditPace {
    /// Edits.
    pub(crate) edits: usize,
    /// In this long.
    pub(crate) per: Duration,
}

impl Default for EditPace {
    /// What Discord is seen to allow: it documents the refusal, not the figure.
    fn default() -> Self {
        Self {
            edits: 3,
            per: Duration::from_secs(6),
        }
    }
}

/// What is done to a channel's messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Post,
    Edit,
    Read,
}

/// Requests of one kind to one channel: one at a time, and none while the lane rests.
#[derive(Debug, Default)]
struct Lane {
    turn: Arc<AsyncMutex<()>>,
    stand: Mutex<Stand>,
}

/// Where a lane stands: when it is free, and the last edits that count.
#[derive(Debug, Default)]
struct Stand {
    free_at: Option<Instant>,
    edits: VecDeque<Instant>,
}

impl Lane {
    fn stand(&self) -> MutexGuard<'_, Stand> {
        self.stand.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Requests of one kind to one channel.
type LaneKey = (u64, Kind);

/// One request at a time for each channel and kind.
#[derive(Debug)]
pub(super) struct Pace {
    lanes: Mutex<HashMap<LaneKey, Arc<Lane>>>,
    edits: EditPace,
}

/// The right to send one request. Others wait while it is held.
pub(super) struct Turn {
    lane: Arc<Lane>,
    kind: Kind,
    _turn: OwnedMutexGuard<()>,
}

impl Pace {
    pub(super) fn new(edits: EditPace) -> Self {
        Self {
            lanes: Mutex::default(),
            edits,
        }
    }

    /// Waits until this channel accepts another request of this kind.
    pub(super) async fn turn(&self, channel: u64, kind: Kind) -> Turn {
        let lane = {
            let mut lanes = self.lanes();
            if lanes.len() > LANES_MAX {
                lanes.retain(|_, lane| Arc::strong_count(lane) > 1);
            }
            Arc::clone(lanes.entry((channel, kind)).or_default())
        };
        let turn = Arc::clone(&lane.turn).lock_owned().await;
        let free_at = lane.stand().free_at;
        if let Some(at) = free_at {
            tokio::time::sleep_until(at).await;
        }
        if kind == Kind::Edit {
            while let Some(first) = self.edit_before(&lane) {
                tokio::time::sleep_until(first + self.edits.per + SLACK).await;
            }
        }
        Turn {
            lane,
            kind,
            _turn: turn,
        }
    }

    /// When this channel accepts another request of this kind, if it does not now.
    pub(super) fn free_at(&self, channel: u64, kind: Kind) -> Option<Instant> {
        let free_at = self.lanes().get(&(channel, kind))?.stand().free_at;
        free_at.filter(|it| *it > Instant::now())
    }

    /// The edit that has to be long enough ago, where there were as many as a channel takes.
    fn edit_before(&self, lane: &Lane) -> Option<Instant> {
        let mut stand = lane.stand();
        let is_full = stand.edits.len() >= self.edits.edits.max(1);
        is_full.then(|| stand.edits.pop_front()).flatten()
    }

    fn lanes(&self) -> MutexGuard<'_, HashMap<LaneKey, Arc<Lane>>> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Turn {
    /// Discord answered: `remaining` more requests are taken within `reset`.
    pub(super) fn answered(self, remaining: Option<u64>, reset: Option<Duration>) {
        let now = Instant::now();
        let mut stand = self.lane.stand();
        if self.kind == Kind::Edit {
            // Counted from the answer: it cannot have been counted later than that.
            stand.edits.push_back(now);
        }
        if remaining == Some(0) {
            stand.free_at = reset.map(|it| now + it + SLACK);
        }
    }

    /// Discord said that it was too soon: the lane rests.
    pub(super) fn refused(self, rest: Duration) {
        self.lane.stand().free_at = Some(Instant::now() + rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn no_six_seconds_see_more_than_three_edits() {
        let pace = Pace::new(EditPace::default());
        let mut at = Vec::new();
        for _ in 0..10 {
            let turn = pace.turn(1, Kind::Edit).await;
            at.push(Instant::now());
            turn.answered(None, None);
        }
        for window in at.windows(4) {
            assert!(window[3] - window[0] > Duration::from_secs(6));
        }
        assert_eq!(at[2], at[0], "the first three do not wait");
    }

    #[tokio::test(start_paused = true)]
    async fn a_spent_bucket_is_waited_for_and_others_are_not_held_up() {
        let pace = Pace::new(EditPace::default());
        let start = Instant::now();
        let turn = pace.turn(1, Kind::Post).await;
        turn.answered(Some(0), Some(Duration::from_secs(4)));
        pace.turn(2, Kind::Post).await.answered(Some(4), None);
        assert_eq!(Instant::now(), start);
        let free_at = pace.free_at(1, Kind::Post).unwrap();
        assert!(free_at - start >= Duration::from_secs(4));
        assert_eq!(pace.free_at(2, Kind::Post), None);
        drop(pace.turn(1, Kind::Post).await);
        assert_eq!(pace.free_at(1, Kind::Post), None);
        assert!(Instant::now() - start >= Duration::from_secs(4));
    }
}
