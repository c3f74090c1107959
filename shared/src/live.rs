//! Where a game stands while it is played: which part of it is on, what the clock says, and what a
//! spectator sees at a glance.
//!
//! It is for reading alone. No result, grade or price rests on it, so what cannot be right is left
//! out instead of being refused, and nothing of it is kept once the game is over.

use serde::{Deserialize, Serialize};

use crate::competitor::Role;
use crate::game::Period;
use crate::words::words;

words! {
    /// What is going on in a game.
    Stage {
        /// It is played.
        Playing = "playing",
        /// Between two parts: an intermission, between two halves of an inning, between rounds.
        Interval = "interval",
        /// Between its two halves.
        Halftime = "halftime",
        /// It waits, before it begins or on the way, and goes on today: rain, mostly.
        Delayed = "delayed",
        /// It was stopped, and may go on on another day.
        Suspended = "suspended",
    }
}

words! {
    /// Which way a clock runs.
    Counts {
        /// Down to zero: what is left of the part, or of the interval.
        Down = "down",
        /// Up from zero: what was played of the game.
        Up = "up",
    }
}

/// What the clock of a game says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GameClock {
    /// Seconds, at most three hours of them.
    pub seconds: u16,
    /// Which way it runs.
    pub counts: Counts,
    /// Stoppage time that was played, in minutes: the 3 of `90+3`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub added: Option<u8>,
}

words! {
    /// Which side of an inning is on.
    InningHalf {
        /// The away side bats.
        Top = "top",
        /// The home side bats.
        Bottom = "bottom",
    }
}

/// What a spectator sees at a glance. Each part is left out where the feed does not tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Situation {
    /// Baseball.
    Baseball {
        /// Which half of the inning: the one that is on, or in an interval the one that is over.
        half: InningHalf,
        /// 0 to 3.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        outs: Option<u8>,
        /// Whether somebody is on the first, the second and the third base.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        bases: Option<[bool; 3]>,
        /// Balls, 0 to 4, and strikes, 0 to 3.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        count: Option<(u8, u8)>,
    },
    /// American football.
    AmericanFootball {
        /// Whose ball it is.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        possession: Option<Role>,
        /// The down, 1 to 4, and the yards to go. None at a kick-off.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        down: Option<(u8, u8)>,
        /// In whose half the ball is, and how many yards from that side's goal line, 0 to 50.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        ball_on: Option<(Role, u8)>,
    },
}

/// Where a game stands while it is played.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LiveState {
    /// What is going on.
    pub stage: Stage,
    /// Which part of the game is on, or was the last. [`Period::Overtime`] for any of them.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub period: Option<Period>,
    /// Which overtime it is, from 1.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub overtime: Option<u8>,
    /// What the clock says, in games that have one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub clock: Option<GameClock>,
    /// What a spectator sees, as the sport has it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub situation: Option<Situation>,
}

/// The most seconds that a clock shows: three hours.
const SECONDS_MAX: u16 = 3 * 3600;
/// The most minutes of stoppage time.
const ADDED_MAX: u8 = 60;
/// The most yards to go.
const YARDS_MAX: u8 = 99;

impl LiveState {
    /// That this is going on, and nothing else.
    pub const fn at(stage: Stage) -> Self {
        Self {
            stage,
            period: None,
            overtime: None,
            clock: None,
            situation: None,
        }
    }

    /// The same without what cannot be right.
    #[must_use]
    pub fn within_bounds(self) -> Self {
        let is_overtime = self.period == Some(Period::Overtime);
        Self {
            overtime: self.overtime.filter(|it| is_overtime && *it > 0),
            clock: self.clock.and_then(GameClock::within_bounds),
            situation: self.situation.and_then(Situation::within_bounds),
            ..self
        }
    }

    /// As it is stored: with the number of its shape, so that a program that does not know the
    /// shape shows nothing instead of something else.
    pub fn to_json(&self) -> String {
        // Maps have only string keys, and there are no floats.
        serde_json::to_string(&Stored::One(self.clone())).unwrap_or_default()
    }

    /// What was stored, if it has a shape that is known.
    pub fn from_json(text: &str) -> Option<Self> {
        let Stored::One(state) = serde_json::from_str(text).ok()?;
        Some(state.within_bounds())
    }

    /// The same game with its sides the other way round.
    #[must_use]
    pub fn turned(self) -> Self {
        Self {
            situation: self.situation.map(Situation::turned),
            ..self
        }
    }
}

/// A state with the number of its shape.
#[derive(Serialize, Deserialize)]
#[serde(tag = "v")]
enum Stored {
    #[serde(rename = "1")]
    One(LiveState),
}

impl GameClock {
    /// What is left of a part.
    pub const fn down(seconds: u16) -> Self {
        Self {
            seconds,
            counts: Counts::Down,
            added: None,
        }
    }

    /// What was played.
    pub const fn up(seconds: u16, added: Option<u8>) -> Self {
        Self {
            seconds,
            counts: Counts::Up,
            added,
        }
    }

    fn within_bounds(self) -> Option<Self> {
        let added = self.added.filter(|it| (1..=ADDED_MAX).contains(it));
        (self.seconds <= SECONDS_MAX).then_some(Self { added, ..self })
    }
}

impl Situation {
    fn within_bounds(self) -> Option<Self> {
        let within = match self {
            Self::Baseball {
                half,
                outs,
                bases,
                count,
            } => Self::Baseball {
                half,
                outs: outs.filter(|it| *it <= 3),
                bases,
                count: count.filter(|(balls, strikes)| *balls <= 4 && *strikes <= 3),
            },
            Self::AmericanFootball {
                possession,
                down,
                ball_on,
            } => {
                let down =
                    down.filter(|(down, yards)| (1..=4).contains(down) && *yards <= YARDS_MAX);
                let ball_on = ball_on.filter(|(_, yards)| *yards <= 50);
                if possession.is_none() && down.is_none() && ball_on.is_none() {
                    return None;
                }
                Self::AmericanFootball {
                    possession,
                    down,
                    ball_on,
                }
            }
        };
        Some(within)
    }

    fn turned(self) -> Self {
        match self {
            // The home side bats at the bottom, whoever is called so.
            it @ Self::Baseball { .. } => it,
            Self::AmericanFootball {
                possession,
                down,
                ball_on,
            } => Self::AmericanFootball {
                possession: possession.map(Role::other),
                down,
                ball_on: ball_on.map(|(half, yards)| (half.other(), yards)),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn football(down: (u8, u8), ball_on: (Role, u8)) -> LiveState {
        LiveState {
            period: Some(Period::Quarter(4)),
            clock: Some(GameClock::down(48)),
            situation: Some(Situation::AmericanFootball {
                possession: Some(Role::Away),
                down: Some(down),
                ball_on: Some(ball_on),
            }),
            ..LiveState::at(Stage::Playing)
        }
    }

    #[test]
    fn a_state_is_stored_with_the_number_of_its_shape() {
        let state = football((1, 10), (Role::Away, 10));
        let text = state.to_json();
        let expected = r#"{"v":"1","stage":"playing","period":"Q4","#.to_owned()
            + r#""clock":{"seconds":48,"counts":"down"},"situation":{"american_football":"#
            + r#"{"possession":"away","down":[1,10],"ball_on":["away",10]}}}"#;
        assert_eq!(text, expected);
        assert_eq!(LiveState::from_json(&text), Some(state));
    }

    #[test]
    fn a_shape_of_a_later_version_is_shown_as_nothing() {
        for text in [
            r#"{"v":"2","stage":"playing"}"#,
            r#"{"stage":"playing"}"#,
            r#"{"v":"1","stage":"playing","weather":"rain"}"#,
            "",
        ] {
            assert_eq!(LiveState::from_json(text), None, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_right_is_left_out_and_the_rest_is_kept() {
        let state = football((5, 10), (Role::Home, 51)).within_bounds();
        let possession = Some(Role::Away);
        let left = Situation::AmericanFootball {
            possession,
            down: None,
            ball_on: None,
        };
        assert_eq!(state.situation, Some(left));
        assert_eq!(state.clock, Some(GameClock::down(48)));
        let odd = LiveState {
            overtime: Some(2),
            clock: Some(GameClock::up(SECONDS_MAX + 1, None)),
            ..state
        };
        let odd = odd.within_bounds();
        assert_eq!((odd.overtime, odd.clock), (None, None));
    }

    #[test]
    fn turned_sides_take_the_ball_with_them() {
        let turned = football((2, 3), (Role::Home, 20)).turned();
        let Some(Situation::AmericanFootball {
            possession,
            ball_on,
            ..
        }) = turned.situation
        else {
            panic!("no football");
        };
        assert_eq!(possession, Some(Role::Home));
        assert_eq!(ball_on, Some((Role::Away, 20)));
    }
}
