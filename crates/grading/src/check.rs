//! Whether the parts of a result agree with each other, by the shape of the sport: a pure rule.
//!
//! Nothing is graded or settled on a result that fails here. The tables of what each sport allows
//! are in `forms`; each shape of result has a file of its own.
//!
//! [`FlawKind`] distinguishes parts that contradict each other from a fact that the rules need and
//! that is missing ([`FlawKind::Missing`]). A missing fact never counts as "complete" where the
//! rest of the result says otherwise.

use std::fmt;

use shared::competitor::Role;
use shared::facts::Facts;
use shared::game::{GameStatus, Period, PeriodScore};
use shared::league::Sport;

use crate::end::End;
use crate::rules::{Shape, sport_rules};

mod cricket;
mod field;
mod fights;
pub(crate) mod forms;
mod innings;
mod maps;
mod people;
mod sets;
mod timed;

/// The kind of fault of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FlawKind {
    /// A score below zero, two scores of one side in one part, or a part with one side's alone.
    Numbers,
    /// A part that the sport does not have, or one that is left out before a later one.
    Parts,
    /// Parts that do not add up to their whole.
    Sum,
    /// Overtime or a shoot-out in a game that was decided before it.
    Overtime,
    /// A shoot-out that nobody won, or that went on after it was won.
    Shootout,
    /// A level score where none is possible.
    Tie,
    /// More or less time than was played, or than there is.
    Clock,
    /// Innings that do not fit how the game ended.
    Innings,
    /// A set that no set ends with, or sets that do not make a match.
    Sets,
    /// Maps that do not make a match.
    Maps,
    /// A fight that cannot have ended so.
    Fight,
    /// Who was declared the winner is not who won.
    Winner,
    /// Places that are not shared properly, or held by an entrant that cannot have one.
    Places,
    /// Holes, laps, rounds or prices that do not fit how somebody finished.
    Finish,
    /// What a player did and what his side did do not fit.
    Players,
    /// A fact that the rules need is not there.
    Missing,
}

/// Why a result is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Flaw {
    /// The kind of fault.
    pub kind: FlawKind,
    says: String,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.says)
    }
}

impl Flaw {
    pub(crate) fn new(kind: FlawKind, says: impl Into<String>) -> Self {
        let says = says.into();
        Self { kind, says }
    }

    /// A fact that the rules need is missing.
    pub(crate) fn missing(what: impl fmt::Display) -> Self {
        Self::new(
            FlawKind::Missing,
            format!("the result does not tell {what}"),
        )
    }
}

/// Home is 0 and away is 1. Scores are never negative.
fn side(score: &PeriodScore) -> Result<usize, Flaw> {
    let period = score.period;
    ensure(score.points >= 0, FlawKind::Numbers, || {
        format!("{period} has a score below zero")
    })?;
    match score.role {
        Role::Home => Ok(0),
        Role::Away => Ok(1),
        Role::Entrant => Err(Flaw::new(
            FlawKind::Numbers,
            format!("{period} has a score of neither side"),
        )),
    }
}

/// Numbered parts, home and away, in their order.
type Table<const N: usize> = [[Option<i64>; 2]; N];

/// The pairs of numbered parts, from the first on and without a gap, in a table of N.
fn numbered<const N: usize>(
    told: CheckedEnd<'_>,
    number: impl Fn(Period) -> Option<u8>,
) -> Result<(Table<N>, usize), Flaw> {
    let mut table = [[None; 2]; N];
    let mut last = 0;
    for score in told.scores {
        let period = score.period;
        let Some(index) = number(period) else {
            continue;
        };
        let place = usize::from(index).checked_sub(1);
        let cell = place.and_then(|it| table.get_mut(it));
        let Some(cell) = cell else {
            let says = format!("{} has no part {period}", told.sport);
            return Err(Flaw::new(FlawKind::Parts, says));
        };
        let before = cell[side(score)?].replace(i64::from(score.points));
        ensure(before.is_none(), FlawKind::Numbers, || {
            format!("{period} has two scores of the {} side", score.role)
        })?;
        last = last.max(usize::from(index));
    }
    let hole = table.iter().take(last).position(|it| *it == [None; 2]);
    match hole {
        Some(hole) => Err(Flaw::new(
            FlawKind::Parts,
            format!("part {} is left out before a later one", hole + 1),
        )),
        None => Ok((table, last)),
    }
}

/// The score of a whole that is reported beside its parts.
fn whole(told: CheckedEnd<'_>, period: Period) -> Result<Option<(i64, i64)>, Flaw> {
    let mut pair = [None; 2];
    for score in told.scores.iter().filter(|it| it.period == period) {
        let before = pair[side(score)?].replace(i64::from(score.points));
        ensure(before.is_none(), FlawKind::Numbers, || {
            format!("{period} has two scores of the {} side", score.role)
        })?;
    }
    match pair {
        [None, None] => Ok(None),
        [Some(home), Some(away)] => Ok(Some((home, away))),
        _ => Err(Flaw::new(
            FlawKind::Numbers,
            format!("{period} has the score of one side alone"),
        )),
    }
}

/// Every part is one of these.
fn only(told: CheckedEnd<'_>, has: impl Fn(Period) -> bool) -> Result<(), Flaw> {
    let mut scores = told.scores.iter();
    match scores.find(|it| !has(it.period)) {
        Some(score) => Err(Flaw::new(
            FlawKind::Parts,
            format!("{} has no part {}", told.sport, score.period),
        )),
        None => Ok(()),
    }
}

/// A whole that is reported equals the sum of its parts.
fn adds_up(told: Option<(i64, i64)>, (home, away): (i64, i64), what: Period) -> Result<(), Flaw> {
    let fits = told.is_none_or(|it| it == (home, away));
    ensure(fits, FlawKind::Sum, || {
        let (own, other) = told.unwrap_or_default();
        format!("{what} says {own}-{other}, and its parts come to {home}-{away}")
    })
}

/// Fails with that kind and sentence unless it holds.
fn ensure(holds: bool, kind: FlawKind, says: impl FnOnce() -> String) -> Result<(), Flaw> {
    if holds {
        Ok(())
    } else {
        Err(Flaw::new(kind, says()))
    }
}

/// What is checked: one end of a game in its sport and league.
#[derive(Clone, Copy)]
struct CheckedEnd<'a> {
    sport: Sport,
    league: &'a str,
    status: GameStatus,
    scores: &'a [PeriodScore],
    facts: &'a Facts,
}

impl<'a> CheckedEnd<'a> {
    const fn end(self) -> End<'a> {
        End {
            status: self.status,
            scores: self.scores,
            facts: self.facts,
        }
    }

    /// Whether it was played to an end, rather than stopped on the way.
    const fn is_final(&self) -> bool {
        matches!(self.status, GameStatus::Final)
    }
}

/// Holds the parts of a result against each other. A game that was never played is not looked at
/// beyond its numbers: whatever was bet on it is void.
///
/// # Errors
/// The first [`Flaw`] that is found.
pub fn check(sport: Sport, league: &str, end: End<'_>) -> Result<(), Flaw> {
    let told = CheckedEnd {
        sport,
        league,
        status: end.status,
        scores: end.scores,
        facts: end.facts,
    };
    match end.status {
        GameStatus::Scheduled
        | GameStatus::Live
        | GameStatus::Postponed
        | GameStatus::Cancelled
        | GameStatus::Walkover => return Ok(()),
        GameStatus::Suspended
        | GameStatus::Final
        | GameStatus::Abandoned
        | GameStatus::Retired
        | GameStatus::NoContest => {}
    }
    let most = match sport_rules(sport).shape {
        Shape::Timed { .. } => timed::check(told)?,
        Shape::Innings => innings::check(told)?,
        Shape::Sets(play) => sets::check(told, play)?,
        Shape::Maps => maps::check(told)?,
        Shape::Cricket => cricket::check(told)?,
        Shape::Fight { round_seconds } => fights::check(told, round_seconds)?,
        Shape::Field(play) => field::check(told, play)?,
    };
    people::check(told, most)
}

/// The most that each side can have scored, home first, where that is known.
type Most = Option<(i64, i64)>;
