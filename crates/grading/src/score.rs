//! What each side scored in the periods that a market counts.

use shared::competitor::Role;
use shared::game::{GameResult, GameStatus, Period};
use shared::league::Sport;
use shared::market::MarketKind;

use crate::rules::{Counting, HouseRules, Shape, Term};

/// Points of the two sides of a game.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Pair {
    /// The home side's, or the first listed side's.
    pub home: i64,
    /// The away side's, or the second listed side's.
    pub away: i64,
}

impl Pair {
    pub(crate) const fn plus(self, sign: i64, other: Self) -> Self {
        Self {
            home: self.home + sign * other.home,
            away: self.away + sign * other.away,
        }
    }

    const fn is_level(self) -> bool {
        self.home == self.away
    }

    /// Both sides' points together.
    pub const fn sum(self) -> i64 {
        self.home + self.away
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

/// Why the points that a market counts are unknown.
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
    rules: &HouseRules,
    counting: &Counting,
    result: &GameResult,
) -> Result<Counted, ScoreError> {
    check(result)?;
    let mut answers = counting
        .ways
        .iter()
        .filter_map(|terms| Some((*terms, add(rules, terms, result)?)));
    let (terms, points) = answers.next().ok_or(ScoreError::Missing {
        sport: rules.sport,
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

/// What was scored so far in a game that was cut short: the most that any sum tells of, parts
/// that were not played counting nothing.
pub(crate) fn so_far(rules: &HouseRules, counting: &Counting, result: &GameResult) -> Pair {
    let ways = counting.ways.iter().map(|terms| {
        add(rules, terms, result).unwrap_or_else(|| {
            let known = terms.iter().filter_map(|term| match term {
                Term::Plus(period) => of(rules, result, *period),
                _ => None,
            });
            known.fold(Pair::default(), |sum, it| sum.plus(1, it))
        })
    });
    ways.fold(Pair::default(), |most, it| Pair {
        home: most.home.max(it.home),
        away: most.away.max(it.away),
    })
}

/// Checks that scores are not negative, and that there is one for each side and part.
pub(crate) fn check(result: &GameResult) -> Result<(), ScoreError> {
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
fn add(rules: &HouseRules, terms: &[Term], result: &GameResult) -> Option<Pair> {
    terms.iter().try_fold(Pair::default(), |sum, term| {
        Some(match *term {
            Term::Plus(period) => sum.plus(1, of(rules, result, period)?),
            Term::Minus(period) => sum.plus(-1, of(rules, result, period)?),
            Term::Overtime => sum.plus(1, overtime(rules, result)?),
            Term::OvertimeIfTold if mentions(result, Period::Overtime) => {
                sum.plus(1, of(rules, result, Period::Overtime)?)
            }
            Term::OvertimeIfTold => sum,
            Term::ShootoutGoal => sum.plus(1, shootout_goal(rules, result)?),
            Term::PlainFull => sum.plus(1, plain_full(rules, result)?),
            Term::Innings => sum.plus(1, innings(rules, result)?),
            Term::Parts => sum.plus(1, parts(result)?),
        })
    })
}

fn side(result: &GameResult, period: Period, role: Role) -> Option<i64> {
    let mut scores = result.scores.iter();
    let score = scores.find(|it| it.period == period && it.role == role)?;
    Some(i64::from(score.points))
}

/// An innings of cricket is one side's. In baseball the home side need not bat in the last one.
fn of(rules: &HouseRules, result: &GameResult, period: Period) -> Option<Pair> {
    let home = side(result, period, Role::Home);
    let away = side(result, period, Role::Away);
    let shape = rules.sport_rules().map(|it| it.shape);
    let (home, away) = match (period, shape) {
        (Period::Inning(_), Some(Shape::Cricket)) if home.is_some() || away.is_some() => {
            (home.or(Some(0)), away.or(Some(0)))
        }
        (Period::Inning(n), Some(Shape::Innings)) if away.is_some() && !later(result, n) => {
            (home.or(Some(0)), away)
        }
        _ => (home, away),
    };
    Some(Pair {
        home: home?,
        away: away?,
    })
}

/// Whether a later inning is reported.
fn later(result: &GameResult, inning: u8) -> bool {
    let mut periods = result.scores.iter().map(|it| it.period);
    periods.any(|it| matches!(it, Period::Inning(n) if n > inning))
}

/// All innings from the first on, with none left out.
fn innings(rules: &HouseRules, result: &GameResult) -> Option<Pair> {
    let numbers = result.scores.iter().filter_map(|it| match it.period {
        Period::Inning(n) => Some(n),
        _ => None,
    });
    let last = numbers.max()?;
    (1..=last).try_fold(Pair::default(), |sum, number| {
        Some(sum.plus(1, of(rules, result, Period::Inning(number))?))
    })
}

/// All thirds or all quarters of a match that was agreed to be played so.
fn parts(result: &GameResult) -> Option<Pair> {
    [
        [1, 2, 3, 4].map(Period::Quarter).as_slice(),
        [1, 2, 3].map(Period::Third).as_slice(),
    ]
    .into_iter()
    .find_map(|parts| {
        parts.iter().try_fold(Pair::default(), |sum, part| {
            Some(sum.plus(
                1,
                Pair {
                    home: side(result, *part, Role::Home)?,
                    away: side(result, *part, Role::Away)?,
                },
            ))
        })
    })
}

/// Overtime as reported; none where regular time decided the game, a shoot-out followed it, or the
/// game was stopped.
fn overtime(rules: &HouseRules, result: &GameResult) -> Option<Pair> {
    if mentions(result, Period::Overtime) {
        return of(rules, result, Period::Overtime);
    }
    if mentions(result, Period::Shootout) {
        return Some(Pair::default());
    }
    (stopped(result) || !regulation(rules, result)?.is_level()).then(Pair::default)
}

/// Whether it was stopped early, so that parts that no source reports were not played.
fn stopped(result: &GameResult) -> bool {
    let ending = result.facts.ending;
    result.status != GameStatus::Final || ending.is_some_and(|it| it.minute.is_some())
}

fn shootout_goal(rules: &HouseRules, result: &GameResult) -> Option<Pair> {
    if mentions(result, Period::Shootout) {
        let shot = of(rules, result, Period::Shootout)?;
        return (!shot.is_level()).then_some(Pair {
            home: i64::from(shot.home > shot.away),
            away: i64::from(shot.away > shot.home),
        });
    }
    let played = regulation(rules, result)?.plus(1, overtime(rules, result)?);
    (stopped(result) || !played.is_level()).then(Pair::default)
}

/// Regular time from the parts alone, so that it never asks for overtime in turn.
fn regulation(rules: &HouseRules, result: &GameResult) -> Option<Pair> {
    let counting = rules.counting_of(MarketKind::Total, Period::Regulation)?;
    counting
        .ways
        .iter()
        .find_map(|terms| add(rules, terms, result))
}

fn plain_full(rules: &HouseRules, result: &GameResult) -> Option<Pair> {
    let extended = [Period::Overtime, Period::Shootout];
    if extended.iter().any(|it| mentions(result, *it)) {
        return None;
    }
    of(rules, result, Period::Full)
}

fn mentions(result: &GameResult, period: Period) -> bool {
    result.scores.iter().any(|it| it.period == period)
}
