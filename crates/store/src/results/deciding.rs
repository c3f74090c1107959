//! Decisions about games, carried out: result versions, reviews, and when to look again.

use chrono::{DateTime, TimeDelta, Utc};
use grading::decide::{
    Case, Decision, Policy, Report, decide as rule, newest, schedule, taken_back,
};
use shared::decision::{Basis, ReviewReason};
use shared::facts::Facts;
use shared::game::GameStatus;
use shared::id::GameId;
use sqlx::PgConnection;
use uuid::Uuid;

use super::cases::{Open, lock};
use super::moves::MoveRows;
use crate::games::keys;
use crate::interval::interval;
use crate::{StoreError, reviews, wake};

/// What deciding games did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decided {
    /// Games whose result is new, with its version.
    pub results: Vec<(GameId, i32)>,
    /// Games whose start or status is another one now.
    pub followed: u64,
    /// Rows of results and their scores.
    pub written: u64,
    /// Reviews that were opened.
    pub opened: u64,
    /// Reviews that ended.
    pub ended: u64,
}

impl Decided {
    /// Adds what deciding other games did.
    pub fn add(&mut self, other: Self) {
        self.results.extend(other.results);
        self.followed += other.followed;
        self.written += other.written;
        self.opened += other.opened;
        self.ended += other.ended;
    }
}

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
    decide_for(conn, games, policy, now, None).await
}

/// The same, on the word of the operator, whose report stands among the others already.
pub(crate) async fn decide_for(
    conn: &mut PgConnection,
    games: &[GameId],
    policy: &Policy,
    now: DateTime<Utc>,
    verdict: Option<&reviews::Verdict>,
) -> Result<Decided, StoreError> {
    if games.is_empty() {
        return Ok(Decided::default());
    }
    let ids: Vec<_> = games.iter().map(|it| it.as_uuid()).collect();
    let mut open = lock(conn, &ids).await?;
    let mut plan = Plan::default();
    for game in &mut open {
        game.offer(now);
        plan.add(game, policy, now, verdict.is_some());
    }
    plan.carry_out(conn, now, verdict).await
}

/// Games whose reports are to be looked at again by now, the longest overdue first; then those that
/// have begun or were put off, with an open ticket, that nobody else is going to look at.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn due(conn: &mut PgConnection, limit: i64) -> Result<Vec<GameId>, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"(SELECT game_id AS "game_id!" FROM games
            WHERE decide_at <= app_now() ORDER BY decide_at LIMIT $1)
           UNION ALL
           (SELECT g.game_id FROM games g
            WHERE g.decide_at IS NULL AND g.open_review IS NULL AND g.result_version = 0
              AND g.status <> 'scheduled' AND EXISTS (
                SELECT 1 FROM legs l
                JOIN tickets t ON t.guild_id = l.guild_id AND t.ticket_id = l.ticket_id
                WHERE l.game_id = g.game_id AND t.state = 'open')
            ORDER BY g.game_id LIMIT $1)"#,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(GameId::from_uuid).collect())
}

/// Leaves a game that cannot be decided until its next report, or for that long.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn leave(
    conn: &mut PgConnection,
    game: GameId,
    wait: TimeDelta,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE games SET decide_at = app_now() + $2 WHERE game_id = $1",
        game.as_uuid(),
        interval(wait.to_std().unwrap_or_default()),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Starts that are closer are one: kick-offs shift by minutes, and no window turns on that.
const ANOTHER_START: TimeDelta = TimeDelta::minutes(30);

/// Everything that is to be written, by table.
#[derive(Default)]
struct Plan {
    followed: u64,
    games: GameHeads,
    results: ResultRows,
    scores: ScoreRows,
    starts: (Vec<Uuid>, Vec<DateTime<Utc>>),
    /// Games that begin at another time now.
    moved: Vec<Uuid>,
    moves: MoveRows,
    opened: Vec<(Uuid, ReviewReason, i32)>,
    claims: Vec<(Uuid, String, i32)>,
    ended: Vec<(Uuid, i32, i32)>,
}

/// What of a game changes, one a row.
#[derive(Default)]
struct GameHeads {
    ids: Vec<Uuid>,
    starts: Vec<DateTime<Utc>>,
    statuses: Vec<String>,
    versions: Vec<i32>,
    decide_ats: Vec<Option<DateTime<Utc>>>,
    reviews: Vec<Option<i32>>,
}

#[derive(Default)]
struct ResultRows {
    games: Vec<Uuid>,
    versions: Vec<i32>,
    statuses: Vec<String>,
    providers: Vec<String>,
    sequences: Vec<i32>,
    bases: Vec<String>,
    facts: Vec<String>,
}

#[derive(Default)]
struct ScoreRows {
    games: Vec<Uuid>,
    versions: Vec<i32>,
    periods: Vec<String>,
    roles: Vec<String>,
    points: Vec<i32>,
}

impl Plan {
    fn add(&mut self, open: &Open, policy: &Policy, now: DateTime<Utc>, by_operator: bool) {
        let (mut version, mut review, mut decide_at) = (open.version, open.review, None);
        match rule(&open.case, policy, now) {
            Decision::Stands => self.end(open, &mut review, version),
            Decision::Wait(until) => {
                decide_at = until;
                // What the operator decided ends the review, whatever is waited for. So does a
                // source that takes back who plays, or says when it is played instead.
                let is_taken_back = open.why.is_some_and(|it| taken_back(it, &open.case, now));
                if by_operator || is_taken_back {
                    self.end(open, &mut review, version);
                }
            }
            Decision::Settle {
                report,
                status,
                basis,
                awaited_until,
            } => {
                version += 1;
                let facts = facts(&open.case, report, (status, awaited_until));
                self.settle((open.game, version), report, (status, basis), &facts);
                self.end(open, &mut review, version);
                // What it leaves open is looked at again: when its own window ends, or if it never
                // ends.
                decide_at = awaited_until.map(|_| now);
            }
            Decision::Review(why) => {
                if by_operator {
                    self.end(open, &mut review, version);
                } else if review.is_none() {
                    self.open(open, why);
                }
            }
        }
        let (starts_at, status) = schedule(&open.case).map_or_else(
            || (open.starts_at, open.status.clone()),
            |(start, status)| (start, status.word().to_owned()),
        );
        let moved = (starts_at, &status) != (open.starts_at, &open.status);
        self.followed += u64::from(moved);
        if starts_at != open.starts_at {
            self.moved.push(open.game);
        }
        if let Some(start) = open.new_start {
            self.starts.0.push(open.game);
            self.starts.1.push(start);
        }
        let (before, after) = ((open.starts_at, &*open.status), (starts_at, &*status));
        self.moves.add(open.game, before, after);
        let changes =
            moved || (version, review, decide_at) != (open.version, open.review, open.decide_at);
        if changes {
            let games = &mut self.games;
            games.ids.push(open.game);
            games.starts.push(starts_at);
            games.statuses.push(status);
            games.versions.push(version);
            games.decide_ats.push(decide_at);
            games.reviews.push(review);
        }
    }

    fn settle(
        &mut self,
        (game, version): (Uuid, i32),
        report: &Report,
        (status, basis): (GameStatus, Basis),
        facts: &Facts,
    ) {
        let rows = &mut self.results;
        rows.games.push(game);
        rows.versions.push(version);
        rows.statuses.push(status.word().to_owned());
        rows.providers.push(report.provider.clone());
        rows.sequences.push(report.sequence);
        rows.bases.push(basis.word().to_owned());
        // Facts hold nothing that JSON refuses.
        let facts = serde_json::to_string(facts).unwrap_or_else(|_| "{}".to_owned());
        rows.facts.push(facts);
        // A game that was not played has no score.
        let played = status != GameStatus::Postponed;
        for score in report.scores.iter().filter(|_| played) {
            self.scores.games.push(game);
            self.scores.versions.push(version);
            self.scores.periods.push(score.period.to_string());
            self.scores.roles.push(score.role.word().to_owned());
            self.scores.points.push(score.points);
        }
    }

    fn open(&mut self, open: &Open, why: ReviewReason) {
        self.opened.push((open.game, why, open.version));
        for report in newest(&open.case.reports) {
            let claim = (open.game, report.provider.clone(), report.sequence);
            self.claims.push(claim);
        }
    }

    fn end(&mut self, open: &Open, review: &mut Option<i32>, version: i32) {
        if let Some(number) = review.take() {
            self.ended.push((open.game, number, version));
        }
    }

    async fn carry_out(
        self,
        conn: &mut PgConnection,
        now: DateTime<Utc>,
        verdict: Option<&reviews::Verdict>,
    ) -> Result<Decided, StoreError> {
        let mut decided = Decided {
            followed: self.followed,
            ..Decided::default()
        };
        decided.written += insert_results(conn, &self.results, now).await?;
        decided.written += insert_scores(conn, &self.scores).await?;
        insert_starts(conn, &self.starts).await?;
        update_games(conn, &self.games).await?;
        keys::claim_new_days(conn, &self.moved).await?;
        decided.ended = self.ended.len() as u64;
        reviews::end(conn, &self.ended, verdict, now).await?;
        decided.opened = self.opened.len() as u64;
        reviews::open(conn, &self.opened, &self.claims, now).await?;
        let told = self.moves.insert(conn, now).await?;
        if decided.opened > 0 || told > 0 {
            wake::wake(conn, wake::NOTICES).await?;
        }
        let results = self.results.games.into_iter().zip(self.results.versions);
        decided.results = results
            .map(|(game, version)| (GameId::from_uuid(game), version))
            .collect();
        Ok(decided)
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

async fn insert_starts(
    conn: &mut PgConnection,
    (games, starts): &(Vec<Uuid>, Vec<DateTime<Utc>>),
) -> Result<(), StoreError> {
    if games.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "INSERT INTO game_starts (game_id, starts_at)
         SELECT w.game_id, w.starts_at FROM unnest($1::uuid[], $2::timestamptz[])
           AS w(game_id, starts_at)
         ON CONFLICT ON CONSTRAINT game_starts_pkey DO NOTHING",
        games,
        starts,
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn insert_results(
    conn: &mut PgConnection,
    rows: &ResultRows,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    if rows.games.is_empty() {
        return Ok(0);
    }
    let done = sqlx::query!(
        "INSERT INTO results (game_id, version, status, provider, report_sequence, decided_at,
           facts, basis)
         SELECT w.game_id, w.version, w.status, w.provider, w.sequence, $8, w.facts::jsonb, w.basis
         FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::int[], $6::text[],
             $7::text[])
           AS w(game_id, version, status, provider, sequence, basis, facts)",
        &rows.games,
        &rows.versions,
        &rows.statuses,
        &rows.providers,
        &rows.sequences,
        &rows.bases,
        &rows.facts,
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

async fn insert_scores(conn: &mut PgConnection, rows: &ScoreRows) -> Result<u64, StoreError> {
    if rows.games.is_empty() {
        return Ok(0);
    }
    let done = sqlx::query!(
        "INSERT INTO result_scores (game_id, version, period, role, slot, points)
         SELECT w.game_id, w.version, w.period, w.role, 0, w.points
         FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::int[])
           AS w(game_id, version, period, role, points)",
        &rows.games,
        &rows.versions,
        &rows.periods,
        &rows.roles,
        &rows.points,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

async fn update_games(conn: &mut PgConnection, rows: &GameHeads) -> Result<(), StoreError> {
    if rows.ids.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "UPDATE games g SET starts_at = w.starts_at, status = w.status,
           result_version = w.version, decide_at = w.decide_at, open_review = w.review
         FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::int[], $5::timestamptz[],
             $6::int[])
           AS w(game_id, starts_at, status, version, decide_at, review)
         WHERE g.game_id = w.game_id",
        &rows.ids,
        &rows.starts,
        &rows.statuses,
        &rows.versions,
        &rows.decide_ats as &[Option<DateTime<Utc>>],
        &rows.reviews as &[Option<i32>],
    )
    .execute(conn)
    .await?;
    Ok(())
}
