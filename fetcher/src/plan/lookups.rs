//! When something about a league is asked for besides its games: seldom, and never in place of
//! scores.

use std::time::Duration;

use providers::lookup::About;

/// How long a question that was not answered waits at first. It is doubled with every failure, up
/// to the usual interval.
const AGAIN_AFTER: Duration = Duration::from_secs(1_800);

/// How asking has gone. All spans are uptime.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LookupState {
    /// When it was last asked for.
    pub asked_at: Option<Duration>,
    /// How many requests in a row failed.
    pub failures: u32,
    /// The feed asked not to be asked before this moment, or its allowance is better spent.
    pub not_before: Option<Duration>,
}

/// How often something is asked for. `is_near`: a game of the league is played or begins soon.
const fn every(about: About, is_near: bool) -> Duration {
    let hours = match (about, is_near) {
        // Tables change when games end, and nobody bets on them.
        (About::Standings, _) => 6,
        // Who is not to play is told in the hours before a game.
        (About::Injuries, true) => 1,
        (About::Injuries, false) => 12,
    };
    Duration::from_secs(hours * 3_600)
}

/// When it is due to be asked for, in uptime. `is_near`: a game of the league is played or begins
/// soon.
pub fn due_at(up: Duration, (about, is_near): (About, bool), state: &LookupState) -> Duration {
    let every = every(about, is_near);
    let next = state.asked_at.map_or(up, |asked_at| {
        let wait = match state.failures {
            0 => every,
            failures => AGAIN_AFTER.saturating_mul(1 << (failures - 1).min(8)),
        };
        asked_at + wait.min(every)
    });
    state.not_before.map_or(next, |it| next.max(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    const UP: Duration = Duration::from_secs(100_000);

    fn waits(state: &LookupState) -> u64 {
        (due_at(UP, (About::Standings, true), state) - UP).as_secs()
    }

    #[test]
    fn a_table_is_asked_for_at_once_and_then_four_times_a_day() {
        let mut state = LookupState::default();
        assert_eq!(waits(&state), 0);
        state.asked_at = Some(UP);
        assert_eq!(waits(&state), 6 * 3_600);
        state.not_before = Some(UP + Duration::from_secs(30_000));
        assert_eq!(waits(&state), 30_000);
    }

    #[test]
    fn who_may_miss_a_game_is_asked_each_hour_before_one_and_twice_a_day_otherwise() {
        let state = LookupState {
            asked_at: Some(UP),
            ..LookupState::default()
        };
        let waits = [true, false].map(|is_near| {
            let due = due_at(UP, (About::Injuries, is_near), &state);
            (due - UP).as_secs() / 3_600
        });
        assert_eq!(waits, [1, 12]);
    }

    #[test]
    fn what_is_not_answered_is_asked_again_later_and_later() {
        let after = [1, 2, 3, 4, 40].map(|failures| {
            waits(&LookupState {
                asked_at: Some(UP),
                failures,
                not_before: None,
            })
        });
        assert_eq!(after, [1_800, 3_600, 7_200, 14_400, 21_600]);
    }
}
