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
use shared::decision::{Basis, ReviewReason};
use shared::game::GameStatus;
use shared::league::Sport;
use shared::report::{ADMIN, CurrentResult, Report};

use crate::check::{FlawKind, check};
use crate::end::HasEnd;
use crate::rules::windows;

mod agree;
pub mod sources;
mod unfinished;

use agree::{Choice, choose};
pub use agree::{Relation, relation, same};
pub use unfinished::is_withdrawn;
use unfinished::unfinished;

/// All that is known of a game.
#[derive(Clone, Debug)]
pub struct Case {
    /// What is played.
    pub sport: Sport,
    /// In which league, by code.
    pub league: String,
    /// The starts under which it was ever on offer: what bets may rest on, whether there are any
    /// or not. Empty: nobody can have bet.
    pub starts: Vec<DateTime<Utc>>,
    /// Any number of each source, in the order of their numbers.
    pub reports: Vec<Report>,
    /// The result that stands.
    pub current: Option<CurrentResult>,
    /// Those of its starts that a version of its result gave up: bets on them were given back, or
    /// settled as the game stood when it stopped.
    pub given_up: Vec<DateTime<Utc>>,
}

impl Case {
    /// Nobody can have bet on it, so nobody needs to look at anything.
    pub const fn was_never_offered(&self) -> bool {
        self.starts.is_empty()
    }

    /// Whether the result that stands decides bets taken for that start. A game that was put off
    /// or stopped is decided for those alone whose window is over.
    pub fn is_decided(&self, start: DateTime<Utc>) -> bool {
        let given_up = self.current.as_ref().map(|it| &it.facts.given_up);
        given_up.is_some_and(|it| it.is_empty() || it.contains(&start))
    }

    /// Whether a game that begins then would count again for bets that were given back, because
    /// it was not to begin in time for them. They do not come back by themselves.
    pub fn is_back_in_window(&self, start: DateTime<Utc>) -> bool {
        let mut windows = self.given_up.iter().filter_map(|it| self.latest(*it));
        windows.any(|latest| start <= latest)
    }

    /// The starts that are given up, in order, of a game that does not begin, or go on, before
    /// `awaited_until`: those whose window is over by then, and those that were given up before.
    pub fn given_up_until(&self, awaited_until: DateTime<Utc>) -> Vec<DateTime<Utc>> {
        let is_over = |it: &DateTime<Utc>| self.latest(*it).is_some_and(|it| it < awaited_until);
        let over = self.starts.iter().copied().filter(is_over);
        let mut given_up: Vec<_> = over.chain(self.given_up.iter().copied()).collect();
        given_up.sort_unstable();
        given_up.dedup();
        given_up
    }

    /// The last moment at which it may begin for bets taken for that start.
    fn latest(&self, start: DateTime<Utc>) -> Option<DateTime<Utc>> {
        windows::latest_start(self.sport, &self.league, start)
    }

    /// When the first window ends of those that are not given up.
    fn first_window_end(&self) -> Option<DateTime<Utc>> {
        let open = self.starts.iter().filter(|it| !self.is_decided(**it));
        open.filter_map(|it| self.latest(*it)).min()
    }

    fn is_decided_for_all(&self) -> bool {
        self.starts.iter().all(|it| self.is_decided(*it))
    }
}

/// How long is waited, and how long is corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// How long one source must have stood alone, and how long sources may differ before somebody
    /// is told.
    pub stands: TimeDelta,
    /// How long one source must have stood that moves a game out of its window: dates flicker.
    pub moved_stands: TimeDelta,
    /// How long after the first result a correction is followed. `None`: as the sport says.
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
        /// Until when it is known not to begin, or go on: bets on the starts of
        /// [`Case::given_up_until`] are decided, and no others. `None`: all are.
        awaited_until: Option<DateTime<Utc>>,
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
        // Nobody can have bet on it: there is nothing to look at.
        Decision::Review(_) if case.was_never_offered() => Decision::Wait(None),
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
    if case.was_never_offered() {
        return match case.current {
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
        awaited_until: None,
    };
    let whole = case.current.as_ref().filter(|it| !it.is_partial());
    let Some(current) = whole else {
        return match basis {
            Basis::Admin => settled,
            _ => ends_after_window(case, report, settled),
        };
    };
    if basis == Basis::Admin {
        return match same(report.end(), current.end()) {
            true if contradicted => Decision::Review(ReviewReason::ContradictsDecision),
            true => Decision::Stands,
            false => settled,
        };
    }
    if same(report.end(), current.end()) {
        return Decision::Stands;
    }
    if counts_again(case, report) {
        return Decision::Review(ReviewReason::PlayedAfterVoid);
    }
    let lasts = policy
        .corrected_for
        .unwrap_or_else(|| windows::corrections_last(case.sport, &case.league));
    let in_time = last_said(ends).is_some_and(|it| it <= current.first_decided_at + lasts);
    if (in_time && lasts > TimeDelta::zero()) || case.was_never_offered() {
        return settled;
    }
    match relation(report.end(), current.end()) {
        Relation::Contradict => Decision::Review(ReviewReason::LateCorrection),
        // Parts that come to be known late change no decision.
        Relation::Agree | Relation::Strangers => Decision::Stands,
    }
}

/// An end that is said after windows were over, or before any was: each bet is graded by the start
/// that it was taken for. What was given back, or settled as it stood, comes back only when
/// somebody decides so.
fn ends_after_window<'a>(case: &Case, report: &Report, settled: Decision<'a>) -> Decision<'a> {
    let gives_back = matches!(
        report.status,
        GameStatus::Cancelled | GameStatus::Abandoned | GameStatus::Walkover
    );
    match &case.current {
        Some(_) if gives_back && case.is_decided_for_all() => Decision::Stands,
        Some(current) if current.status == GameStatus::Suspended => {
            Decision::Review(ReviewReason::PlayedAfterVoid)
        }
        _ if counts_again(case, report) => Decision::Review(ReviewReason::PlayedAfterVoid),
        _ => settled,
    }
}

/// Whether bets that were given back would be graded by this end.
fn counts_again(case: &Case, report: &Report) -> bool {
    let is_void = matches!(report.status, GameStatus::Cancelled | GameStatus::Walkover);
    !is_void && case.is_back_in_window(report.starts_at)
}

/// The bets whose window is over are decided: the game does not begin, or go on, before that.
const fn window_over(
    report: &Report,
    status: GameStatus,
    awaited_until: DateTime<Utc>,
) -> Decision<'_> {
    Decision::Settle {
        report,
        status,
        basis: Basis::Window,
        awaited_until: Some(awaited_until),
    }
}

/// When a game begins and where it stands, by all its sources. The operator's word comes first,
/// then the league's own feed's; of others, who has come furthest is believed, and the earliest
/// start: no bet is taken that one of them would refuse, and none on a game that any of them says
/// is over. Nothing without a report.
pub fn schedule(case: &Case) -> Option<(DateTime<Utc>, GameStatus)> {
    let said = newest(&case.reports);
    let leading = leading(case, &said)?;
    let start = leading.starts_at;
    let status = match (leading.status, &case.current) {
        // What was decided is not offered again under the same start.
        (GameStatus::Scheduled, Some(current)) if case.is_decided(start) => current.status,
        (GameStatus::Scheduled, Some(current)) if current.status == GameStatus::Suspended => {
            GameStatus::Suspended
        }
        // Nor under one for which bets were given back.
        (GameStatus::Scheduled, _) if case.is_back_in_window(start) => GameStatus::Postponed,
        (GameStatus::Scheduled, _) if leading.provider != ADMIN => {
            let over = said.iter().find(|it| it.is_end());
            over.map_or(GameStatus::Scheduled, |it| it.status)
        }
        (status, _) => status,
    };
    Some((start, status))
}

/// The report that says when a game begins and where it stands.
fn leading<'a>(case: &Case, said: &[&'a Report]) -> Option<&'a Report> {
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
    said.iter().min_by_key(rank).copied()
}
