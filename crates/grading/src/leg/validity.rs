//! Whether a game, or the part of it that a market is on, counts as it ended.

use shared::facts::Change;
use shared::game::{GameStatus, Period};

use super::extent::{Counts, Validity};
use super::{Leg, innings, maps, sets};
use crate::grade::GradeError;
use crate::rules::{Changed, Shape, clock_minutes, general, windows};

/// How far the game counts for this leg.
pub(super) fn of(leg: &Leg<'_>) -> Result<Validity, GradeError> {
    on(leg, leg.selection.period)
}

/// The same for another part of the game.
pub(super) fn on(leg: &Leg<'_>, period: Period) -> Result<Validity, GradeError> {
    let mut changed = changed(leg);
    if changed.is == Counts::Nothing {
        return Ok(changed);
    }
    if let Some(name) = put_off(leg) {
        changed.by.push(name);
        changed.is = Counts::Nothing;
        return Ok(changed);
    }
    if let Some((name, counts)) = moved(leg) {
        changed.by.push(name);
        if !counts {
            changed.is = Counts::Nothing;
            return Ok(changed);
        }
    }
    let validity = ended(leg, period)?;
    changed.by.extend(validity.by);
    Ok(Validity {
        is: validity.is,
        by: changed.by,
    })
}

fn ended(leg: &Leg<'_>, period: Period) -> Result<Validity, GradeError> {
    match leg.result.status {
        status @ (GameStatus::Scheduled | GameStatus::Live) => Err(GradeError::NotOver(status)),
        GameStatus::Postponed | GameStatus::Cancelled => {
            Ok(Validity::nothing("general/not_played".to_owned()))
        }
        GameStatus::Walkover => Ok(Validity::nothing("general/walkover".to_owned())),
        _ => match leg.sport.shape {
            Shape::Timed { shorter_counts } => timed(leg, period, shorter_counts),
            Shape::Innings => innings::validity(leg, period),
            Shape::Sets(play) => sets::validity(leg, period, play),
            Shape::Maps => maps::validity(leg, period),
            Shape::Cricket | Shape::Fight { .. } | Shape::Field(_) => plain(leg),
        },
    }
}

/// A game that either ended or did not.
pub(super) fn plain(leg: &Leg<'_>) -> Result<Validity, GradeError> {
    match leg.result.status {
        GameStatus::Final => Ok(Validity::whole()),
        GameStatus::Abandoned | GameStatus::Suspended => Ok(Validity::new(
            Counts::Decided,
            ["general/no_result".to_owned()],
        )),
        other => Err(GradeError::NotOver(other)),
    }
}

/// What changes after the bet was taken do. Void before all else; otherwise the rows that say
/// that it stands.
fn changed(leg: &Leg<'_>) -> Validity {
    let mut by = Vec::new();
    for change in &leg.result.facts.changes {
        let Some((name, row)) = changed_by(leg, *change) else {
            continue;
        };
        // Which fighter wins in which round is a bet on rounds, whatever kind it has.
        let on_round = matches!(leg.selection.period, Period::Round(_));
        let rounds = *change == Change::Rounds && on_round;
        let void = rounds || row.void.is_none_or(|kinds| kinds.contains(&leg.kind()));
        by.push(name);
        if void {
            return Validity::new(Counts::Nothing, by);
        }
    }
    Validity::new(Counts::Whole, by)
}

fn changed_by(leg: &Leg<'_>, change: Change) -> Option<(String, &'static Changed)> {
    let own = leg.sport.changed.iter().find(|it| it.change == change);
    let own = own.map(|it| (leg.own(it.row.name), it));
    own.or_else(|| {
        let general = general::CHANGED.iter().find(|it| it.change == change);
        general.map(|it| (format!("general/{}", it.row.name), it))
    })
}

/// Whether a game that was postponed, or stopped, may still be played in time for this leg.
pub(super) fn is_still_awaited(leg: &Leg<'_>) -> bool {
    let facts = &leg.result.facts;
    let is_given_up = facts
        .scheduled_at
        .is_some_and(|it| facts.given_up.contains(&it));
    !facts.given_up.is_empty() && !is_given_up
}

/// A game that was not played in time for this leg: the row that says until when it had to be.
fn put_off(leg: &Leg<'_>) -> Option<String> {
    let is_put_off = leg.result.status == GameStatus::Postponed;
    if !is_put_off || leg.result.facts.given_up.is_empty() {
        return None;
    }
    let rule = windows::postponed_rule(leg.rules.sport, &leg.rules.league)?;
    Some(windows::postponed_name(leg.rules.sport, rule))
}

/// A game that began at another time than bets were taken for: the row that says until when it
/// counts, and whether it does.
fn moved(leg: &Leg<'_>) -> Option<(String, bool)> {
    let facts = &leg.result.facts;
    let (first, began) = facts.scheduled_at.zip(facts.started_at)?;
    let (sport, league) = (leg.rules.sport, leg.rules.league.as_str());
    let rule = windows::postponed_rule(sport, league)?;
    let latest = windows::latest_start(sport, league, first);
    let counts = latest.is_none_or(|it| began <= it);
    (began != first).then(|| (windows::postponed_name(sport, rule), counts))
}

/// A game in timed periods.
fn timed(leg: &Leg<'_>, period: Period, shorter_counts: bool) -> Result<Validity, GradeError> {
    let cut = match leg.result.status {
        GameStatus::Final => false,
        GameStatus::Abandoned | GameStatus::Suspended => true,
        other => return Err(GradeError::NotOver(other)),
    };
    let ending = leg.result.facts.ending;
    let minute = ending.and_then(|it| it.minute);
    let regular = clock_minutes(leg.rules.sport, &leg.rules.league);
    if let Some(end) = end_of(period, regular) {
        if leg
            .sport
            .rows
            .iter()
            .any(|it| it.name == "more_than_two_parts")
            && in_parts(leg)
        {
            return Ok(Validity::nothing(leg.own("more_than_two_parts")));
        }
        let complete = minute.is_some_and(|it| it >= end)
            || (leg.result.scores.iter())
                .filter_map(|it| end_of(it.period, regular).or(after(it.period)))
                .any(|it| it > end);
        let last = end >= regular;
        return Ok(match (cut, minute) {
            (false, None) => Validity::whole(),
            (false, Some(_)) if last && shorter_counts => Validity::whole(),
            (false, Some(it)) if it >= regular => Validity::whole(),
            _ if complete => Validity::new(Counts::Whole, ["general/part_complete".to_owned()]),
            _ => Validity::new(Counts::Decided, ["general/part_not_complete".to_owned()]),
        });
    }
    let minimum = leg.rules.minimum();
    let name = minimum.map(|it| leg.own(it.row.name));
    Ok(match (cut, minute, minimum, name) {
        (true, Some(minute), Some(minimum), Some(name)) if minute >= minimum.minutes => {
            Validity::new(Counts::Whole, [name])
        }
        (true, Some(_), Some(_), Some(name)) => {
            Validity::new(Counts::Decided, ["general/no_result".to_owned(), name])
        }
        (true, ..) => Validity::new(Counts::Decided, ["general/no_result".to_owned()]),
        (false, Some(minute), Some(minimum), Some(name)) if minute < minimum.minutes => {
            let is = if minimum.official_counts {
                Counts::Whole
            } else {
                Counts::Decided
            };
            Validity::new(is, [name])
        }
        (false, Some(minute), None, _) if minute < regular => {
            if let Some(official) = leg.sport.official.first() {
                let stands = official.kinds.contains(&leg.kind());
                let is = if stands {
                    Counts::Whole
                } else {
                    Counts::Decided
                };
                return Ok(Validity::new(is, [leg.own(official.row.name)]));
            }
            let row = leg.sport.rows.iter().find(|it| it.name == "shorter_match");
            Validity::new(
                Counts::Whole,
                row.map_or(vec![], |it| vec![leg.own(it.name)]),
            )
        }
        _ => Validity::whole(),
    })
}

/// A game that was played in thirds or quarters where halves are the rule.
fn in_parts(leg: &Leg<'_>) -> bool {
    let mut periods = leg.result.scores.iter().map(|it| it.period);
    periods.any(|it| matches!(it, Period::Third(_) | Period::Quarter(_)))
}

/// When a part of regular time ends, in minutes of play. `None` for the whole.
const fn end_of(period: Period, regular: u16) -> Option<u16> {
    match period {
        Period::Half(n) => Some(regular * n as u16 / 2),
        Period::Quarter(n) => Some(regular * n as u16 / 4),
        Period::Third(n) => Some(regular * n as u16 / 3),
        _ => None,
    }
}

/// What comes after regular time is later than all of it.
const fn after(period: Period) -> Option<u16> {
    match period {
        Period::Overtime | Period::Shootout => Some(u16::MAX),
        _ => None,
    }
}
