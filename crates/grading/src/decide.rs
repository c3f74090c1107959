//! From the reports of several sources to one result, or to a review: a pure rule.
//!
//! Of each source its newest report counts, by the source's own time where it gives one. A result
//! is settled on when the league's own feed says it, when more independent sources say it than say
//! anything that contradicts it (at least two), or when one source alone has stood for a while.
//! A contradiction is reviewed. A report whose own parts contradict each other
//! ([`crate::check()`]), or that lacks a fact without which it cannot be graded, is no voice: where
//! nothing else decides, it is reviewed. What was settled is corrected by itself as long as the
//! window is open, and never after.
//!
//! What is chosen follows from the set of newest reports alone: whatever order they came in, it is
//! the same, once all have come, the waiting is over, and the window was open. Two reports that a
//! source dates alike are ordered by their arrival; there, and after the window, the order counts.

use std::cmp::Reverse;

use chrono::{DateTime, TimeDelta, Utc};
use shared::competitor::Role;
use shared::decision::{Basis, ReviewReason};
use shared::facts::Facts;
use shared::game::{GameStatus, Period, PeriodScore};
use shared::league::Sport;

use crate::check::{FlawKind, check};
use crate::rules::windows;

mod agree;
pub mod sources;
mod unfinished;

use agree::{Choice, choose};
pub use agree::{End, Relation, relation, same};
pub use sources::ADMIN;
pub use unfinished::taken_back;
use unfinished::unfinished;

/// What one source says of a game.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Which source.
    pub provider: String,
    /// Counts the source's reports of this game as they arrived.
    pub sequence: i32,
    /// Where the game stands.
    pub status: GameStatus,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// In the order of period, then role.
    pub scores: Vec<PeriodScore>,
    /// What scores alone do not tell.
    pub facts: Facts,
    /// When the source says that this was so.
    pub source_at: Option<DateTime<Utc>>,
    /// When it came here.
    pub received_at: DateTime<Utc>,
    /// When the source last answered about this league, with nothing else to say of this game.
    pub heard_at: Option<DateTime<Utc>>,
}

impl Report {
    /// What it says of the end.
    pub fn end(&self) -> End<'_> {
        End {
            status: self.status,
            scores: &self.scores,
            facts: &self.facts,
        }
    }

    /// Whether it says how the game ended. A final of which nothing is known says nothing yet.
    pub fn is_end(&self) -> bool {
        let scored = |role| {
            let of = |it: &PeriodScore| (it.period, it.role) == (Period::Full, role);
            self.scores.iter().any(of)
        };
        match self.status {
            GameStatus::Final => {
                let told = self.facts.ending.is_some() || !self.facts.entrants.is_empty();
                told || (scored(Role::Home) && scored(Role::Away))
            }
            status => status.is_over(),
        }
    }
}

/// The result that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// How it ended.
    pub status: GameStatus,
    /// In the order of period, then role.
    pub scores: Vec<PeriodScore>,
    /// What scores alone do not tell.
    pub facts: Facts,
    /// Why it stands.
    pub basis: Basis,
    /// When the first version was decided: corrections are counted from then.
    pub first_decided_at: DateTime<Utc>,
}

impl Standing {
    fn end(&self) -> End<'_> {
        End {
            status: self.status,
            scores: &self.scores,
            facts: &self.facts,
        }
    }
}

/// All that is known of a game.
#[derive(Clone, Debug)]
pub struct Case {
    /// What is played.
    pub sport: Sport,
    /// In which league, by code.
    pub league: String,
    /// The start that somebody's bets rest on. Nothing: nobody has bet.
    pub booked_for: Option<DateTime<Utc>>,
    /// Any number of each source, in the order of their numbers.
    pub reports: Vec<Report>,
    /// The result that stands.
    pub standing: Option<Standing>,
}

/// How long is waited, and how long is corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// How long one source must have stood alone, and how long sources may differ before somebody
    /// is told.
    pub stands: TimeDelta,
    /// How long one source must have stood that moves a game out of its window: dates flicker.
    pub moved_stands: TimeDelta,
    /// How long after the first result a correction is followed. Nothing: as the sport says.
    pub corrected_for: Option<TimeDelta>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            stands: TimeDelta::minutes(2),
            moved_stands: TimeDelta::hours(1),
            corrected_for: None,
        }
    }
}

/// What to do about a game.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision<'a> {
    /// What stands is what is said.
    Stands,
    /// Nothing can be said. Look again then, or when a report comes.
    Wait(Option<DateTime<Utc>>),
    /// A result, or its correction.
    Settle {
        /// On whose report it rests.
        report: &'a Report,
        /// How it ended, for the bets.
        status: GameStatus,
        /// Why.
        basis: Basis,
    },
    /// Somebody must look.
    Review(ReviewReason),
}

/// The newest report of each source: of two that the source dates, the later dated, whichever
/// came first.
pub fn newest(reports: &[Report]) -> Vec<&Report> {
    let mut newest: Vec<&Report> = Vec::new();
    for report in reports {
        match newest.iter_mut().find(|it| it.provider == report.provider) {
            Some(kept) if !is_stale(report, kept) => *kept = report,
            Some(_) => {}
            None => newest.push(report),
        }
    }
    newest.sort_unstable_by(|a, b| a.provider.cmp(&b.provider));
    newest
}

fn is_stale(report: &Report, kept: &Report) -> bool {
    matches!((report.source_at, kept.source_at), (Some(new), Some(old)) if new < old)
}

/// What to do about a game at `now`.
pub fn decide<'a>(case: &'a Case, policy: &Policy, now: DateTime<Utc>) -> Decision<'a> {
    let said = newest(&case.reports);
    let told: Vec<_> = said.iter().copied().filter(|it| it.is_end()).collect();
    let (ends, flawed) = sound(case, &told);
    let choice = match (choose(&ends, &case.league), flawed) {
        // What contradicts itself is no voice; of the others, several that agree, the league's own
        // feed, or the operator, need none.
        (Choice::Nothing | Choice::Lone(_) | Choice::Contested, Some(why)) => {
            return review_later(case, &told, why, policy, now);
        }
        (choice, _) => choice,
    };
    let decision = match choice {
        Choice::Nothing => return unfinished(case, &said, policy, now),
        Choice::Said(report, basis) => settle(case, (report, basis), &ends, policy),
        Choice::Lone(report) => {
            let decision = settle(case, (report, Basis::Stood), &ends, policy);
            let stood = report.received_at + policy.stands;
            match decision {
                Decision::Settle { .. } if now < stood => return Decision::Wait(Some(stood)),
                decision => decision,
            }
        }
        Choice::Contested => Decision::Review(ReviewReason::Disagreement),
    };
    match decision {
        // Nobody has bet on it: there is nothing to look at.
        Decision::Review(_) if case.booked_for.is_none() => Decision::Wait(None),
        // Feeds lag behind each other: a moment's difference is nobody's business.
        Decision::Review(ReviewReason::Disagreement) => {
            after(last_said(&ends), policy, now, decision)
        }
        decision => decision,
    }
}

/// The ends that do not contradict themselves, and what is wrong with the others. What the operator
/// said was checked when it was said.
fn sound<'a>(case: &Case, told: &[&'a Report]) -> (Vec<&'a Report>, Option<ReviewReason>) {
    let (mut ends, mut flawed) = (Vec::with_capacity(told.len()), None);
    for report in told.iter().copied() {
        match check(case.sport, &case.league, report.end()) {
            Err(flaw) if report.provider != ADMIN => {
                let missing = flaw.kind == FlawKind::Missing;
                let why = match missing {
                    true => ReviewReason::Incomplete,
                    false => ReviewReason::Contradictory,
                };
                // A contradiction is told before something that is only missing.
                if flawed != Some(ReviewReason::Contradictory) {
                    flawed = Some(why);
                }
            }
            _ => ends.push(report),
        }
    }
    (ends, flawed)
}

/// A review of a result that nobody can believe, once it has stood: feeds write a result in pieces.
fn review_later<'a>(
    case: &Case,
    told: &[&Report],
    why: ReviewReason,
    policy: &Policy,
    now: DateTime<Utc>,
) -> Decision<'a> {
    if case.booked_for.is_none() {
        return match case.standing {
            Some(_) => Decision::Stands,
            None => Decision::Wait(None),
        };
    }
    after(last_said(told), policy, now, Decision::Review(why))
}

fn after<'a>(
    said_at: Option<DateTime<Utc>>,
    policy: &Policy,
    now: DateTime<Utc>,
    decision: Decision<'a>,
) -> Decision<'a> {
    match said_at.map(|it| it + policy.stands) {
        Some(stood) if now < stood => Decision::Wait(Some(stood)),
        _ => decision,
    }
}

fn last_said(reports: &[&Report]) -> Option<DateTime<Utc>> {
    reports.iter().map(|it| it.received_at).max()
}

/// An end that is said, against what stands.
fn settle<'a>(
    case: &Case,
    (report, basis): (&'a Report, Basis),
    ends: &[&Report],
    policy: &Policy,
) -> Decision<'a> {
    let contradicted = ends.iter().any(|it| {
        let since = it.received_at > report.received_at;
        since && relation(it.end(), report.end()) == Relation::Contradict
    });
    let settled = Decision::Settle {
        report,
        status: report.status,
        basis,
    };
    let Some(standing) = &case.standing else {
        return match latest_start(case) {
            // Played, but too late for the bets on its first date.
            Some(latest) if basis != Basis::Admin && report.starts_at > latest => {
                void(report, GameStatus::Postponed)
            }
            _ => settled,
        };
    };
    if basis == Basis::Admin {
        return match same(report.end(), standing.end()) {
            true if contradicted => Decision::Review(ReviewReason::ContradictsDecision),
            true => Decision::Stands,
            false => settled,
        };
    }
    if standing.basis == Basis::Window {
        return match report.status {
            GameStatus::Cancelled | GameStatus::Abandoned => Decision::Stands,
            _ => Decision::Review(ReviewReason::PlayedAfterVoid),
        };
    }
    if same(report.end(), standing.end()) {
        return Decision::Stands;
    }
    let lasts = policy
        .corrected_for
        .unwrap_or_else(|| windows::corrections_last(case.sport, &case.league));
    let in_time = last_said(ends).is_some_and(|it| it <= standing.first_decided_at + lasts);
    if (in_time && lasts > TimeDelta::zero()) || case.booked_for.is_none() {
        return settled;
    }
    match relation(report.end(), standing.end()) {
        Relation::Contradict => Decision::Review(ReviewReason::LateCorrection),
        // Parts that come to be known late decide nothing anew.
        Relation::Agree | Relation::Strangers => Decision::Stands,
    }
}

fn void(report: &Report, status: GameStatus) -> Decision<'_> {
    Decision::Settle {
        report,
        status,
        basis: Basis::Window,
    }
}

fn latest_start(case: &Case) -> Option<DateTime<Utc>> {
    windows::latest_start(case.sport, &case.league, case.booked_for?)
}

/// When a game begins and where it stands, by all its sources. The operator's word comes first,
/// then the league's own feed's; of others, who has come furthest is believed, and the earliest
/// start: no bet is taken that one of them would refuse, and none on a game that any of them says
/// is over. Nothing without a report.
pub fn schedule(case: &Case) -> Option<(DateTime<Utc>, GameStatus)> {
    let said = newest(&case.reports);
    let rank = |it: &&&Report| {
        let official = sources::is_official(&it.provider, &case.league);
        let come = match it.status {
            GameStatus::Scheduled => 0,
            GameStatus::Postponed => 1,
            GameStatus::Live => 2,
            GameStatus::Suspended => 3,
            _ => 4,
        };
        let (decided, start) = (it.provider == ADMIN, it.starts_at);
        (
            Reverse((decided, official, come)),
            start,
            it.provider.clone(),
        )
    };
    let leading = said.iter().min_by_key(rank)?;
    let void = case
        .standing
        .as_ref()
        .is_some_and(|it| it.basis == Basis::Window);
    let status = match leading.status {
        // Its bets were settled: it is not offered again.
        _ if void => GameStatus::Postponed,
        GameStatus::Scheduled if leading.provider != ADMIN => {
            let over = said.iter().find(|it| it.is_end());
            over.map_or(GameStatus::Scheduled, |it| it.status)
        }
        status => status,
    };
    Some((leading.starts_at, status))
}
