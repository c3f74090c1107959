//! Where a game stands while it is played, in words.

use shared::game::Period;
use shared::live::{Counts, GameClock, InningHalf, LiveState, Situation, Stage};
use wording::{Catalogue, Said};

/// `3rd quarter, 4:32 left`, `90+3'`, `top of inning 5, 2 outs`, `halftime`.
pub(crate) fn stage(catalogue: Catalogue, state: &LiveState) -> Said {
    match state.stage {
        Stage::Playing => playing(catalogue, state),
        Stage::Interval => interval(catalogue, state),
        Stage::Halftime => catalogue.say("live-halftime"),
        Stage::Delayed => catalogue.say("live-delayed"),
        Stage::Suspended => catalogue.say("scheduled-suspended"),
    }
}

fn playing(catalogue: Catalogue, state: &LiveState) -> Said {
    let part = part(catalogue, state);
    if let Some((half, outs)) = inning(state) {
        let key = match half {
            InningHalf::Top => "live-top",
            InningHalf::Bottom => "live-bottom",
        };
        let part = part.map(|it| catalogue.line(key, &[("part", it.into())]));
        let outs = outs.map(|it| catalogue.line("live-outs", &[("count", i32::from(it).into())]));
        return wording::list(part.into_iter().chain(outs), ", ");
    }
    let clock = state.clock.map(|it| clock(catalogue, it));
    let said = match state.clock.map(|it| it.counts) {
        // A minute of the game says which part of it is on.
        Some(Counts::Up) => wording::list(clock, ", "),
        _ => wording::list(part.into_iter().chain(clock), ", "),
    };
    match said.is_empty() {
        true => catalogue.say("scheduled-live"),
        false => said,
    }
}

fn interval(catalogue: Catalogue, state: &LiveState) -> Said {
    let Some(part) = part(catalogue, state) else {
        return catalogue.say("live-break");
    };
    let key = match inning(state) {
        Some((InningHalf::Top, _)) => "live-middle",
        _ => "live-end",
    };
    catalogue.line(key, &[("part", part.into())])
}

/// The part that is on; of several overtimes, which one.
fn part(catalogue: Catalogue, state: &LiveState) -> Option<Said> {
    let period = state.period?;
    let number = state.overtime.filter(|it| *it > 1);
    match (period, number) {
        (Period::Overtime, Some(number)) => {
            let number = ("number", i32::from(number).into());
            Some(catalogue.line("live-overtime", &[number]))
        }
        _ => wording::part(catalogue, period),
    }
}

/// Who bats, and how many are out.
fn inning(state: &LiveState) -> Option<(InningHalf, Option<u8>)> {
    match state.situation {
        Some(Situation::Baseball { half, outs, .. }) => Some((half, outs)),
        _ => None,
    }
}

fn clock(catalogue: Catalogue, clock: GameClock) -> Said {
    let (minutes, seconds) = (clock.seconds / 60, clock.seconds % 60);
    let minutes = ("minutes", i32::from(minutes).into());
    match (clock.counts, clock.added) {
        (Counts::Down, _) => {
            let seconds = Said::ours(format!("{seconds:02}"));
            catalogue.line("live-left", &[minutes, ("seconds", seconds.into())])
        }
        (Counts::Up, None) => catalogue.line("live-minute", &[minutes]),
        (Counts::Up, Some(added)) => {
            let added = ("added", i32::from(added).into());
            catalogue.line("live-added", &[minutes, added])
        }
    }
}

#[cfg(test)]
mod tests {
    use wording::FALLBACK;

    use super::*;

    fn said(state: LiveState) -> String {
        stage(Catalogue::get(FALLBACK), &state).plain()
    }

    fn at(period: Period) -> LiveState {
        LiveState {
            period: Some(period),
            ..LiveState::at(Stage::Playing)
        }
    }

    #[test]
    fn a_game_is_said_to_be_where_a_spectator_sees_it() {
        let clock = |state: LiveState, clock| LiveState {
            clock: Some(clock),
            ..state
        };
        let baseball = |stage, half, outs| LiveState {
            stage,
            situation: Some(Situation::Baseball {
                half,
                outs,
                bases: None,
                count: None,
            }),
            ..at(Period::Inning(5))
        };
        let second = LiveState {
            overtime: Some(2),
            ..at(Period::Overtime)
        };
        let top = InningHalf::Top;
        let cases = [
            (
                clock(at(Period::Quarter(3)), GameClock::down(272)),
                "3rd quarter, 4:32 left",
            ),
            (
                clock(at(Period::Third(1)), GameClock::down(5)),
                "1st period, 0:05 left",
            ),
            (
                clock(at(Period::Half(2)), GameClock::up(67 * 60, None)),
                "67'",
            ),
            (
                clock(at(Period::Half(2)), GameClock::up(5400, Some(3))),
                "90+3'",
            ),
            (
                baseball(Stage::Playing, top, Some(2)),
                "top of inning 5, 2 outs",
            ),
            (
                baseball(Stage::Playing, InningHalf::Bottom, None),
                "bottom of inning 5",
            ),
            (baseball(Stage::Interval, top, None), "middle of inning 5"),
            (
                baseball(Stage::Interval, InningHalf::Bottom, None),
                "end of inning 5",
            ),
            (second, "overtime 2"),
            (LiveState::at(Stage::Playing), "live"),
            (LiveState::at(Stage::Interval), "break"),
            (LiveState::at(Stage::Halftime), "halftime"),
            (LiveState::at(Stage::Delayed), "delayed"),
        ];
        for (state, expected) in cases {
            assert_eq!(said(state.clone()), expected, "{state:?}");
        }
    }
}
