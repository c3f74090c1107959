//! Tennis, volleyball and darts: sets of games, points or legs.

use shared::competitor::{Lead, Role};
use shared::facts::Method;
use shared::game::{GameStatus, Period};
use shared::league::Sport;
use shared::market::MarketKind;

use super::Leg;
use super::count::{Count, unit};
use super::extent::{Counts, Validity};
use crate::check::forms::SetForms;
use crate::end::End;
use crate::grade::GradeError;
use crate::rules::{SetPlay, TennisRetirement, TennisRetirementTotals, Term};
use crate::score::Pair;

/// A set as it was played.
#[derive(Clone, Copy)]
struct Set {
    number: u8,
    /// Games, points or legs.
    score: Pair,
    /// One that is played to ten or so, and counts one game.
    match_tiebreak: bool,
    complete: bool,
}

impl Set {
    /// One for who won it.
    fn won(self) -> Pair {
        Pair {
            home: i64::from(self.complete && self.score.home > self.score.away),
            away: i64::from(self.complete && self.score.away > self.score.home),
        }
    }

    /// What it adds to the games or points of the match.
    fn adds(self) -> Pair {
        if self.match_tiebreak {
            self.won()
        } else {
            self.score
        }
    }
}

/// The sets of a match: who won, or what they add up to.
struct Sets {
    sets: Vec<Set>,
    /// How many win the match, where it is known.
    needed: Option<i64>,
    forms: SetForms,
}

impl Sets {
    fn of(leg: &Leg<'_>, play: SetPlay) -> Result<Self, GradeError> {
        let best_of = leg.result.facts.best_of.or(play.best_of);
        let forms = forms(leg, play);
        let mut sets = Vec::new();
        for number in 1..=u8::MAX {
            let side = |role| {
                let mut scores = leg.result.scores.iter();
                scores
                    .find(|it| it.period == Period::Set(number) && it.role == role)
                    .map(|it| i64::from(it.points))
            };
            let (Some(home), Some(away)) = (side(Role::Home), side(Role::Away)) else {
                break;
            };
            let score = Pair { home, away };
            let match_tiebreak = leg.result.facts.match_tiebreaks.contains(&number);
            let complete = if leg.rules.checks_results() {
                ended(
                    &forms,
                    score,
                    match_tiebreak,
                    is_deciding(leg, best_of, number),
                )
            } else {
                match_tiebreak || complete(play, score, best_of == Some(number))
            };
            sets.push(Set {
                number,
                score,
                match_tiebreak,
                complete,
            });
        }
        let told = { leg.result.scores.iter() }.filter(|it| matches!(it.period, Period::Set(_)));
        let early = sets.iter().rev().skip(1).any(|it| !it.complete);
        if told.count() != 2 * sets.len() || early {
            return Err(leg.missing());
        }
        Ok(Self {
            sets,
            needed: best_of.map(|it| i64::from(it / 2 + 1)),
            forms,
        })
    }

    fn won(&self) -> Pair {
        { self.sets.iter() }.fold(Pair::default(), |sum, it| sum.plus(1, it.won()))
    }

    fn small(&self) -> Pair {
        { self.sets.iter() }.fold(Pair::default(), |sum, it| sum.plus(1, it.adds()))
    }

    fn completed(&self) -> usize {
        self.sets.iter().filter(|it| it.complete).count()
    }

    fn find(&self, number: u8) -> Option<&Set> {
        self.sets.iter().find(|it| it.number == number)
    }

    /// Whether the match was played to its end.
    fn decided(&self) -> bool {
        let Pair { home, away } = self.won();
        let whole = self.sets.iter().all(|it| it.complete);
        whole && home != away && self.needed.is_none_or(|it| home.max(away) == it)
    }
}

/// How the sets of this match are won.
fn forms(leg: &Leg<'_>, play: SetPlay) -> SetForms {
    if !leg.rules.checks_results() {
        return SetForms::first(play);
    }
    let usual = SetForms::of(play, &leg.rules.league, &leg.result.facts);
    usual.as_told(play, End::of(leg.result))
}

/// Whether a set is the one that decides the match. Where nothing says of how many sets it is, the
/// last one may be.
fn is_deciding(leg: &Leg<'_>, best_of: Option<u8>, number: u8) -> bool {
    best_of.map_or_else(
        || {
            let later = |it: Period| matches!(it, Period::Set(n) if n > number);
            number >= 3 && !leg.result.scores.iter().any(|it| later(it.period))
        },
        |it| it == number,
    )
}

/// Whether a set is over, by its form.
fn ended(forms: &SetForms, Pair { home, away }: Pair, tie_break: bool, deciding: bool) -> bool {
    let (more, fewer) = (home.max(away), home.min(away));
    if tie_break {
        forms.tie_break_ends(more, fewer)
    } else {
        forms.ends(more, fewer, deciding)
    }
}

/// Whether a set was over by the rules before: so many with two ahead, or seven to six.
fn complete(play: SetPlay, Pair { home, away }: Pair, deciding: bool) -> bool {
    let (more, fewer) = (home.max(away), home.min(away));
    let to = if deciding { play.deciding_to } else { play.to };
    let tie_break = play.tie_break && more == 7 && fewer == 6;
    (more >= to && more - fewer >= 2) || tie_break
}

/// How far a match of sets counts.
pub(super) fn validity(
    leg: &Leg<'_>,
    period: Period,
    play: SetPlay,
) -> Result<Validity, GradeError> {
    let sets = Sets::of(leg, play)?;
    let tennis = leg.rules.sport == Sport::Tennis;
    let ending = leg.result.facts.ending;
    let method = ending.and_then(|it| it.method);
    let gave_up = matches!(method, Some(Method::Retirement | Method::Disqualification));
    let cut = match leg.result.status {
        GameStatus::Final => gave_up,
        GameStatus::Retired | GameStatus::Abandoned | GameStatus::Suspended => true,
        other => return Err(GradeError::NotOver(other)),
    };
    if let Period::Set(number) = period {
        return one_set(leg, &sets, number, cut, tennis);
    }
    if period != Period::Full {
        return Err(leg.no_period());
    }
    if !cut {
        return if sets.sets.is_empty() || sets.decided() {
            Ok(Validity::whole())
        } else {
            Err(leg.missing())
        };
    }
    let on_winner = matches!(leg.kind(), MarketKind::Moneyline2 | MarketKind::ToQualify);
    if leg.rules.sport == Sport::Darts && on_winner && !stopped(leg) {
        return Ok(Validity::new(
            Counts::Declared(went_through(leg)?),
            [leg.own("retirement")],
        ));
    }
    if !tennis {
        let by = [leg.own("match_not_finished")];
        return Ok(Validity::new(Counts::Decided, by));
    }
    match leg.kind() {
        MarketKind::Moneyline2 | MarketKind::ToQualify => retired(leg, &sets),
        _ => {
            let unit = counts(leg, play)?;
            let of_sets = unit == "sets" && leg.kind() != MarketKind::Total;
            if of_sets {
                return Ok(Validity::nothing(leg.own("retirement_sets")));
            }
            Ok(retired_games(leg))
        }
    }
}

/// The moneyline of a tennis match that was not finished.
fn retired(leg: &Leg<'_>, sets: &Sets) -> Result<Validity, GradeError> {
    let row = leg.own("retirement_moneyline");
    let stands = match leg.rules.options.tennis_retirement {
        TennisRetirement::OneSet => sets.completed() >= 1,
        TennisRetirement::TwoSets => sets.completed() >= 2,
        TennisRetirement::Any => true,
        TennisRetirement::FinishedMatch => false,
        TennisRetirement::FinishedOrDisqualified => {
            let method = leg.result.facts.ending.and_then(|it| it.method);
            method == Some(Method::Disqualification)
        }
    };
    if !stands || stopped(leg) {
        return Ok(Validity::nothing(row));
    }
    Ok(Validity::new(Counts::Declared(went_through(leg)?), [row]))
}

/// Whether it was stopped, and nobody gave up.
const fn stopped(leg: &Leg<'_>) -> bool {
    matches!(
        leg.result.status,
        GameStatus::Abandoned | GameStatus::Suspended
    )
}

/// Who was declared the winner.
fn went_through(leg: &Leg<'_>) -> Result<Lead, GradeError> {
    let winner = leg.result.facts.ending.and_then(|it| it.winner);
    let winner = winner.filter(|it| *it != Lead::Draw);
    winner.ok_or_else(|| leg.untold("who went through"))
}

fn retired_games(leg: &Leg<'_>) -> Validity {
    let row = leg.own("retirement_games");
    match leg.rules.options.tennis_retirement_totals {
        TennisRetirementTotals::VoidAll => Validity::nothing(row),
        TennisRetirementTotals::KeepDetermined => Validity::new(Counts::Decided, [row]),
    }
}

/// A market on one set.
fn one_set(
    leg: &Leg<'_>,
    sets: &Sets,
    number: u8,
    cut: bool,
    tennis: bool,
) -> Result<Validity, GradeError> {
    match sets.find(number) {
        Some(set) if set.complete => {
            let by = if cut {
                vec![leg.own("set_complete")]
            } else {
                vec![]
            };
            Ok(Validity::new(Counts::Whole, by))
        }
        Some(_) if !cut => Err(leg.missing()),
        Some(_) if tennis => Ok(match leg.kind() {
            MarketKind::Total | MarketKind::TeamTotal => retired_games(leg),
            _ => Validity::nothing(leg.own("set_complete")),
        }),
        Some(_) => Ok(Validity::new(Counts::Decided, [leg.own("set_complete")])),
        None if cut || sets.decided() => Ok(Validity::nothing(leg.own("set_not_played"))),
        None => Err(leg.missing()),
    }
}

fn counts(leg: &Leg<'_>, play: SetPlay) -> Result<&'static str, GradeError> {
    let selection = leg.selection;
    let statistic = selection.statistic.as_deref();
    let unit = unit(selection.kind, selection.period, statistic, Some(play));
    unit.ok_or_else(|| leg.no_statistic())
}

/// What a match of sets counts for this market.
pub(super) fn counted(leg: &Leg<'_>, play: SetPlay) -> Result<Count, GradeError> {
    let count = so_far(leg, play)?;
    let alone = count.terms.is_empty();
    if !alone {
        return Ok(count);
    }
    // A result without sets reports the number of sets won.
    let full = |role| leg.result.full(role).map(i64::from);
    let (Some(home), Some(away), "sets") = (full(Role::Home), full(Role::Away), counts(leg, play)?)
    else {
        return Err(leg.missing());
    };
    let points = Pair { home, away };
    Ok(Count {
        points,
        least: points.sum(),
        terms: vec![Term::Plus(Period::Full)],
        by: vec![leg.own("counts_sets")],
    })
}

/// What was played of a match, and the least that its end could have added up to.
pub(super) fn so_far(leg: &Leg<'_>, play: SetPlay) -> Result<Count, GradeError> {
    let sets = Sets::of(leg, play)?;
    let unit = counts(leg, play)?;
    if let Period::Set(number) = leg.selection.period {
        let set = sets.find(number).ok_or_else(|| leg.missing())?;
        let least = if set.complete {
            set.score.sum()
        } else {
            let by = |home| sets.forms.least_won_by(set.score, false, home);
            if set.match_tiebreak {
                set.score.sum()
            } else {
                by(true).min(by(false))
            }
        };
        return Ok(Count {
            points: set.score,
            least,
            terms: vec![Term::Plus(Period::Set(number))],
            by: vec![leg.own(row(unit))],
        });
    }
    let terms = { sets.sets.iter() }.map(|it| Term::Plus(Period::Set(it.number)));
    let (points, least) = if unit == "sets" {
        (sets.won(), least_sets(&sets))
    } else {
        (sets.small(), least_small(&sets, play))
    };
    Ok(Count {
        points,
        least,
        terms: terms.collect(),
        by: vec![leg.own(row(unit))],
    })
}

const fn row(unit: &str) -> &'static str {
    match unit.as_bytes() {
        b"sets" => "counts_sets",
        b"games" => "counts_games",
        b"legs" => "counts_legs",
        _ => "counts_points",
    }
}

/// The fewest sets in which the match could have ended.
fn least_sets(sets: &Sets) -> i64 {
    let Pair { home, away } = sets.won();
    sets.needed.map_or(home + away, |needed| {
        home + away + (needed - home.max(away)).max(0)
    })
}

/// The fewest games or points with which the match could have ended.
fn least_small(sets: &Sets, play: SetPlay) -> i64 {
    let done = { sets.sets.iter() }
        .filter(|it| it.complete)
        .map(|it| it.adds().sum())
        .sum::<i64>();
    let open = sets.sets.iter().find(|it| !it.complete);
    match (sets.needed, open) {
        // However long it had gone on, a match tie-break is one game.
        (_, Some(open)) if open.match_tiebreak => done + 1,
        (Some(needed), open) => {
            let open = open.map(|it| it.score);
            done + least_to_come(&sets.forms, play, (needed, sets.won()), open)
        }
        (None, open) => done + open.map_or(0, |it| it.score.sum()),
    }
}

/// Both ways in which each set could go, and the shorter of the two.
fn least_to_come(
    forms: &SetForms,
    play: SetPlay,
    (needed, won): (i64, Pair),
    open: Option<Pair>,
) -> i64 {
    if won.home >= needed || won.away >= needed {
        return 0;
    }
    let deciding = won.home == needed - 1 && won.away == needed - 1;
    let home_wins = won.plus(1, Pair { home: 1, away: 0 });
    let away_wins = won.plus(1, Pair { home: 0, away: 1 });
    // A deciding set that has not begun may be a match tie-break, which is one game.
    let may_be_one = open.is_none() && deciding && play.tie_break;
    let set = |home| match open {
        None if may_be_one => 1,
        open => forms.least_won_by(open.unwrap_or_default(), deciding, home),
    };
    [(true, home_wins), (false, away_wins)]
        .map(|(home, then)| set(home) + least_to_come(forms, play, (needed, then), None))
        .into_iter()
        .min()
        .unwrap_or(0)
}
