//! Tennis, volleyball and darts: sets that end as sets do, and a match that ends when it is won.

use shared::competitor::Lead;
use shared::facts::Method;
use shared::game::{GameStatus, Period};

use super::forms::{SETS_MAX, SetForms};
use super::{CheckedEnd, Flaw, FlawKind, Most, adds_up, ensure, numbered, only, whole};
use crate::rules::SetPlay;

/// A match that is reported in sets.
struct Match<'a> {
    told: CheckedEnd<'a>,
    /// Home, away.
    sets: &'a [(i64, i64)],
    best_of: Option<u8>,
}

fn wrong(says: impl Into<String>) -> Flaw {
    Flaw::new(FlawKind::Sets, says)
}

pub(super) fn check(told: CheckedEnd<'_>, play: SetPlay) -> Result<Most, Flaw> {
    only(told, |it| matches!(it, Period::Full | Period::Set(_)))?;
    let (table, last) = numbered::<SETS_MAX>(told, |it| match it {
        Period::Set(number) => Some(number),
        _ => None,
    })?;
    let full = whole(told, Period::Full)?;
    let best_of = told.facts.best_of.or(play.best_of);
    let most = play.sets_max;
    ensure(last <= usize::from(most), FlawKind::Parts, || {
        format!("{} has no part set_{last}", told.sport)
    })?;
    ensure(
        best_of.is_none_or(|it| it % 2 == 1 && it <= most),
        FlawKind::Sets,
        || format!("a match is the best of an odd number of sets, {most} at most"),
    )?;
    ended(told)?;
    if last == 0 {
        tie_breaks(told, best_of, &[])?;
        sets_alone(told, best_of, full)?;
        return Ok(None);
    }
    let mut sets = [(0, 0); SETS_MAX];
    for (index, (set, cell)) in sets.iter_mut().zip(&table).take(last).enumerate() {
        let [Some(home), Some(away)] = *cell else {
            return Err(Flaw::new(
                FlawKind::Numbers,
                format!("set {} has the score of one side alone", index + 1),
            ));
        };
        *set = (home, away);
    }
    let played = Match {
        told,
        sets: &sets[..last],
        best_of,
    };
    tie_breaks(told, best_of, played.sets)?;
    let forms = SetForms::of(play, told.league, told.facts);
    played.hold(forms.as_told(play, told.end()), full)?;
    Ok(None)
}

/// Only the number of sets that each side won is reported.
fn sets_alone(
    told: CheckedEnd<'_>,
    best_of: Option<u8>,
    full: Option<(i64, i64)>,
) -> Result<(), Flaw> {
    let method = told.facts.ending.and_then(|it| it.method);
    let (Some((home, away)), true, None) = (full, told.is_final(), method) else {
        return Ok(());
    };
    let (more, fewer) = (home.max(away), home.min(away));
    let won = match best_of {
        Some(best_of) => more == i64::from(best_of / 2 + 1),
        None => matches!(more, 2 | 3),
    };
    ensure(won && fewer < more, FlawKind::Sets, || {
        format!("a match does not end {home}-{away} in sets")
    })
}

/// How a match of sets can end.
fn ended(told: CheckedEnd<'_>) -> Result<(), Flaw> {
    let Some(ending) = told.facts.ending else {
        return Ok(());
    };
    let fits = ending.method.is_none_or(|it| {
        matches!(
            it,
            Method::Retirement | Method::Disqualification | Method::Walkover
        )
    });
    ensure(fits, FlawKind::Winner, || {
        format!("{} does not end by {}", told.sport, method(ending.method))
    })?;
    ensure(ending.winner != Some(Lead::Draw), FlawKind::Winner, || {
        format!("{} has no draw", told.sport)
    })
}

fn method(method: Option<Method>) -> &'static str {
    method.map_or("nothing", |it| it.word())
}

/// Only a deciding set is a match tie-break.
fn tie_breaks(told: CheckedEnd<'_>, best_of: Option<u8>, sets: &[(i64, i64)]) -> Result<(), Flaw> {
    for number in &told.facts.match_tiebreaks {
        let last = usize::from(*number) == sets.len();
        let deciding = best_of.is_none_or(|it| it == *number);
        ensure(last && deciding, FlawKind::Sets, || {
            format!("set {number} is a match tie-break, and not the deciding set")
        })?;
    }
    Ok(())
}

impl Match<'_> {
    /// Whether it holds with sets of this form.
    fn hold(&self, forms: SetForms, full: Option<(i64, i64)>) -> Result<(), Flaw> {
        let needed = self.best_of.map(|it| i64::from(it / 2 + 1));
        let (mut home, mut away, mut open) = (0, 0, false);
        for (index, (own, other)) in self.sets.iter().copied().enumerate() {
            let number = index + 1;
            let over = needed.is_some_and(|it| home.max(away) >= it);
            ensure(!over && !open, FlawKind::Sets, || {
                if over {
                    format!("set {number} was played after the match was won")
                } else {
                    format!("set {index} ends at no set's score, and another one follows")
                }
            })?;
            match self.set(forms, number, (own, other))? {
                true if own > other => home += 1,
                true => away += 1,
                false => open = true,
            }
        }
        adds_up(full, (home, away), Period::Full)?;
        let cut = self.cut();
        let decided = needed.map_or_else(
            || !open && home != away && matches!(home.max(away), 2 | 3),
            |it| !open && home.max(away) == it,
        );
        if cut {
            let won = needed.is_some_and(|it| home.max(away) >= it);
            return ensure(!won, FlawKind::Sets, || {
                format!("somebody gave up after the match was won {home}-{away}")
            });
        }
        if !self.told.is_final() {
            return Ok(());
        }
        ensure(decided, FlawKind::Sets, || {
            let of = self.best_of.map_or("?".to_owned(), |it| it.to_string());
            format!("a final of {home}-{away} in sets does not end a best of {of}")
        })?;
        self.won(home > away)
    }

    /// Whether a player gave up, or it was stopped.
    fn cut(&self) -> bool {
        let method = self.told.facts.ending.and_then(|it| it.method);
        let gave_up = matches!(method, Some(Method::Retirement | Method::Disqualification));
        gave_up || self.told.status != GameStatus::Final
    }

    /// Whether the set is over. One that is not must be a possible set in progress.
    fn set(&self, forms: SetForms, number: usize, (own, other): (i64, i64)) -> Result<bool, Flaw> {
        let byte = u8::try_from(number).unwrap_or(u8::MAX);
        let (more, fewer) = (own.max(other), own.min(other));
        let last = number == self.sets.len();
        let deciding = match self.best_of {
            Some(best_of) => best_of == byte,
            // If the number of sets is unknown, the last one may be the deciding one.
            None => last && number >= 3,
        };
        let tie_break = self.told.facts.match_tiebreaks.contains(&byte);
        let (ends, runs) = if tie_break {
            (
                forms.tie_break_ends(more, fewer),
                forms.tie_break_runs(more, fewer),
            )
        } else {
            (
                forms.ends(more, fewer, deciding),
                forms.runs(more, fewer, deciding),
            )
        };
        if ends {
            return Ok(true);
        }
        let may_be_open = last && self.cut();
        if !runs || !may_be_open {
            return Err(wrong(format!("no set ends {own}-{other} (set {number})")));
        }
        Ok(false)
    }

    /// Whoever is declared the winner won the sets.
    fn won(&self, home: bool) -> Result<(), Flaw> {
        let facts = self.told.facts;
        let winner = facts.ending.and_then(|it| it.winner);
        let winner = winner.map(|it| it == Lead::Home);
        ensure(winner.is_none_or(|it| it == home), FlawKind::Winner, || {
            "the declared winner is not who won the sets".to_owned()
        })
    }
}
