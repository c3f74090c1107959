//! Where a game stands while it is played, by the short word of its state. Football has its minute
//! beside it. What other sports say of their clocks was never seen, and is not read.

use shared::game::Period;
use shared::live::{GameClock, LiveState, Stage};

use super::leagues::League;
use super::status::State;
use super::wire::Status;
use crate::json::Text;

/// Leagues that play halves, which the feed calls quarters.
const HALVES: &[&str] = &["NCAAB"];

/// Where a game stands. Nothing of one that is not played.
pub(super) fn of(league: &League, state: State, status: &Status) -> Option<LiveState> {
    let word = status.short.as_deref().map_or("", str::trim);
    let stage = match (state, word) {
        (State::Stopped, _) => Stage::Suspended,
        (State::Live, "HT") => Stage::Halftime,
        (State::Live, "BT") => Stage::Interval,
        (State::Live, _) => Stage::Playing,
        _ => return None,
    };
    let number = |text: &Option<Text>| text.as_ref()?.whole()?.try_into().ok();
    let minute: Option<u8> = number(&status.elapsed);
    let clock = minute.filter(|_| stage == Stage::Playing);
    let added = number(&status.extra);
    let state = LiveState {
        period: part(word).filter(|_| !HALVES.contains(&league.code)),
        clock: clock.map(|it| GameClock::up(u16::from(it) * 60, added)),
        ..LiveState::at(stage)
    };
    Some(state.within_bounds())
}

/// The part of a game that a word names: `1H`, `Q3`, `P2`, `IN7`.
fn part(word: &str) -> Option<Period> {
    match word {
        "1H" | "HT" => Some(Period::Half(1)),
        "2H" => Some(Period::Half(2)),
        "ET" | "OT" => Some(Period::Overtime),
        "P" | "PT" => Some(Period::Shootout),
        _ => {
            let number = |prefix| word.strip_prefix(prefix)?.parse().ok().filter(|it| *it > 0);
            let quarter = number("Q").map(Period::Quarter);
            let third = || number("P").map(Period::Third);
            quarter
                .or_else(third)
                .or_else(|| number("IN").map(Period::Inning))
        }
    }
}
