//! What each side scored in the periods that a market counts.

use shared::competitor::Role;
use shared::game::{GameResult, Period};
use shared::league::Sport;

use crate::rules::{Counting, Term, counting_of};

/// Points of the two sides of a game.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Pair {
    /// The home side's, or the first listed side's.
    pub home: i64,
    /// The away side's, or the second listed side's.
    pub away: i64,
}

impl Pair {
    fn plus(self, sign: i64, other: Self) -> Self {
        Self {
            home: self.home + sign * other.home,
            away: self.away + sign * other.away,
        }
    }

    fn is_level(self) -> bool {
        self.home == self.away
    }
}

/// What was counted, and by which sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The points.
    pub points: Pair,
    /// The terms that gave them.
    pub terms: &'static [Term],
}

/// Why the points that a market counts cannot be told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScoreError {
    /// The result lacks a period that the market counts.
    #[error("the result does not tell what {sport}'s {period} counts")]
    Missing {
        /// The sport.
        sport: Sport,
        /// The market's period.
        period: Period,
    },
    /// Two ways of adding up the same points differ: the result contradicts itself.
    #[error("{one} gives {first:?} and {other} gives {second:?}")]
    Contradictory {
        /// One sum, in words.
        one: String,
        /// What it gives.
        first: (i64, i64),
        /// Another sum of the same.
        other: String,
        /// What it gives.
        second: (i64, i64),
    },
    /// The result holds two scores of one side in one period.
    #[error("{period} has two scores of the {role} side")]
    Twice {
        /// The period.
        period: Period,
        /// The side.
        role: Role,
    },
    /// A score below zero.
    #[error("{period} has a score below zero")]
    Negative {
        /// The period.
        period: Period,
    },
}

/// Adds up what a market counts.
///
/// # Errors
/// [`ScoreError`] when the result does not say, or contradicts itself.
pub fn count(
    sport: Sport,
    counting: &Counting,
    result: &GameResult,
) -> Result<Counted, ScoreError> {
    check(result)?;
    let mut answers = counting
        .ways
        .iter()
        .filter_map(|terms| Some((*terms, add(sport, terms, result)?)));
    let (terms, points) = answers.next().ok_or(ScoreError::Missing {
        sport,
        period: counting.period,
    })?;
    if let Some((other, second)) = answers.find(|(_, it)| *it != points) {
        return Err(ScoreError::Contradictory {
            one: spelled(terms),
            first: (points.home, points.away),
            other: spelled(other),
            second: (second.home, second.away),
        });
    }
    Ok(Counted { points, terms })
}

fn check(result: &GameResult) -> Result<(), ScoreError> {
    for (index, score) in result.scores.iter().enumerate() {
        let (period, role) = (score.period, score.role);
        if score.points < 0 {
            return Err(ScoreError::Negative { period });
        }
        let mut before = result.scores.iter().take(index);
        if before.any(|it| it.period == period && it.role == role) {
            return Err(ScoreError::Twice { period, role });
        }
    }
    Ok(())
}

fn spelled(terms: &[Term]) -> String {
    let words: Vec<_> = terms.iter().map(Term::to_string).collect();
    words.join(" ")
}

/// The sum, if the result knows each of its terms.
fn add(sport: Sport, terms: &[Term], result: &GameResult) -> Option<Pair> {
    terms.iter().try_fold(Pair::default(), |sum, term| {
        Some(match *term {
            Term::Plus(period) => sum.plus(1, of(result, period)?),
            Term::Minus(period) => sum.plus(-1, of(result, period)?),
            Term::Overtime => sum.plus(1, overtime(sport, result)?),
            Term::ShootoutGoal => sum.plus(1, shootout_goal(sport, result)?),
            Term::PlainFull => sum.plus(1, plain_full(result)?),
        })
    })
}

fn of(result: &GameResult, period: Period) -> Option<Pair> {
    let side = |role| {
        let mut scores = result.scores.iter();
        let score = scores.find(|it| it.period == period && it.role == role)?;
        Some(i64::from(score.points))
    };
    Some(Pair {
        home: side(Role::Home)?,
        away: side(Role::Away)?,
    })
}

/// Overtime as told; none where regular time decided the game or a shoot-out followed it.
fn overtime(sport: Sport, result: &GameResult) -> Option<Pair> {
    if mentions(result, Period::Overtime) {
        return of(result, Period::Overtime);
    }
    if mentions(result, Period::Shootout) {
        return Some(Pair::default());
    }
    (!regulation(sport, result)?.is_level()).then(Pair::default)
}

fn shootout_goal(sport: Sport, result: &GameResult) -> Option<Pair> {
    if mentions(result, Period::Shootout) {
        let shot = of(result, Period::Shootout)?;
        return (!shot.is_level()).then_some(Pair {
            home: i64::from(shot.home > shot.away),
            away: i64::from(shot.away > shot.home),
        });
    }
    let played = regulation(sport, result)?.plus(1, overtime(sport, result)?);
    (!played.is_level()).then(Pair::default)
}

/// Regular time from the parts alone, so that it never asks for overtime in turn.
fn regulation(sport: Sport, result: &GameResult) -> Option<Pair> {
    let counting = counting_of(sport, Period::Regulation)?;
    counting
        .ways
        .iter()
        .find_map(|terms| add(sport, terms, result))
}

fn plain_full(result: &GameResult) -> Option<Pair> {
    let extended = [Period::Overtime, Period::Shootout];
    if extended.iter().any(|it| mentions(result, *it)) {
        return None;
    }
    of(result, Period::Full)
}

fn mentions(result: &GameResult, period: Period) -> bool {
    result.scores.iter().any(|it| it.period == period)
}
