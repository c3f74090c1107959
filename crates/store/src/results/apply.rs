//! Writes decisions about games: result versions, reviews, moves, and when to decide again. A
//! handful of set-wise statements, however many games there are.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use shared::decision::{Basis, ReviewReason};
use shared::facts::Facts;
use shared::game::{GameStatus, PeriodScore};
use shared::id::GameId;
use sqlx::PgConnection;
use uuid::Uuid;

use super::moves::MoveRows;
use super::undecided::GameHead;
use crate::games::keys;
use crate::reports::ReportKey;
use crate::{StoreError, notify, reviews};

/// What writing decisions did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decided {
    /// Games with a new result, each with its version.
    pub results: Vec<(GameId, i32)>,
    /// Games whose start or status changed.
    pub followed: BTreeSet<GameId>,
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
        self.followed.extend(other.followed);
        self.written += other.written;
        self.opened += other.opened;
        self.ended += other.ended;
    }
}

/// A decision about one game.
#[derive(Clone, Debug)]
pub struct GameDecision {
    /// The game's state when it was locked.
    pub before: GameHead,
    /// Its state after the decision. A review that is opened gets its number when it is written.
    pub after: GameHead,
    /// The start under which it is offered, if it was never offered under that start before.
    pub new_start: Option<DateTime<Utc>>,
    /// The next version of its result, if there is one.
    pub result: Option<NewResult>,
    /// The review that is opened, if one is.
    pub opened: Option<NewReview>,
    /// Whether its open review ends.
    pub is_review_over: bool,
}

/// A new version of a result.
#[derive(Clone, Debug)]
pub struct NewResult {
    /// The report that it rests on.
    pub report: ReportKey,
    /// How the game ended, for bets.
    pub status: GameStatus,
    /// The scores. Empty if it was not played.
    pub scores: Vec<PeriodScore>,
    /// What scores alone do not tell.
    pub facts: Facts,
    /// The reason why it stands.
    pub basis: Basis,
}

/// A review to be opened.
#[derive(Clone, Debug)]
pub struct NewReview {
    /// Why.
    pub why: ReviewReason,
    /// The newest report of each source.
    pub claims: Vec<ReportKey>,
}

/// Writes decisions about games that [`lock_undecided`](super::lock_undecided) locked. A review
/// ends by the operator's verdict, or because the sources came to agree.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn apply(
    conn: &mut PgConnection,
    decisions: Vec<GameDecision>,
    now: DateTime<Utc>,
    verdict: Option<&reviews::Verdict>,
) -> Result<Decided, StoreError> {
    let mut rows = Rows::default();
    for decision in decisions {
        rows.add(decision);
    }
    rows.write(conn, now, verdict).await
}

/// All rows to be written, by table.
#[derive(Default)]
struct Rows {
    followed: BTreeSet<GameId>,
    games: GameHeads,
    results: ResultRows,
    scores: ScoreRows,
    starts: (Vec<Uuid>, Vec<DateTime<Utc>>),
    /// Games whose start changed.
    moved: Vec<Uuid>,
    moves: MoveRows,
    opened: Vec<(Uuid, ReviewReason, i32)>,
    claims: Vec<(Uuid, ReportKey)>,
    ended: Vec<(Uuid, i32, i32)>,
}

/// Changes of games, one per row.
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
    /// The games whose reports they are, where they are another's.
    reported_of: Vec<Option<Uuid>>,
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

impl Rows {
    fn add(&mut self, decision: GameDecision) {
        let GameDecision { before, after, .. } = decision;
        let id = after.game.as_uuid();
        if (after.starts_at, after.status) != (before.starts_at, before.status) {
            self.followed.insert(after.game);
        }
        if after.starts_at != before.starts_at {
            self.moved.push(id);
        }
        if let Some(start) = decision.new_start {
            self.starts.0.push(id);
            self.starts.1.push(start);
        }
        let at = |head: &GameHead| (head.starts_at, head.status);
        self.moves.add(id, at(&before), at(&after));
        if let Some(result) = decision.result {
            self.settle((id, after.version), result);
        }
        if let Some(review) = decision.opened {
            self.opened.push((id, review.why, before.version));
            let claims = review.claims.into_iter();
            self.claims.extend(claims.map(|report| (id, report)));
        }
        if let Some(number) = before.review.filter(|_| decision.is_review_over) {
            self.ended.push((id, number, after.version));
        }
        if after != before {
            let games = &mut self.games;
            games.ids.push(id);
            games.starts.push(after.starts_at);
            games.statuses.push(after.status.word().to_owned());
            games.versions.push(after.version);
            games.decide_ats.push(after.decide_at);
            games.reviews.push(after.review);
        }
    }

    fn settle(&mut self, (game, version): (Uuid, i32), result: NewResult) {
        let rows = &mut self.results;
        rows.games.push(game);
        rows.versions.push(version);
        rows.statuses.push(result.status.word().to_owned());
        rows.reported_of.push(result.report.of_another(game));
        rows.providers.push(result.report.provider);
        rows.sequences.push(result.report.sequence);
        rows.bases.push(result.basis.word().to_owned());
        // Facts are always valid JSON.
        let facts = serde_json::to_string(&result.facts).unwrap_or_else(|_| "{}".to_owned());
        rows.facts.push(facts);
        for score in result.scores {
            self.scores.games.push(game);
            self.scores.versions.push(version);
            self.scores.periods.push(score.period.to_string());
            self.scores.roles.push(score.role.word().to_owned());
            self.scores.points.push(score.points);
        }
    }

    async fn write(
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
            notify::notify(conn, notify::NOTICES).await?;
        }
        let results = self.results.games.into_iter().zip(self.results.versions);
        decided.results = results
            .map(|(game, version)| (GameId::from_uuid(game), version))
            .collect();
        Ok(decided)
    }
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
           facts, basis, reported_of)
         SELECT w.game_id, w.version, w.status, w.provider, w.sequence, $8, w.facts::jsonb,
           w.basis, w.reported_of
         FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::int[], $6::text[],
             $7::text[], $9::uuid[])
           AS w(game_id, version, status, provider, sequence, basis, facts, reported_of)",
        &rows.games,
        &rows.versions,
        &rows.statuses,
        &rows.providers,
        &rows.sequences,
        &rows.bases,
        &rows.facts,
        now,
        &rows.reported_of as &[Option<Uuid>],
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
