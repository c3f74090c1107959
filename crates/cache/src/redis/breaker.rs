//! When Redis is asked, and when it is left alone: pure, so that it can be tried without one.

use std::time::Duration;

use tokio::time::Instant;

/// How many failures in a row open it.
const FAILURES_MAX: u32 = 3;
/// How long it is left alone at first.
const WAIT_MIN: Duration = Duration::from_millis(250);
/// How long it is left alone at most.
const WAIT_MAX: Duration = Duration::from_secs(15);

/// Whether it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// By everybody.
    Closed,
    /// A probe has found it well: by one reader at a time, until one of them gets an answer.
    HalfOpen,
    /// By nobody.
    Open,
}

impl State {
    /// Its name, for labels.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::HalfOpen => "half_open",
            Self::Open => "open",
        }
    }
}

#[derive(Debug)]
pub(super) struct Breaker {
    state: State,
    /// In a row.
    failures: u32,
    /// How long to wait before the next probe.
    wait: Duration,
    /// When somebody last tried whether it answers.
    tried_at: Option<Instant>,
}

impl Breaker {
    /// Open, as before the first connection, which is tried at once.
    pub(super) const fn away() -> Self {
        Self {
            state: State::Open,
            failures: 0,
            wait: Duration::ZERO,
            tried_at: None,
        }
    }

    pub(super) const fn state(&self) -> State {
        self.state
    }

    /// Whether the caller may ask. If so, it says how that went, within `answer`.
    pub(super) fn allows(&mut self, now: Instant, answer: Duration) -> bool {
        match self.state {
            State::Closed => true,
            State::Open => false,
            State::HalfOpen => {
                // One that was never heard of again, since nobody waits any more, delays no other.
                let is_free = self
                    .tried_at
                    .is_none_or(|it| now.saturating_duration_since(it) > answer);
                if is_free {
                    self.tried_at = Some(now);
                }
                is_free
            }
        }
    }

    pub(super) fn succeeded(&mut self) {
        self.failures = 0;
        if self.state == State::HalfOpen {
            self.state = State::Closed;
            self.wait = Duration::ZERO;
        }
    }

    /// Whether that opens it.
    pub(super) fn failed(&mut self) -> bool {
        self.failures += 1;
        let opens = match self.state {
            State::Closed => self.failures >= FAILURES_MAX,
            State::HalfOpen => true,
            State::Open => false,
        };
        if opens {
            self.state = State::Open;
            self.lengthen();
        }
        opens
    }

    /// How long to wait before it is probed. `None`: it is not open.
    pub(super) fn wait(&self) -> Option<Duration> {
        (self.state == State::Open).then_some(self.wait)
    }

    /// A probe has ended so. Returns whether it is the first that failed since it last answered.
    pub(super) fn probed(&mut self, is_well: bool) -> bool {
        if is_well {
            self.state = State::HalfOpen;
            self.tried_at = None;
            self.failures = 0;
            return false;
        }
        let is_first = self.wait.is_zero();
        self.lengthen();
        is_first
    }

    fn lengthen(&mut self) {
        self.wait = self.wait.saturating_mul(2).clamp(WAIT_MIN, WAIT_MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWER: Duration = Duration::from_millis(50);

    fn closed() -> Breaker {
        let mut breaker = Breaker::away();
        breaker.probed(true);
        breaker.succeeded();
        assert_eq!(breaker.state(), State::Closed);
        breaker
    }

    #[test]
    fn three_failures_in_a_row_open_it_and_an_answer_between_them_does_not() {
        let mut breaker = closed();
        assert!(!breaker.failed() && !breaker.failed());
        breaker.succeeded();
        assert!(!breaker.failed() && !breaker.failed());
        assert!(breaker.allows(Instant::now(), ANSWER));
        assert!(breaker.failed());
        assert!(!breaker.allows(Instant::now(), ANSWER));
        assert_eq!(breaker.wait(), Some(WAIT_MIN));
    }

    #[test]
    fn one_reader_tries_after_a_probe_and_all_others_follow_its_answer() {
        let now = Instant::now();
        let mut breaker = Breaker::away();
        assert_eq!(breaker.wait(), Some(Duration::ZERO));
        breaker.probed(true);
        assert!(breaker.allows(now, ANSWER) && !breaker.allows(now + ANSWER, ANSWER));
        // That reader is gone: the next one tries.
        assert!(breaker.allows(now + ANSWER * 2, ANSWER));
        breaker.succeeded();
        assert!(breaker.allows(now, ANSWER) && breaker.allows(now, ANSWER));
    }

    #[test]
    fn waits_grow_while_it_does_not_answer_readers_and_are_forgotten_when_it_does() {
        let mut breaker = closed();
        (0..FAILURES_MAX).for_each(|_| {
            breaker.failed();
        });
        let mut waits = vec![breaker.wait().unwrap()];
        for is_well in [false, false, true, false, false, false, false, false] {
            breaker.probed(is_well);
            // It answers probes, and not readers.
            if is_well {
                assert!(breaker.failed());
            }
            waits.push(breaker.wait().unwrap());
        }
        assert!(waits.is_sorted(), "{waits:?}");
        assert_eq!(waits.last(), Some(&WAIT_MAX));
        breaker.probed(true);
        breaker.succeeded();
        assert!(!breaker.failed() && !breaker.failed() && breaker.failed());
        assert_eq!(breaker.wait(), Some(WAIT_MIN));
    }
}
