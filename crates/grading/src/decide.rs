//! Turns the reports of several sources into one result, or into a review. A pure rule.
//!
//! The newest report of each source counts, by the source's own time if it gives one. A result is
//! settled on when the league's own feed reports it, when more independent sources report it than
//! contradict it (two at least), or when a single source's report has stood for a while. A
//! contradiction is reviewed. A report whose own parts contradict each other ([`crate::check()`]),
//! or that is missing a fact without which it cannot be graded, does not count; if nothing else
//! decides, it is reviewed. Settled results are corrected automatically while the window is open,
//! and never after.
//!
//! The choice depends only on the set of newest reports, not on the order in which they came, once
//! all have arrived, the waiting is over, and the window was open. Two reports with the same date
//! from one source are ordered by their arrival; for those, and after the window, order matters.

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
    /// The current result.
    pub current: Option<CurrentResult>,
    /// Those of its starts that a version of its result gave up: bets on them were given back, or
    /// settled as the game stood when it stopped.
    pub given_up: Vec<DateTime<Utc>>,
}

impl Case {
    /// Whether nobody can have bet on it, so that nobody needs to look at anything.
    pub const fn was_never_offered(&self) -> bool {
        self.starts.is_empty()
    }

    /// Whether the current result decides bets that were booked for this start. A game that was
    /// postponed or stopped is decided only for starts whose window is over.
    pub fn is_decided(&self, start: DateTime<Utc>) -> bool {
        let given_up = self.current.as_ref().map(|it| &it.facts.given_up);
        given_up.is_some_and(|it| it.is_empty() || it.contains(&start))
    }

    /// Whether a game with this start would count again for bets that were returned because it was
    /// not going to begin in time. They are never restored automatically.
    pub fn is_back_in_window(&self, start: DateTime<Utc>) -> bool {
        let mut windows = self.given_up.iter().filter_map(|it| self.latest(*it));
        windows.any(|latest| start <= latest)
    }

    /// The starts that are given up, in order, if the game neither starts nor resumes before
    /// `awaited_until`: those whose window is over by then, and those that were given up before.
    pub fn given_up_until(&self, awaited_until: DateTime<Utc>) -> Vec<DateTime<Utc>> {
        let is_over = |it: &DateTime<Utc>| self.latest(*it).is_some_and(|it| it < awaited_until);
        let over = self.starts.iter().copied().filter(is_over);
        let mut given_up: Vec<_> = over.chain(self.given_up.iter().copied()).collect();
        given_up.sort_unstable();
        given_up.dedup();
        given_up
    }

    /// The latest start at which the game still counts for bets that were booked for this start.
    fn latest(&self, start: DateTime<Utc>) -> Option<DateTime<Utc>> {
        windows::latest_start(self.sport, &self.league, start)
    }

    /// When the first window ends among the starts that are not given up.
    fn first_window_end(&self) -> Option<DateTime<Utc>> {
        let open = self.starts.iter().filter(|it| !self.is_decided(**it));
        open.filter_map(|it| self.latest(*it)).min()
    }

    fn is_decided_for_all(&self) -> bool {
        self.starts.iter().all(|it| self.is_decided(*it))
    }
}

/// How long to wait, and for how long results are corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// How long a single source's report must stand, and how long sources may contradict each other
    /// before a review is opened.
    pub stands: TimeDelta,
    /// How long a single source's report must stand if it moves a game out of its window: dates
    /// flicker.
    pub moved_stands: TimeDelta,
    /// For how long after the first result corrections are followed. `None`: as the rules of the
    /// sport say.
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
    /// The current state agrees with the reports.
    Stands,
    /// Nothing can be decided. Decide again at this moment, or when a report arrives.
    Wait(Option<DateTime<Utc>>),
    /// A result, or its correction.
    Settle {
        /// The report that it rests on.
        report: &'a Report,
        /// How the game ended, for bets.
        status: GameStatus,
        /// The reason.
        basis: Basis,
        /// Until when the game is known neither to begin nor to resume: bets on the starts of
        /// [`Case::given_up_until`] are decided, and no others. `None`: all bets are decided.
        awaited_until: Option<DateTime<Utc>>,
    },
    /// Open a review.
    Review(ReviewReason),
}

/// The newest report of each source: of two that the source dates, the one with the later date,
/// whichever arrived first.
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

/// Decides a game at `now`.
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
        // Nobody can have bet on it, so there is nothing to look at.
        Decision::Review(_) if case.was_never_offered() => Decision::Wait(None),
        // Feeds lag behind each other: a short difference does not matter.
        Decision::Review(ReviewReason::Disagreement) => {
            after(last_said(&ends), policy, now, decision)
        }
        decision => decision,
    }
}

/// The ends that do not contradict themselves, and the flaw of the others. The operator's report
/// was checked when it was made.
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
                // A contradiction takes precedence over a missing fact.
                if flawed != Some(ReviewReason::Contradictory) {
                    flawed = Some(why);
                }
            }
            _ => ends.push(report),
        }
    }
    (ends, flawed)
}

/// Reviews a result that cannot be believed, once it has stood: feeds write a result in pieces.
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

/// Compares a reported end with the current result.
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
        // Parts that become known late change no decision.
        Relation::Agree | Relation::Strangers => Decision::Stands,
    }
}

/// An end that is reported after windows were over: each bet is graded by the start that it was
/// booked for. Bets that were returned, or settled on a stopped game, are restored only if somebody
/// decides so.
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

/// Whether bets that were returned would be graded by this end.
fn counts_again(case: &Case, report: &Report) -> bool {
    let is_void = matches!(report.status, GameStatus::Cancelled | GameStatus::Walkover);
    !is_void && case.is_back_in_window(report.starts_at)
}

/// Decides the bets whose window is over, since the game neither starts nor resumes before that.
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

/// The start and the status of a game, from all its sources. The operator's report comes first,
/// then that of the league's own feed; of others, the most advanced status counts, and the earliest
/// start: no bet is accepted that one of them would refuse, or on a game that any of them reports
/// as over. `None` without a report.
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

/// The report that decides the start and the status.
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
