//! When the players of each game were last asked about, shared by those who poll a feed side by
//! side.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use store::games::GameOfPlayers;

use crate::plan::{Moment, players};

/// How often it is looked whether a game is due.
const LOOKED_EVERY: Duration = Duration::from_secs(30);
/// After this long the game has begun, and nothing need be remembered of it.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(86_400);

/// When which game's players were last asked about, by the feed's own id of the game.
#[derive(Debug, Default)]
pub(super) struct Players(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    asked: BTreeMap<String, Duration>,
    looked_at: Option<Duration>,
}

impl Players {
    /// Whether it is time to look again. If so, nobody else looks for a while.
    pub(super) fn looks(&self, at: Moment) -> bool {
        let mut state = self.lock();
        let is_time = state.looked_at.is_none_or(|it| at.up >= it + LOOKED_EVERY);
        if is_time {
            state.looked_at = Some(at.up);
        }
        is_time
    }

    /// The game that is due, which counts as asked about from now on: nobody else asks, and one
    /// that fails is not tried again before its time.
    pub(super) fn claim(
        &self,
        at: Moment,
        games: &[GameOfPlayers],
        stretch: impl Fn(&str) -> Option<f64>,
    ) -> Option<GameOfPlayers> {
        let mut state = self.lock();
        let next = players::next(at, games, &state.asked, stretch)?.clone();
        state.asked.retain(|_, it| at.up < *it + FORGOTTEN_AFTER);
        state.asked.insert(next.reference.clone(), at.up);
        // There may be another.
        state.looked_at = None;
        Some(next)
    }

    /// An earlier process asked about this game then, in uptime.
    pub(super) fn recall(&self, reference: &str, asked_at: Duration) {
        let mut state = self.lock();
        let known = state.asked.entry(reference.to_owned()).or_default();
        *known = asked_at.max(*known);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
