//! Decides games from the reports of their sources.

use chrono::{DateTime, TimeDelta, Utc};
use grading::decide::{Case, Decision, Policy, decide as rule, is_withdrawn, newest, schedule};
use shared::decision::Basis;
use shared::facts::Facts;
use shared::game::GameStatus;
use shared::id::GameId;
use shared::report::Report;
use sqlx::PgConnection;
use store::StoreError;
use store::results::{
    self, Decided, GameDecision, JoinedGame, NewResult, NewReview, ReportKey, UndecidedGame,
};
use store::reviews::Verdict;

use self::follow::Standing;

mod follow;

/// Starts closer together than this count as the same: kick-offs shift by minutes, and no window
/// depends on that.
const ANOTHER_START: TimeDelta = TimeDelta::minutes(30);

/// Decides these games from their reports, in one transaction: a result, a correction of it, a
/// review, or to wait. Deciding again changes nothing that is decided already.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row is not a valid report.
pub async fn decide(
    conn: &mut PgConnection,
    games: &[GameId],
    policy: &Policy,
    now: DateTime<Utc>,
) -> Result<Decided, StoreError> {
    decide_with(conn, games, policy, now, None).await
}

/// The same after the operator's report was stored among the others.
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
    let mut decisions = Vec::with_capacity(undecided.len());
    for mut game in undecided {
        let joined = std::mem::take(&mut game.joined);
        let said = game.reports.clone();
        let before = Standing::before(&game);
        let decision = decision(game, &joined, policy, now, verdict.is_some());
        let stands = Standing::after(&decision).or(before);
        let follow = joined.into_iter();
        decisions
            .extend(follow.map(|it| follow::follow(it, &decision.after, stands.as_ref(), &said)));
        decisions.push(decision);
    }
    results::apply(conn, decisions, now, verdict).await
}

/// Decides one game, with the starts under which the games that were joined with it were offered:
/// bets rest on those too.
fn decision(
    game: UndecidedGame,
    joined: &[JoinedGame],
    policy: &Policy,
    now: DateTime<Utc>,
    by_operator: bool,
) -> GameDecision {
    let (before, why_reviewed) = (game.head.clone(), game.why);
    let origins: Vec<_> = game.reports.iter().map(ReportKey::of).collect();
    let (case, new_start) = case(game, joined, now);
    let key = |report: &Report| {
        let mut all = case.reports.iter().zip(&origins);
        all.find(|(it, _)| std::ptr::eq(*it, report))
            .map(|(_, key)| key.clone())
    };

    let mut after = before.clone();
    after.decide_at = None;
    let (mut result, mut opened, mut is_review_over) = (None, None, false);
    match rule(&case, policy, now) {
        Decision::Stands => is_review_over = true,
        Decision::Wait(until) => {
            after.decide_at = until;
            // The operator's decision ends the review, whatever else is waited for. So does a
            // source that withdraws another opponent, or reports a new date instead.
            let is_taken_back = why_reviewed.is_some_and(|it| is_withdrawn(it, &case, now));
            is_review_over = by_operator || is_taken_back;
        }
        Decision::Settle {
            report,
            status,
            basis,
            awaited_until,
        } => {
            result = key(report)
                .map(|key| new_result(&case, (report, key), (status, basis), awaited_until));
            after.version += i32::from(result.is_some());
            is_review_over = true;
            // What it leaves open is decided again when its own window ends, or if it never ends.
            after.decide_at = awaited_until.map(|_| now);
        }
        Decision::Review(_) if by_operator => is_review_over = true,
        Decision::Review(why) if before.review.is_none() => {
            let claims = newest(&case.reports).into_iter().filter_map(key);
            opened = Some(NewReview {
                why,
                claims: claims.collect(),
            });
        }
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

/// All that is known of a game, and the start under which it is offered from now on, if it never
/// was before.
fn case(
    game: UndecidedGame,
    joined: &[JoinedGame],
    now: DateTime<Utc>,
) -> (Case, Option<DateTime<Utc>>) {
    let reports = game.reports.into_iter().map(|it| it.report);
    let mut case = Case {
        sport: game.sport,
        league: game.league,
        starts: game.starts,
        reports: reports.collect(),
        current: game.current,
        given_up: game.given_up,
    };
    let new_start = new_start(&case, now);
    // From the moment that this commits, bets may rest on it.
    case.starts.extend(new_start);
    for other in joined {
        case.starts.extend(&other.starts);
        case.given_up.extend(&other.given_up);
    }
    for moments in [&mut case.starts, &mut case.given_up] {
        moments.sort_unstable();
        moments.dedup();
    }
    (case, new_start)
}

/// The start that sources report, if the game is offered under it and never was before.
fn new_start(case: &Case, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let (start, status) = schedule(case)?;
    let is_offered = status == GameStatus::Scheduled && start > now;
    (is_offered && !case.starts.contains(&start)).then_some(start)
}

fn new_result(
    case: &Case,
    (report, key): (&Report, ReportKey),
    (status, basis): (GameStatus, Basis),
    awaited_until: Option<DateTime<Utc>>,
) -> NewResult {
    // A game that was not played has no score.
    let played = status != GameStatus::Postponed;
    NewResult {
        report: key,
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

/// The facts of a version: those of its report, if it was played; when the game began, if bets may
/// rest on another start; and the starts that it gives up.
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
