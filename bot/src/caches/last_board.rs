//! The last board that was loaded, for whoever would have to wait for the next one.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use store::board::Board;

/// Fewer prices than these are loaded in some 20 ms: that is waited for, and nobody is shown an
/// older board. A hundred thousand take a second.
const WAITED_FOR: usize = 2_000;
/// How old a board may be that is shown while the next one is loaded. What was bet on it is checked
/// by the database when it is placed, as ever.
const SHOWN_FOR: Duration = Duration::from_secs(60);

/// The last board, and whether the next one is being loaded.
#[derive(Default)]
pub(crate) struct LastBoard {
    kept: RwLock<Option<(Instant, Arc<Board>)>>,
    is_loading: AtomicBool,
}

/// Held by whoever loads the next board.
pub(crate) struct Loading(Arc<LastBoard>);

impl Drop for Loading {
    fn drop(&mut self) {
        self.0.is_loading.store(false, Ordering::Release);
    }
}

impl LastBoard {
    /// Keeps a board that was loaded now. One that is kept already does not become newer.
    pub(crate) fn keep(&self, now: Instant, board: &Arc<Board>) {
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        let is_known = kept.as_ref().is_some_and(|it| Arc::ptr_eq(&it.1, board));
        if !is_known {
            *kept = Some((now, Arc::clone(board)));
        }
    }

    /// The board to show now, if the next one is not to be waited for.
    pub(crate) fn to_show(&self, now: Instant) -> Option<Arc<Board>> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        let (since, board) = kept.as_ref()?;
        let prices: usize = board.games.iter().map(|it| it.quotes.len()).sum();
        let is_young = now.saturating_duration_since(*since) < SHOWN_FOR;
        (is_young && prices >= WAITED_FOR).then(|| Arc::clone(board))
    }

    /// Forgets it: somebody was just told that it is wrong.
    pub(crate) fn forget(&self) {
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Loading the next board is the caller's now. `None`: somebody else does.
    pub(crate) fn begin(self: &Arc<Self>) -> Option<Loading> {
        let was_loading = self.is_loading.swap(true, Ordering::AcqRel);
        (!was_loading).then(|| Loading(Arc::clone(self)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::offers::testing::board_of;

    fn shown(prices: usize, after: Duration) -> bool {
        let (last, now) = (LastBoard::default(), Instant::now());
        last.keep(now, &Arc::new(board_of(prices)));
        last.to_show(now + after).is_some()
    }

    #[test]
    fn a_large_board_is_shown_for_a_minute_and_a_small_one_is_loaded_anew() {
        assert!(shown(WAITED_FOR, Duration::ZERO));
        assert!(shown(WAITED_FOR, SHOWN_FOR - Duration::from_millis(1)));
        assert!(!shown(WAITED_FOR, SHOWN_FOR));
        assert!(!shown(WAITED_FOR - 1, Duration::ZERO));
    }

    #[test]
    fn a_board_that_is_kept_again_does_not_become_newer_and_one_that_is_forgotten_is_gone() {
        let (last, now) = (LastBoard::default(), Instant::now());
        let board = Arc::new(board_of(WAITED_FOR));
        last.keep(now, &board);
        last.keep(now + SHOWN_FOR, &board);
        assert!(last.to_show(now + SHOWN_FOR).is_none());
        last.keep(now + SHOWN_FOR, &Arc::new(board_of(WAITED_FOR)));
        assert!(last.to_show(now + SHOWN_FOR).is_some());
        last.forget();
        assert!(last.to_show(now).is_none());
    }

    #[test]
    fn one_loads_at_a_time() {
        let last = Arc::new(LastBoard::default());
        let loading = last.begin();
        assert!(loading.is_some() && last.begin().is_none());
        drop(loading);
        assert!(last.begin().is_some());
    }
}
