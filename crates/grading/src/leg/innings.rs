//! Baseball: where a game stopped, and which score counts then.

use shared::competitor::Role;
use shared::facts::InningEnd;
use shared::game::{GameStatus, Period};
use shared::market::MarketKind;

use super::Leg;
use super::count::{Count, plain};
use super::extent::{Counts, Validity};
use crate::grade::GradeError;
use crate::rules::{BaseballMoneyline, FULL_INNINGS, ListedPitchers, OFFICIAL_INNINGS, Term};
use crate::score::Pair;

/// How far a game of innings counts.
pub(super) fn validity(leg: &Leg<'_>, period: Period) -> Result<Validity, GradeError> {
    if let Some(void) = listed(leg)? {
        return Ok(void);
    }
    let cut = match leg.result.status {
        GameStatus::Final => false,
        GameStatus::Abandoned | GameStatus::Suspended => true,
        other => return Err(GradeError::NotOver(other)),
    };
    let played = played(leg);
    if let Some(last) = last_inning(period) {
        return Ok(part(leg, period, last, played, cut));
    }
    if cut {
        let by = ["general/no_result".to_owned()];
        return Ok(Validity::new(Counts::Decided, by));
    }
    let Some(played) = played else {
        return Ok(Validity::whole());
    };
    let scheduled = leg.result.facts.scheduled_innings;
    let length = u16::from(scheduled.unwrap_or(FULL_INNINGS));
    let home_ahead = so_far(leg).is_some_and(|it| it.home > it.away);
    let reached = |innings: u16| {
        let whole = 2 * innings;
        played >= whole || (played + 1 >= whole && home_ahead)
    };
    let short = scheduled.is_some_and(|it| it < FULL_INNINGS);
    let mut by = Vec::new();
    let moneyline = matches!(leg.kind(), MarketKind::Moneyline2 | MarketKind::ToQualify);
    let official = moneyline
        && leg.rules.options.baseball_moneyline == BaseballMoneyline::FiveInnings
        && !reached(length);
    if official {
        by.push(leg.own("official_game"));
        let is = if reached(OFFICIAL_INNINGS) {
            Counts::Whole
        } else {
            Counts::Decided
        };
        return Ok(Validity::new(is, by));
    }
    if short {
        by.push(leg.own("seven_innings"));
    }
    if !reached(length) {
        by.push(leg.own("full_length"));
        return Ok(Validity::new(Counts::Decided, by));
    }
    Ok(Validity::new(Counts::Whole, by))
}

/// A market on some innings.
fn part(leg: &Leg<'_>, period: Period, last: u8, played: Option<u16>, cut: bool) -> Validity {
    let first_five = matches!(period, Period::FirstFive | Period::Half(1));
    let complete = match played {
        Some(played) => played >= 2 * u16::from(last),
        // The result does not say where it stopped: a later inning shows that this one was over.
        None => !cut || innings(leg).any(|(number, _)| number > last),
    };
    // The home side need not bat in the last inning that it has won.
    let not_needed = played.is_some_and(|it| it + 1 >= 2 * u16::from(last))
        && !first_five
        && so_far(leg).is_some_and(|it| it.home > it.away);
    let name = |complete: bool| match (first_five, complete) {
        (true, _) => leg.own("five_complete"),
        (false, true) => "general/part_complete".to_owned(),
        (false, false) => "general/part_not_complete".to_owned(),
    };
    match (complete || not_needed, cut || played.is_some()) {
        (true, true) => Validity::new(Counts::Whole, [name(true)]),
        (true, false) => Validity::whole(),
        (false, _) => Validity::new(Counts::Decided, [name(false)]),
    }
}

const fn last_inning(period: Period) -> Option<u8> {
    match period {
        Period::FirstFive | Period::Half(1) => Some(5),
        Period::Inning(n) => Some(n),
        _ => None,
    }
}

/// A listed starter who did not start, where that voids.
fn listed(leg: &Leg<'_>) -> Result<Option<Validity>, GradeError> {
    if leg.rules.options.listed_pitchers == ListedPitchers::Action {
        return Ok(None);
    }
    let starters = &leg.result.facts.starters;
    if starters.is_empty() {
        return Err(leg.untold("who the starting pitchers were"));
    }
    let changed = starters.iter().any(|it| it.listed != it.started);
    Ok(changed.then(|| Validity::nothing(leg.own("listed_pitchers"))))
}

/// How many half innings were played to their end. `None` where the result does not say where
/// it stopped: then it was played to its end.
fn played(leg: &Leg<'_>) -> Option<u16> {
    let InningEnd {
        number,
        bottom,
        outs,
    } = leg.result.facts.ending?.inning?;
    let over = |half: bool| u16::from(half);
    let top_over = bottom || outs >= 3;
    Some(2 * u16::from(number.max(1) - 1) + over(top_over) + over(bottom && outs >= 3))
}

fn innings<'a>(leg: &'a Leg<'_>) -> impl Iterator<Item = (u8, Pair)> + 'a {
    leg.result.scores.iter().filter_map(|it| {
        let Period::Inning(number) = it.period else {
            return None;
        };
        let runs = i64::from(it.points);
        let pair = match it.role {
            Role::Home => Pair {
                home: runs,
                away: 0,
            },
            _ => Pair {
                home: 0,
                away: runs,
            },
        };
        Some((number, pair))
    })
}

/// The score to the end of that inning, from the reported innings.
fn through(leg: &Leg<'_>, last: u8) -> Pair {
    innings(leg)
        .filter(|(number, _)| *number <= last)
        .fold(Pair::default(), |sum, (_, pair)| sum.plus(1, pair))
}

/// The score when play stopped.
fn so_far(leg: &Leg<'_>) -> Option<Pair> {
    if innings(leg).next().is_some() {
        return Some(through(leg, u8::MAX));
    }
    let full = |role| leg.result.full(role).map(i64::from);
    Some(Pair {
        home: full(Role::Home)?,
        away: full(Role::Away)?,
    })
}

/// The score that counts. A game that was called in the middle of an inning has the score of its
/// last full inning, unless the home side tied or led in its half.
pub(super) fn counted(leg: &Leg<'_>) -> Result<Count, GradeError> {
    let whole = last_inning(leg.selection.period).is_none();
    let ending = leg.result.facts.ending.and_then(|it| it.inning);
    let (Some(ending), Some(played), true) = (ending, played(leg), whole) else {
        return plain(leg, leg.selection.period);
    };
    let scheduled = leg.result.facts.scheduled_innings.unwrap_or(FULL_INNINGS);
    let home_ahead = so_far(leg).is_some_and(|it| it.home > it.away);
    let whole_inning = ending.bottom && ending.outs >= 3;
    let won_at_bat = home_ahead && played % 2 == 1 && ending.number >= scheduled;
    if whole_inning || won_at_bat {
        return plain(leg, leg.selection.period);
    }
    if innings(leg).next().is_none() {
        return Err(leg.missing());
    }
    let now = through(leg, u8::MAX);
    let in_its_half = played % 2 == 1 && now.home >= now.away;
    let last = if in_its_half {
        ending.number
    } else {
        ending.number - 1
    };
    let points = through(leg, last);
    let mut count = Count {
        points,
        least: points.sum(),
        terms: vec![Term::Innings],
        by: vec![leg.own("counts_full"), leg.own("last_full_inning")],
    };
    if !in_its_half {
        let numbers = 1..=last;
        count.terms = numbers.map(|it| Term::Plus(Period::Inning(it))).collect();
    }
    Ok(count)
}
