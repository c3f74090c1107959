//! A small generator: moments and choices must vary, and a seed must be printed.

use std::time::Duration;

/// xorshift64: more than enough to choose moments.
#[derive(Clone, Debug)]
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// From the seed in this variable, or else another one each time.
    pub(crate) fn new(variable: &str) -> Self {
        let seed = std::env::var(variable).ok().and_then(|it| it.parse().ok());
        Self(seed.unwrap_or_else(|| u64::from(std::process::id()) | 1))
    }

    /// Any number.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below this one, which must not be 0.
    pub(crate) fn below(&mut self, most: usize) -> usize {
        let most = u64::try_from(most.max(1)).unwrap_or(u64::MAX);
        usize::try_from(self.next() % most).unwrap_or(0)
    }

    /// A span between these, in milliseconds.
    pub(crate) fn between(&mut self, (least, most): (u64, u64)) -> Duration {
        Duration::from_millis(least + self.next() % (most - least + 1))
    }
}
