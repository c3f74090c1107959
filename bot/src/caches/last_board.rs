//! The last board that was loaded: for whoever would have to wait for the next one, and as what the
//! next one is made of, with the games read anew that have changed since.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockWriteGuard};
use std::time::{Duration, Instant};

use shared::id::GameId;
use store::board::Board;
use store::notify::BoardChange;

/// Fewer prices than these are loaded in some 20 ms: that is waited for, and nobody is shown an
/// older board. A hundred thousand take a second.
const WAITED_FOR: usize = 2_000;
/// How old a board may be that is shown while the next one is loaded. What was bet on it is checked
/// by the database when it is placed, as ever.
const SHOWN_FOR: Duration = Duration::from_secs(60);
/// How long parts of a board are renewed before all of it is read again. Prices that nobody
/// confirms leave the board only then: nothing reports them.
const WHOLE_EVERY: Duration = Duration::from_secs(15);
/// The same where it takes long.
const LARGE_WHOLE_EVERY: Duration = Duration::from_secs(45);

/// The last board, and whether the next one is being loaded.
#[derive(Default)]
pub(crate) struct LastBoard {
    state: RwLock<State>,
    is_loading: AtomicBool,
}

#[derive(Default)]
struct State {
    kept: Option<Kept>,
    /// What has changed since it was read.
    change: BoardChange,
    /// How many changes were told, so that one that is told during a load is not taken for loaded.
    told: u64,
    /// Somebody was told that it is wrong, and nothing newer was read since.
    is_doubted: bool,
}

struct Kept {
    board: Arc<Board>,
    /// When all of it was read.
    whole_at: Instant,
}

impl Kept {
    fn is_large(&self) -> bool {
        let prices: usize = self.board.games.iter().map(|it| it.quotes.len()).sum();
        prices >= WAITED_FOR
    }
}

/// How the next board is to be read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// All of it.
    Whole,
    /// From this one, these games anew.
    Parts(Arc<Board>, BTreeSet<GameId>),
}

/// What a load is for, and what was known when it began.
pub(crate) struct Task {
    /// How to read.
    pub(crate) reading: Reading,
    whole_at: Instant,
    told: u64,
}

/// Held by whoever loads the next board.
pub(crate) struct Loading(Arc<LastBoard>);

impl Drop for Loading {
    fn drop(&mut self) {
        self.0.is_loading.store(false, Ordering::Release);
    }
}

impl LastBoard {
    /// Something has changed since the board was read, or while the next one is read.
    pub(crate) fn tell(&self, change: BoardChange) {
        let mut state = self.write();
        state.change.add(change);
        state.told += 1;
    }

    /// How to read the next board.
    pub(crate) fn task(&self, now: Instant) -> Task {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let changed = match &state.change {
            BoardChange::Nothing => Some(BTreeSet::new()),
            BoardChange::Games(games) => Some(games.clone()),
            BoardChange::Everything => None,
        };
        let young = state.kept.as_ref().filter(|it| {
            let every = match it.is_large() {
                true => LARGE_WHOLE_EVERY,
                false => WHOLE_EVERY,
            };
            now.saturating_duration_since(it.whole_at) < every
        });
        let (reading, whole_at) = match (young, changed) {
            (Some(kept), Some(games)) => {
                let board = Arc::clone(&kept.board);
                (Reading::Parts(board, games), kept.whole_at)
            }
            _ => (Reading::Whole, now),
        };
        Task {
            reading,
            whole_at,
            told: state.told,
        }
    }

    /// Keeps what a task has read.
    pub(crate) fn keep(&self, task: &Task, board: &Arc<Board>) {
        let mut state = self.write();
        state.kept = Some(Kept {
            board: Arc::clone(board),
            whole_at: task.whole_at,
        });
        // What was told meanwhile stays: reading a game once more harms nothing.
        if state.told == task.told {
            state.change = BoardChange::Nothing;
            state.is_doubted = false;
        }
    }

    /// Whether nothing has changed since this board was read.
    pub(crate) fn is_current(&self, board: &Arc<Board>) -> bool {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let kept = state.kept.as_ref();
        let is_kept = kept.is_some_and(|it| Arc::ptr_eq(&it.board, board));
        is_kept && state.change == BoardChange::Nothing
    }

    /// The board to show now, if the next one is not to be waited for.
    pub(crate) fn to_show(&self, now: Instant) -> Option<Arc<Board>> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let kept = state.kept.as_ref()?;
        let is_young = now.saturating_duration_since(kept.whole_at) < SHOWN_FOR;
        let may_show = is_young && kept.is_large() && !state.is_doubted;
        may_show.then(|| Arc::clone(&kept.board))
    }

    /// The database has just said that it is wrong about these games: it is not shown again before
    /// they were read.
    pub(crate) fn doubt(&self, games: BTreeSet<GameId>) {
        let mut state = self.write();
        state.change.add(BoardChange::games(games));
        state.told += 1;
        state.is_doubted = true;
    }

    /// Whether it is wrong about games that were not read since.
    pub(crate) fn is_doubted(&self) -> bool {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.is_doubted
    }

    /// Loading the next board is the caller's now. `None`: somebody else does.
    pub(crate) fn begin(self: &Arc<Self>) -> Option<Loading> {
        let was_loading = self.is_loading.swap(true, Ordering::AcqRel);
        (!was_loading).then(|| Loading(Arc::clone(self)))
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::offers::testing::board_of;

    /// A board of so many prices, and when all of it was read.
    fn read(prices: usize) -> (LastBoard, Instant, Arc<Board>) {
        let (last, now) = (LastBoard::default(), Instant::now());
        let board = Arc::new(board_of(prices));
        last.keep(&last.task(now), &board);
        (last, now, board)
    }

    fn games(board: &Board) -> BTreeSet<GameId> {
        board.games.iter().map(|it| it.game.id).collect()
    }

    #[test]
    fn a_large_board_is_shown_for_a_minute_and_a_small_one_is_loaded_anew() {
        let shown = |prices: usize, after: Duration| {
            let (last, now, _) = read(prices);
            last.to_show(now + after).is_some()
        };
        assert!(shown(WAITED_FOR, Duration::ZERO));
        assert!(shown(WAITED_FOR, SHOWN_FOR - Duration::from_millis(1)));
        assert!(!shown(WAITED_FOR, SHOWN_FOR));
        assert!(!shown(WAITED_FOR - 1, Duration::ZERO));
    }

    #[test]
    fn only_what_changed_is_read_until_it_is_time_for_the_whole() {
        for (prices, every) in [(1, WHOLE_EVERY), (WAITED_FOR, LARGE_WHOLE_EVERY)] {
            let (last, now, board) = read(prices);
            let changed = games(&board);
            last.tell(BoardChange::games(changed.clone()));
            let task = last.task(now + every - Duration::from_millis(1));
            assert_eq!(task.reading, Reading::Parts(board, changed));
            assert_eq!(last.task(now + every).reading, Reading::Whole);
        }
    }

    #[test]
    fn parts_that_are_renewed_do_not_make_the_rest_younger() {
        let (last, now, board) = read(WAITED_FOR);
        last.tell(BoardChange::games(games(&board)));
        last.keep(&last.task(now + Duration::from_secs(44)), &board);
        assert!(last.is_current(&board));
        assert!(last.to_show(now + SHOWN_FOR).is_none());
        assert_eq!(last.task(now + LARGE_WHOLE_EVERY).reading, Reading::Whole);
    }

    #[test]
    fn what_is_told_during_a_load_is_not_taken_for_loaded() {
        let (last, now, board) = read(WAITED_FOR);
        let task = last.task(now);
        last.tell(BoardChange::games(games(&board)));
        last.keep(&task, &board);
        assert!(!last.is_current(&board));
        assert_ne!(
            last.task(now).reading,
            Reading::Parts(board.clone(), BTreeSet::new())
        );

        last.tell(BoardChange::Everything);
        assert_eq!(last.task(now).reading, Reading::Whole);
        last.keep(&last.task(now), &board);
        assert!(last.is_current(&board));
    }

    #[test]
    fn a_board_that_is_wrong_about_a_game_is_not_shown_before_that_game_is_read_again() {
        let (last, now, board) = read(WAITED_FOR);
        let before = last.task(now);
        last.doubt(games(&board));
        last.keep(&before, &board);
        assert!(last.to_show(now).is_none(), "that load began before");
        assert!(last.is_doubted() && !last.is_current(&board));

        let task = last.task(now);
        let wrong = games(&board);
        assert_eq!(task.reading, Reading::Parts(board.clone(), wrong));
        last.keep(&task, &board);
        assert!(last.to_show(now).is_some() && !last.is_doubted());
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
