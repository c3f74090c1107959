//! Where a game stands while it is played, by its line score.

use shared::game::{GameStatus, Period};
use shared::live::{InningHalf, LiveState, Situation, Stage};

use super::wire::{Linescore, Status};

/// How the detail of a state begins of a game that waits for the rain to end, or has not begun for
/// that reason.
const DELAYED: &str = "Delayed";

/// Where a game stands. Nothing of one that is not played, unless it should have begun and waits.
pub(super) fn of(
    status: GameStatus,
    stands: &Status,
    line: Option<&Linescore>,
) -> Option<LiveState> {
    let is_delayed = stands.detailed_state.trim().starts_with(DELAYED);
    let half = line.and_then(half);
    let stage = match (status, half) {
        (GameStatus::Scheduled | GameStatus::Live, _) if is_delayed => Stage::Delayed,
        (GameStatus::Suspended, _) => Stage::Suspended,
        (GameStatus::Live, Some((_, true))) => Stage::Interval,
        (GameStatus::Live, _) => Stage::Playing,
        _ => return None,
    };
    let line = line.filter(|_| status != GameStatus::Scheduled);
    let number = line.and_then(|it| it.current_inning).filter(|it| *it > 0);
    let situation = half.zip(line).map(|((half, is_over), line)| {
        // Between two halves nobody is at bat: what is told is of the half that is over.
        let line = Some(line).filter(|_| !is_over);
        let offense = line.and_then(|it| it.offense.as_ref());
        let count = line.and_then(|it| it.balls.zip(it.strikes));
        Situation::Baseball {
            half,
            outs: line.and_then(|it| it.outs),
            bases: offense.map(|it| [&it.first, &it.second, &it.third].map(Option::is_some)),
            count,
        }
    });
    let state = LiveState {
        period: number.map(Period::Inning),
        situation,
        ..LiveState::at(stage)
    };
    Some(state.within_bounds())
}

/// Which half of an inning it is, and whether it is over.
fn half(line: &Linescore) -> Option<(InningHalf, bool)> {
    match line.inning_state.as_deref()? {
        "Top" => Some((InningHalf::Top, false)),
        "Middle" => Some((InningHalf::Top, true)),
        "Bottom" => Some((InningHalf::Bottom, false)),
        "End" => Some((InningHalf::Bottom, true)),
        _ => None,
    }
}
