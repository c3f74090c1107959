//! What a key may ask, by its plan.
//!
//! Source: "how ratelimit works" of the feed's documentation, and its prices.

use std::time::Duration;

/// What a key may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// A hundred requests a day, of yesterday, today and tomorrow.
    Free,
    /// 7,500 a day.
    Pro,
    /// 75,000 a day.
    Ultra,
    /// 150,000 a day.
    Mega,
}

impl Plan {
    /// Every plan.
    pub const ALL: &'static [Self] = &[Self::Free, Self::Pro, Self::Ultra, Self::Mega];

    /// The word that a setting has for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Pro => "pro",
            Self::Ultra => "ultra",
            Self::Mega => "mega",
        }
    }

    /// How many requests it has a day, for each API.
    pub const fn a_day(self) -> u32 {
        match self {
            Self::Free => 100,
            Self::Pro => 7_500,
            Self::Ultra => 75_000,
            Self::Mega => 150_000,
        }
    }

    /// How many requests it has a minute, for each API.
    pub const fn a_minute(self) -> u32 {
        match self {
            Self::Free => 10,
            Self::Pro => 300,
            Self::Ultra => 450,
            Self::Mega => 900,
        }
    }

    /// The time that one request takes: the gateway lets a sixtieth of a minute's requests pass in
    /// a second, and turns away what comes at once.
    pub(super) const fn period(self) -> Duration {
        Duration::from_millis(60_000 / self.a_minute() as u64)
    }

    /// Whether seasons and days ahead are kept from it.
    pub(super) const fn is_narrow(self) -> bool {
        matches!(self, Self::Free)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_asked_evenly_and_not_at_once() {
        let periods = Plan::ALL.iter().map(|it| it.period().as_millis());
        assert_eq!(periods.collect::<Vec<_>>(), [6000, 200, 133, 66]);
    }
}
