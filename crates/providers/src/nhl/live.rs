//! Where a game stands while it is played: its period and its clock.

use shared::game::{GameStatus, Period};
use shared::live::{GameClock, LiveState, Stage};

use super::wire::{Game, PeriodDescriptor};

/// How many periods there are before overtime.
const REGULAR: u8 = 3;

/// Played to its end, and not called final yet.
const PLAYED: &str = "OVER";

/// Where a game stands. Nothing of one that is not played.
pub(super) fn of(status: GameStatus, game: &Game) -> Option<LiveState> {
    let clock = game.clock.as_ref();
    let stage = match status {
        GameStatus::Suspended => Stage::Suspended,
        GameStatus::Live if game.game_state == PLAYED => return None,
        GameStatus::Live if clock.is_some_and(|it| it.in_intermission) => Stage::Interval,
        GameStatus::Live => Stage::Playing,
        _ => return None,
    };
    let part = game.period_descriptor.as_ref().and_then(part);
    let (period, overtime) = part.unzip();
    let state = LiveState {
        period,
        overtime: overtime.flatten(),
        clock: clock
            .and_then(|it| it.seconds_remaining)
            .map(GameClock::down),
        ..LiveState::at(stage)
    };
    Some(state.within_bounds())
}

/// The period, and which overtime it is if it is one.
fn part(told: &PeriodDescriptor) -> Option<(Period, Option<u8>)> {
    let number = told.number.filter(|it| *it > 0)?;
    Some(match told.period_type.as_deref() {
        Some("SO") => (Period::Shootout, None),
        _ if number > REGULAR => (Period::Overtime, Some(number - REGULAR)),
        _ => (Period::Third(number), None),
    })
}
