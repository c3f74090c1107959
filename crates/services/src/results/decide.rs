//! Deciding games on what their sources say.

use chrono::{DateTime, TimeDelta, Utc};
use grading::decide::{Case, Decision, Policy, decide as rule, newest, schedule, taken_back};
use shared::decision::{Basis, ReviewReason};
use shared::facts::Facts;
use shared::game::GameStatus;
use shared::id::GameId;
use shared::report::Report;
use sqlx::PgConnection;
use store::StoreError;
use store::results::{self, Decided, GameDecision, NewResult, NewReview, UndecidedGame};
use store::reviews::Verdict;

/// Starts that are closer are one: kick-offs shift by minutes, and no window turns on that.
const ANOTHER_START: TimeDelta = TimeDelta::minutes(30);

/// Decides these games on their reports, in one transaction: a result, its correction, a review,
/// or to wait. What is decided already stays as it is, so this may be done any number of times.
///
/// # Errors
/// [`StoreError`] when the database refuses, or holds what is no report.
pub async fn decide(
    conn: &mut PgConnection,
    games: &[GameId],
    policy: &Policy,
    now: DateTime<Utc>,
) -> Result<Decided, StoreError> {
    decide_with(conn, games, policy, now, None).await
}

/// The same, after the operator's report, which stands among the others already.
pub(super) async fn decide_with(
    conn: &mut PgConnection,
    games: &[GameId],
    policy: &Policy,
    now: DateTime<Utc>,
    verdict: Option<&Verdict>,
) -> Result<Decided, StoreError> {
    if games.is_empty() {
        return Ok(Decided::default());
    }
    let undecided = results::lock_undecided(conn, games).await?;
    let decisions = undecided.into_iter();
    let decisions = decisions.map(|it| decision(it, policy, now, verdict.is_some()));
    results::apply(conn, decisions.collect(), now, verdict).await
}

/// What becomes of one game.
fn decision(
    game: UndecidedGame,
    policy: &Policy,
    now: DateTime<Utc>,
    by_operator: bool,
) -> GameDecision {
    let (before, why_reviewed) = (game.head, game.why);
    let mut case = Case {
        sport: game.sport,
        league: game.league,
        starts: game.starts,
        reports: game.reports,
        standing: game.current,
        given_up: game.given_up,
    };
    let new_start = new_start(&case, now);
    // Bets may rest on it from the moment that this is committed.
    case.starts.extend(new_start);

    let mut after = before.clone();
    after.decide_at = None;
    let (mut result, mut opened, mut is_review_over) = (None, None, false);
    match rule(&case, policy, now) {
        Decision::Stands => is_review_over = true,
        Decision::Wait(until) => {
            after.decide_at = until;
            // What the operator decided ends the review, whatever is waited for. So does a source
            // that takes back who plays, or says when it is played instead.
            let is_taken_back = why_reviewed.is_some_and(|it| taken_back(it, &case, now));
            is_review_over = by_operator || is_taken_back;
        }
        Decision::Settle {
            report,
            status,
            basis,
            awaited_until,
        } => {
            after.version += 1;
            result = Some(new_result(&case, report, (status, basis), awaited_until));
            is_review_over = true;
            // What it leaves open is looked at again: when its own window ends, or if it never
            // ends.
            after.decide_at = awaited_until.map(|_| now);
        }
        Decision::Review(_) if by_operator => is_review_over = true,
        Decision::Review(why) if before.review.is_none() => opened = Some(new_review(&case, why)),
        Decision::Review(_) => {}
    }
    if is_review_over {
        after.review = None;
    }
    if let Some((start, status)) = schedule(&case) {
        (after.starts_at, after.status) = (start, status);
    }
    GameDecision {
        before,
        after,
        new_start,
        result,
        opened,
        is_review_over,
    }
}

/// The start that sources name, where the game is on offer under it and never was before.
fn new_start(case: &Case, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let (start, status) = schedule(case)?;
    let is_offered = status == GameStatus::Scheduled && start > now;
    (is_offered && !case.starts.contains(&start)).then_some(start)
}

fn new_result(
    case: &Case,
    report: &Report,
    (status, basis): (GameStatus, Basis),
    awaited_until: Option<DateTime<Utc>>,
) -> NewResult {
    // A game that was not played has no score.
    let played = status != GameStatus::Postponed;
    NewResult {
        report: (report.provider.clone(), report.sequence),
        status,
        scores: if played {
            report.scores.clone()
        } else {
            Vec::new()
        },
        facts: facts(case, report, (status, awaited_until)),
        basis,
    }
}

/// What a version keeps beside the scores: what its report says, unless it was not played; when it
/// began, where bets may rest on another start; and the starts that it gives up.
fn facts(
    case: &Case,
    report: &Report,
    (status, awaited_until): (GameStatus, Option<DateTime<Utc>>),
) -> Facts {
    let mut facts = Facts::default();
    if status != GameStatus::Postponed {
        facts = report.facts.clone();
        let far = |it: &DateTime<Utc>| (*it - report.starts_at).abs() >= ANOTHER_START;
        let was_moved = case.starts.iter().any(far);
        if was_moved && facts.started_at.is_none() {
            facts.started_at = Some(report.starts_at);
        }
    }
    if let Some(until) = awaited_until {
        facts.given_up = case.given_up_until(until);
    }
    facts
}

fn new_review(case: &Case, why: ReviewReason) -> NewReview {
    let claims = newest(&case.reports).into_iter();
    NewReview {
        why,
        claims: claims
            .map(|it| (it.provider.clone(), it.sequence))
            .collect(),
    }
}
