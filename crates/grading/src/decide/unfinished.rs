//! Games of which no source says how they ended: put off, played by somebody else, unreadable,
//! overdue.

use chrono::{DateTime, TimeDelta, Utc};
use shared::decision::ReviewReason;
use shared::facts::Change;
use shared::game::GameStatus;
use shared::report::Report;

use super::{Case, Decision, Policy, after, last_said, leading, newest, sources, window_over};
use crate::rules::windows;

/// How long a source's silence about a game that was postponed is tolerated before asking again.
const RECHECK_AFTER: TimeDelta = TimeDelta::minutes(5);

/// No source says that the game is over.
pub(super) fn unfinished<'a>(
    case: &Case,
    said: &[&'a Report],
    policy: &Policy,
    now: DateTime<Utc>,
) -> Decision<'a> {
    match &case.current {
        Some(current) if !current.is_partial() => {
            let withdrawn = Decision::Review(ReviewReason::Withdrawn);
            if said.is_empty() || case.was_never_offered() {
                return Decision::Stands;
            }
            after(last_said(said), policy, now, withdrawn)
        }
        _ if plays_another(said) => match case.was_never_offered() {
            true => Decision::Wait(None),
            false => Decision::Review(ReviewReason::Opponent),
        },
        _ if is_back(case, said) => Decision::Review(ReviewReason::PlayedAfterVoid),
        Some(_) if case.is_decided_for_all() => Decision::Stands,
        _ => {
            let put_off = case.first_window_end().map(|latest| {
                let at = (case.league.as_str(), latest);
                put_off(said, at, policy, now)
            });
            match put_off {
                None | Some(Decision::Wait(None)) => without_end(case, said, policy, now),
                Some(decision) => decision,
            }
        }
    }
}

/// Whether a game was moved back into the window of a start whose bets were returned.
fn is_back(case: &Case, said: &[&Report]) -> bool {
    leading(case, said).is_some_and(|it| {
        let comes = matches!(it.status, GameStatus::Scheduled | GameStatus::Live);
        comes && case.is_back_in_window(it.starts_at)
    })
}

/// Whether the sources have withdrawn what a review was opened for, without a result: the old
/// opponent is back, or the game is to be played later.
pub fn is_withdrawn(why: ReviewReason, case: &Case, now: DateTime<Utc>) -> bool {
    let said = newest(&case.reports);
    match why {
        ReviewReason::Opponent => !plays_another(&said),
        ReviewReason::PlayedAfterVoid => !is_back(case, &said),
        ReviewReason::Overdue => due(case, &said).is_none_or(|it| now < it),
        _ => false,
    }
}

/// When a report of the end is overdue.
fn due(case: &Case, said: &[&Report]) -> Option<DateTime<Utc>> {
    let start = said.iter().map(|it| it.starts_at).max()?;
    Some(windows::overdue(case.sport, start))
}

/// Whether a source names another opponent than the known one.
fn plays_another(said: &[&Report]) -> bool {
    (said.iter()).any(|it| it.facts.changes.contains(&Change::Opponent))
}

/// A game that no source reports as ended and that is not put off. Its bettors must not wait for
/// ever: ends that cannot be read, and games that should have ended long ago, are reviewed. A game
/// that was never on offer is checked once, in case it is by then.
fn without_end<'a>(
    case: &Case,
    said: &[&'a Report],
    policy: &Policy,
    now: DateTime<Utc>,
) -> Decision<'a> {
    let unreadable: Vec<_> = (said.iter().copied())
        .filter(|it| it.status == GameStatus::Final && !it.is_end())
        .collect();
    if !case.was_never_offered() && !unreadable.is_empty() {
        let review = Decision::Review(ReviewReason::Unreadable);
        return after(last_said(&unreadable), policy, now, review);
    }
    match due(case, said) {
        Some(due) if now < due => Decision::Wait(Some(due)),
        Some(_) if !case.was_never_offered() => Decision::Review(ReviewReason::Overdue),
        _ => Decision::Wait(None),
    }
}

/// Whether a game that is not over is postponed for too long for bets whose window ends at
/// `latest`.
fn put_off<'a>(
    said: &[&'a Report],
    (league, latest): (&str, DateTime<Utc>),
    policy: &Policy,
    now: DateTime<Utc>,
) -> Decision<'a> {
    let own = |it: &&&Report| sources::is_official(&it.provider, league);
    let official: Vec<_> = said.iter().filter(own).copied().collect();
    let heard = if official.is_empty() { said } else { &official };
    let waits = |it: &&Report| {
        matches!(
            it.status,
            GameStatus::Scheduled | GameStatus::Postponed | GameStatus::Suspended
        )
    };
    let Some(first) = heard.first().filter(|_| heard.iter().all(waits)) else {
        return Decision::Wait(None);
    };
    let moved = heard
        .iter()
        .all(|it| it.status != GameStatus::Suspended && it.starts_at > latest);
    if moved {
        let voices = heard.iter().map(|it| sources::family(&it.provider));
        let alone = voices.collect::<std::collections::BTreeSet<_>>().len() < 2;
        let stood = first.received_at + policy.moved_stands;
        let begins = heard.iter().map(|it| it.starts_at).min();
        return if official.is_empty() && alone && now < stood {
            Decision::Wait(Some(stood))
        } else {
            window_over(first, GameStatus::Postponed, begins.unwrap_or(now))
        };
    }
    if heard.iter().any(|it| it.status == GameStatus::Scheduled) {
        // It has a date within its window, or its feeds differ about that: only they can tell.
        return Decision::Wait(None);
    }
    // Never on the clock alone: the sources must have been asked since, and have known no more.
    let since = |it: &&Report| it.received_at.max(it.heard_at.unwrap_or(it.received_at));
    match heard.iter().map(since).min() {
        _ if now <= latest => Decision::Wait(Some(latest + TimeDelta::seconds(1))),
        Some(asked) if asked > latest => {
            let suspended = heard.iter().find(|it| it.status == GameStatus::Suspended);
            suspended.map_or_else(
                || window_over(first, GameStatus::Postponed, asked),
                // It began: what was decided before it stopped is kept.
                |it| window_over(it, GameStatus::Suspended, asked),
            )
        }
        _ => Decision::Wait(Some(now + RECHECK_AFTER)),
    }
}
