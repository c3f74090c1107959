//! Answers to a market's question, and the words they are stored as.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::competitor::Lead;
use crate::id::CompetitorId;

/// An answer to a market's question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The home side.
    Home,
    /// The away side.
    Away,
    /// Neither.
    Draw,
    /// More than the line.
    Over,
    /// Fewer than the line.
    Under,
    /// The home side wins or nobody does.
    HomeOrDraw,
    /// Either side wins.
    HomeOrAway,
    /// The away side wins or nobody does.
    AwayOrDraw,
    /// It happens.
    Yes,
    /// It does not.
    No,
    /// The sum is odd.
    Odd,
    /// The sum is even.
    Even,
    /// By knockout, technical ones and stoppages among them.
    Knockout,
    /// By submission.
    Submission,
    /// By the judges.
    Decision,
    /// By disqualification.
    Disqualification,
    /// Those compared are placed alike.
    Tie,
    /// Exactly this score.
    Score {
        /// The home side's.
        home: u16,
        /// The away side's.
        away: u16,
    },
    /// Who leads at half time, and who in the end.
    HalfFull {
        /// At half time.
        half: Lead,
        /// At the end of regular time.
        full: Lead,
    },
    /// One side wins by a range of points.
    Margin {
        /// Whether the home side does; else the away side.
        home: bool,
        /// By that many at least.
        from: u16,
        /// By that many at most. `None`: or more.
        to: Option<u16>,
    },
    /// This one of a field.
    Entrant(CompetitorId),
}

/// Writes every answer: one word from this table, or what the answer holds. An answer that is in
/// neither place does not compile, so that none is ever stored as an empty word.
macro_rules! written {
    ($($plain:ident = $word:literal,)+) => {
        /// The answers that are one word each.
        const PLAIN: &[(Side, &str)] = &[$((Side::$plain, $word),)+];

        impl fmt::Display for Side {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$plain => f.write_str($word),)+
                    Self::Score { home, away } => write!(f, "{home}-{away}"),
                    Self::HalfFull { half, full } => write!(f, "{half}/{full}"),
                    Self::Margin { home, from, to } => {
                        let side = if *home { Self::Home } else { Self::Away };
                        match to {
                            Some(to) => write!(f, "{side}_by_{from}_to_{to}"),
                            None => write!(f, "{side}_by_{from}_or_more"),
                        }
                    }
                    Self::Entrant(id) => write!(f, "{id}"),
                }
            }
        }
    };
}

written! {
    Home = "home",
    Away = "away",
    Draw = "draw",
    Over = "over",
    Under = "under",
    HomeOrDraw = "home_or_draw",
    HomeOrAway = "home_or_away",
    AwayOrDraw = "away_or_draw",
    Yes = "yes",
    No = "no",
    Odd = "odd",
    Even = "even",
    Knockout = "knockout",
    Submission = "submission",
    Decision = "decision",
    Disqualification = "disqualification",
    Tie = "tie",
}

impl Side {
    /// What a stored word names: `home`, `2-1`, `draw/home`, `away_by_1_to_6`, `home_by_7_or_more`,
    /// an entrant's id.
    pub fn from_word(word: &str) -> Option<Self> {
        let plain = PLAIN.iter().find(|(_, it)| *it == word);
        plain
            .map(|(side, _)| *side)
            .or_else(|| score(word))
            .or_else(|| half_full(word))
            .or_else(|| margin(word))
            .or_else(|| entrant(word))
    }
}

/// Whole numbers as they are written, so that every answer has one word only.
fn number(text: &str) -> Option<u16> {
    let number: u16 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

fn entrant(word: &str) -> Option<Side> {
    let id: CompetitorId = word.parse().ok()?;
    (id.to_string() == word).then_some(Side::Entrant(id))
}

fn score(word: &str) -> Option<Side> {
    let (home, away) = word.split_once('-')?;
    Some(Side::Score {
        home: number(home)?,
        away: number(away)?,
    })
}

fn half_full(word: &str) -> Option<Side> {
    let (half, full) = word.split_once('/')?;
    Some(Side::HalfFull {
        half: Lead::from_word(half)?,
        full: Lead::from_word(full)?,
    })
}

fn margin(word: &str) -> Option<Side> {
    let (side, reach) = word.split_once("_by_")?;
    let home = match side {
        "home" => true,
        "away" => false,
        _ => return None,
    };
    let (from, to) = match reach.strip_suffix("_or_more") {
        Some(from) => (number(from)?, None),
        None => {
            let (from, to) = reach.split_once("_to_")?;
            (number(from)?, Some(number(to)?))
        }
    };
    let possible = from > 0 && to.is_none_or(|to| to >= from);
    possible.then_some(Side::Margin { home, from, to })
}

/// A word that names no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no answer to a market's question")]
pub struct SideError(String);

impl FromStr for Side {
    type Err = SideError;
    fn from_str(text: &str) -> Result<Self, SideError> {
        Self::from_word(text).ok_or_else(|| SideError(text.to_owned()))
    }
}

impl Serialize for Side {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Side {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_survives_being_written() {
        let others = [
            Side::Score { home: 2, away: 10 },
            Side::HalfFull {
                half: Lead::Draw,
                full: Lead::Home,
            },
            Side::Margin {
                home: false,
                from: 1,
                to: Some(6),
            },
            Side::Margin {
                home: true,
                from: 7,
                to: None,
            },
            Side::Entrant(CompetitorId::derive("gum")),
        ];
        for side in PLAIN.iter().map(|(side, _)| *side).chain(others) {
            assert_eq!(side.to_string().parse(), Ok(side));
        }
    }

    #[test]
    fn an_answer_has_one_word_only() {
        for word in [
            "",
            "02-1",
            "2-+1",
            "2-1-0",
            "home/",
            "home_by_0_to_3",
            "home_by_6_to_1",
            "tie_by_1_to_2",
        ] {
            assert!(word.parse::<Side>().is_err(), "{word}");
        }
    }
}
