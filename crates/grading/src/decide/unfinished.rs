//! Games of which no source says how they ended: put off, played by somebody else, unreadable,
//! overdue.

use chrono::{DateTime, TimeDelta, Utc};
use shared::decision::ReviewReason;
use shared::facts::Change;
use shared::game::GameStatus;

use super::{
    Basis, Case, Decision, Policy, Report, after, last_said, latest_start, newest, sources, void,
};
use crate::rules::windows;

/// How long a source's silence about a game that was put off is waited for before asking again.
const HEAR_AGAIN: TimeDelta = TimeDelta::minutes(5);

/// No source says that the game is over.
pub(super) fn unfinished<'a>(
    case: &Case,
    said: &[&'a Report],
    policy: &Policy,
    now: DateTime<Utc>,
) -> Decision<'a> {
    match &case.standing {
        Some(standing) if standing.basis == Basis::Window => Decision::Stands,
        Some(_) if said.is_empty() || case.booked_for.is_none() => Decision::Stands,
        Some(_) => after(
            last_said(said),
            policy,
            now,
            Decision::Review(ReviewReason::Withdrawn),
        ),
        None if plays_another(said) => match case.booked_for {
            Some(_) => Decision::Review(ReviewReason::Opponent),
            None => Decision::Wait(None),
        },
        None => {
            let put_off = latest_start(case).map(|latest| {
                let at = (case.league.as_str(), latest);
                put_off(said, at, policy, now)
            });
            match put_off {
                None | Some(Decision::Wait(None)) => unheard(case, said, policy, now),
                Some(decision) => decision,
            }
        }
    }
}

/// Whether the sources have taken back what a review was opened for, without a result: the old
/// opponent is back, or the game is to be played later.
pub fn taken_back(why: ReviewReason, case: &Case, now: DateTime<Utc>) -> bool {
    let said = newest(&case.reports);
    match why {
        ReviewReason::Opponent => !plays_another(&said),
        ReviewReason::Overdue => due(case, &said).is_none_or(|it| now < it),
        _ => false,
    }
}

/// When somebody should have said how it ended.
fn due(case: &Case, said: &[&Report]) -> Option<DateTime<Utc>> {
    let start = said.iter().map(|it| it.starts_at).max()?;
    Some(windows::overdue(case.sport, start))
}

/// Whether a source names somebody else than who was known to play.
fn plays_another(said: &[&Report]) -> bool {
    (said.iter()).any(|it| it.facts.changes.contains(&Change::Opponent))
}

/// A game of which nobody has said how it ended, and that is not put off. Whoever has bet on it is
/// not left waiting for ever: what cannot be read, and what should have ended long ago, is for
/// somebody to look at. One that nobody has bet on is looked at once, in case somebody does until
/// then.
fn unheard<'a>(
    case: &Case,
    said: &[&'a Report],
    policy: &Policy,
    now: DateTime<Utc>,
) -> Decision<'a> {
    let unreadable: Vec<_> = (said.iter().copied())
        .filter(|it| it.status == GameStatus::Final && !it.is_end())
        .collect();
    if case.booked_for.is_some() && !unreadable.is_empty() {
        let review = Decision::Review(ReviewReason::Unreadable);
        return after(last_said(&unreadable), policy, now, review);
    }
    match due(case, said) {
        Some(due) if now < due => Decision::Wait(Some(due)),
        Some(_) if case.booked_for.is_some() => Decision::Review(ReviewReason::Overdue),
        _ => Decision::Wait(None),
    }
}

/// Whether a game that is not over, and that somebody bet on, is put off for too long.
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
        return if official.is_empty() && alone && now < stood {
            Decision::Wait(Some(stood))
        } else {
            void(first, GameStatus::Postponed)
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
                || void(first, GameStatus::Postponed),
                // It began: what was decided before it stopped stands.
                |it| void(it, GameStatus::Suspended),
            )
        }
        _ => Decision::Wait(Some(now + HEAR_AGAIN)),
    }
}
