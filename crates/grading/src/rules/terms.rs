//! What a market counts: sums of what was scored in the parts of a game.

use std::fmt;
use std::str::FromStr;

use shared::game::Period;
use shared::market::MarketKind;

use super::Row;

/// A term of the sum that yields what a market counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Term {
    /// What was scored in that period.
    Plus(Period),
    /// Less what was scored in that period.
    Minus(Period),
    /// All overtimes. A game decided in its regular time had none, so there it may be missing.
    Overtime,
    /// All reported overtimes, in a sport whose games may end level without one.
    OvertimeIfTold,
    /// One goal for who won the shoot-out. A game decided before had none.
    ShootoutGoal,
    /// The full score, in a result that knows of neither extra time nor a shoot-out.
    PlainFull,
    /// All innings, however many.
    Innings,
    /// All thirds or quarters of a sport that has halves: a game of three or four parts.
    Parts,
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plus(period) => write!(f, "+{period}"),
            Self::Minus(period) => write!(f, "-{period}"),
            Self::Overtime => f.write_str("overtime_if_any"),
            Self::OvertimeIfTold => f.write_str("overtime_if_told"),
            Self::ShootoutGoal => f.write_str("shootout_goal_if_any"),
            Self::PlainFull => f.write_str("full_without_extra_time"),
            Self::Innings => f.write_str("every_inning"),
            Self::Parts => f.write_str("every_part"),
        }
    }
}

/// A word that does not name a term.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a term of a score")]
pub struct TermError(String);

impl FromStr for Term {
    type Err = TermError;

    fn from_str(text: &str) -> Result<Self, TermError> {
        let unknown = || TermError(text.to_owned());
        Ok(match text {
            "overtime_if_any" => Self::Overtime,
            "overtime_if_told" => Self::OvertimeIfTold,
            "shootout_goal_if_any" => Self::ShootoutGoal,
            "full_without_extra_time" => Self::PlainFull,
            "every_inning" => Self::Innings,
            "every_part" => Self::Parts,
            _ => match text.split_at_checked(1) {
                Some(("+", period)) => Self::Plus(period.parse().map_err(|_| unknown())?),
                Some(("-", period)) => Self::Minus(period.parse().map_err(|_| unknown())?),
                _ => return Err(unknown()),
            },
        })
    }
}

/// How far a market's count reaches, for sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// The whole game with its overtime, if any.
    WholeGame,
    /// Regular time only, where the sport may go on after it.
    RegularTime,
    /// One part of the game, with the overtime that follows it.
    PartAndOvertime,
    /// Only one part of the game.
    Part,
}

/// What a market on a period counts in a sport.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counting {
    /// In these leagues only; in all that no row before it names, where it names none.
    pub leagues: &'static [&'static str],
    /// For these kinds of market; for all that no row before it names, where it names none.
    pub kinds: &'static [MarketKind],
    /// The choice under which the row holds. `None`: always.
    pub choice: Option<(&'static str, &'static str)>,
    /// The market's period.
    pub period: Period,
    /// How far it reaches.
    pub reach: Reach,
    /// Whether the sides can be level at its end.
    pub can_be_level: bool,
    /// The sums that yield it. The first that a result can answer counts; the others must agree.
    pub ways: &'static [&'static [Term]],
    /// How it describes itself.
    pub row: Row,
}

pub(crate) const fn counting(
    period: Period,
    reach: Reach,
    ways: &'static [&'static [Term]],
    row: Row,
) -> Counting {
    Counting {
        leagues: &[],
        kinds: &[],
        choice: None,
        period,
        reach,
        can_be_level: true,
        ways,
        row,
    }
}
