//! A breaker: leaves alone what keeps failing, for longer and longer, and lets one request find out
//! whether it has come back. Pure: time and chance are arguments.

use std::time::Duration;

/// How many requests in a row fail before there is a rest.
const FAILURES_MAX: u32 = 3;
/// The first rest. Each later one in a row is twice as long.
const REST_FIRST: Duration = Duration::from_secs(30);
/// The longest rest that we choose ourselves.
const REST_MAX: Duration = Duration::from_secs(15 * 60);
/// How often the rest is doubled at most.
const DOUBLED_MAX: u32 = 5;
/// A request that was sent to find out and never came to an end is forgotten after this long.
const TRY_MAX: Duration = Duration::from_secs(120);

/// Where a breaker stands. Moments are spans since some moment in the past.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum State {
    /// Requests are sent.
    #[default]
    Closed,
    /// None is sent until then.
    Open {
        /// When one may be sent to find out.
        until: Duration,
    },
    /// One has been sent to find out, and no other is.
    HalfOpen {
        /// When it was sent.
        since: Duration,
    },
}

/// Whether a request may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// As usual.
    Go,
    /// To find out whether there are answers again: it is sent once and not repeated.
    Try,
    /// Not for so long.
    Rest(Duration),
}

/// The breaker of one place that is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Breaker {
    state: State,
    failures: u32,
    rests: u32,
    /// When the rest began, if we chose how long it lasts.
    chosen_at: Option<Duration>,
}

impl Breaker {
    /// Where it stands.
    pub(crate) const fn state(&self) -> State {
        self.state
    }

    /// How many requests in a row have failed.
    pub(crate) const fn failures(&self) -> u32 {
        self.failures
    }

    /// Whether nothing is wrong and nothing has to be remembered.
    pub(crate) fn is_fresh(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a request may be sent at that moment. Nothing changes until [`Breaker::sent`].
    pub(crate) fn turn(&self, now: Duration) -> Turn {
        match self.state {
            State::Closed => Turn::Go,
            State::Open { until } if now < until => Turn::Rest(until - now),
            State::HalfOpen { since } if now < since + TRY_MAX => Turn::Rest(since + TRY_MAX - now),
            State::Open { .. } | State::HalfOpen { .. } => Turn::Try,
        }
    }

    /// Somebody waits for an answer: a rest that we chose is no longer than the first one.
    pub(crate) fn shorten(&mut self) {
        if let (State::Open { until }, Some(began)) = (self.state, self.chosen_at) {
            let until = until.min(began + REST_FIRST);
            self.state = State::Open { until };
        }
    }

    /// The rest is as long as it is, whoever waits.
    pub(crate) const fn insist(&mut self) {
        self.chosen_at = None;
    }

    /// A request is sent.
    pub(crate) fn sent(&mut self, now: Duration) {
        if self.turn(now) == Turn::Try {
            self.state = State::HalfOpen { since: now };
        }
    }

    /// It was answered. A rest goes on where the request was sent before it began.
    pub(crate) fn answered(&mut self) {
        if !matches!(self.state, State::Open { .. }) {
            *self = Self::default();
        }
    }

    /// It failed. `asked` is how long the other side wants to be left alone, which is granted at
    /// once and never cut short; `chance`, between 0 and 1, spreads the rests of many.
    pub(crate) fn failed(&mut self, now: Duration, asked: Option<Duration>, chance: f64) {
        self.failures = self.failures.saturating_add(1);
        let chance = chance.clamp(0.0, 1.0);
        let rest = match (asked, self.state) {
            (Some(asked), _) => asked + asked.mul_f64(chance / 10.0),
            (None, State::Closed) if self.failures < FAILURES_MAX => return,
            // It was sent before the rest began.
            (None, State::Open { .. }) => return,
            (None, State::Closed | State::HalfOpen { .. }) => {
                let whole = REST_FIRST * (1 << self.rests.min(DOUBLED_MAX));
                let whole = whole.min(REST_MAX);
                whole / 2 + (whole / 2).mul_f64(chance)
            }
        };
        self.rests = self.rests.saturating_add(1);
        self.chosen_at = asked.is_none().then_some(now);
        let until = match self.state {
            State::Open { until } => until.max(now + rest),
            State::Closed | State::HalfOpen { .. } => now + rest,
        };
        self.state = State::Open { until };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn broken() -> Breaker {
        let mut breaker = Breaker::default();
        for _ in 0..FAILURES_MAX {
            breaker.failed(at(0), None, 1.0);
        }
        breaker
    }

    #[test]
    fn a_stumble_or_two_change_nothing() {
        let mut breaker = Breaker::default();
        for _ in 0..10 {
            breaker.failed(at(0), None, 1.0);
            breaker.failed(at(1), None, 1.0);
            assert_eq!(breaker.turn(at(1)), Turn::Go);
            breaker.answered();
        }
        assert!(breaker.is_fresh());
    }

    #[test]
    fn what_keeps_failing_rests_and_then_one_request_finds_out() {
        let mut breaker = broken();
        assert_eq!(breaker.turn(at(10)), Turn::Rest(at(20)));
        assert_eq!(breaker.turn(at(30)), Turn::Try);
        breaker.sent(at(30));
        assert_eq!(breaker.state(), State::HalfOpen { since: at(30) });
        assert!(matches!(breaker.turn(at(31)), Turn::Rest(_)), "only one");
        breaker.answered();
        assert_eq!(breaker.turn(at(31)), Turn::Go);
    }

    #[test]
    fn each_rest_is_longer_than_the_one_before_up_to_a_quarter_of_an_hour() {
        let mut breaker = broken();
        let mut now = at(0);
        let mut rests = Vec::new();
        for _ in 0..8 {
            let Turn::Rest(rest) = breaker.turn(now) else {
                unreachable!("{breaker:?}");
            };
            rests.push(rest.as_secs());
            now += rest;
            breaker.sent(now);
            breaker.failed(now, None, 1.0);
        }
        assert_eq!(rests, [30, 60, 120, 240, 480, 900, 900, 900]);
    }

    #[test]
    fn chance_spreads_rests_over_half_of_their_length() {
        let rest = |chance| {
            let mut breaker = Breaker::default();
            (0..FAILURES_MAX).for_each(|_| breaker.failed(at(0), None, chance));
            match breaker.turn(at(0)) {
                Turn::Rest(rest) => rest.as_millis(),
                other => unreachable!("{other:?}"),
            }
        };
        assert_eq!([0.0, 0.5, 1.0].map(rest), [15_000, 22_500, 30_000]);
    }

    #[test]
    fn whoever_asks_to_be_left_alone_is_at_once_and_for_no_less() {
        for chance in [0.0, 0.4, 1.0] {
            let mut breaker = Breaker::default();
            breaker.failed(at(0), Some(at(600)), chance);
            assert!(matches!(breaker.turn(at(599)), Turn::Rest(_)));
            assert_eq!(breaker.turn(at(661)), Turn::Try);
            // A shorter wish that arrives later takes nothing back.
            breaker.failed(at(1), Some(at(1)), chance);
            assert!(matches!(breaker.turn(at(599)), Turn::Rest(_)));
        }
    }

    #[test]
    fn while_somebody_waits_a_rest_is_as_short_as_the_first_one_unless_it_was_asked_for() {
        let mut breaker = broken();
        for second in [30, 90, 210] {
            breaker.sent(at(second));
            breaker.failed(at(second), None, 1.0);
            breaker.shorten();
            assert_eq!(breaker.turn(at(second)), Turn::Rest(at(30)));
        }
        breaker.sent(at(240));
        breaker.failed(at(240), Some(at(600)), 0.0);
        breaker.shorten();
        assert_eq!(breaker.turn(at(240)), Turn::Rest(at(600)), "as asked");
        let mut refused = broken();
        refused.sent(at(30));
        refused.failed(at(30), None, 1.0);
        refused.insist();
        refused.shorten();
        assert_eq!(refused.turn(at(30)), Turn::Rest(at(60)), "whoever waits");
    }

    #[test]
    fn requests_that_were_under_way_make_the_rest_neither_longer_nor_shorter() {
        let mut breaker = broken();
        breaker.failed(at(29), None, 1.0);
        breaker.answered();
        assert!(matches!(breaker.turn(at(29)), Turn::Rest(_)));
        assert_eq!(breaker.turn(at(30)), Turn::Try);
    }

    #[test]
    fn a_request_that_never_ended_does_not_keep_the_place_shut() {
        let mut breaker = broken();
        breaker.sent(at(30));
        assert!(matches!(breaker.turn(at(149)), Turn::Rest(_)));
        assert_eq!(breaker.turn(at(150)), Turn::Try);
    }
}
