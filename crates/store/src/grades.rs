//! Grades of selections: one row for each selection, booked start, result version, rule version and
//! settings digest.

use chrono::{DateTime, Utc};
use shared::game::GameResult;
use shared::grade::{LegOutcome, Share};
use shared::id::{CompetitorId, GameId, SelectionId};
use shared::market::Selection;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::quotes::{MarketRows, SelectionRows};
use crate::rows::end::{facts, scores, status, with_sides};
use crate::{Inconsistency, StoreError, quotes};

/// The outcome of a selection, without the reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GradeShares {
    /// The word.
    pub outcome: LegOutcome,
    /// The share of the stake that wins at the full price.
    pub win: Share,
    /// The share of the stake that comes back.
    pub refund: Share,
}

/// A grade to be stored.
#[derive(Clone, Debug)]
pub struct NewGrade {
    /// The selection.
    pub selection: Selection,
    /// The start that the graded bets were booked for.
    pub booked_start: DateTime<Utc>,
    /// The version of the rules.
    pub rule_version: i32,
    /// The digest of the server's rule choices.
    pub settings_digest: String,
    /// The outcome.
    pub shares: GradeShares,
    /// The receipt's canonical bytes.
    pub receipt: Vec<u8>,
}

/// Stores grades of a game on one version of its result. Existing grades are left alone.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn insert(
    conn: &mut PgConnection,
    (game, result_version): (GameId, i32),
    grades: &[NewGrade],
) -> Result<u64, StoreError> {
    let selections: Vec<_> = grades.iter().map(|it| it.selection.id.as_uuid()).collect();
    ensure_selections(conn, grades.iter().map(|it| &it.selection)).await?;
    let starts: Vec<_> = grades.iter().map(|it| it.booked_start).collect();
    let rules: Vec<_> = grades.iter().map(|it| it.rule_version).collect();
    let digests: Vec<_> = grades.iter().map(|it| it.settings_digest.clone()).collect();
    let outcomes: Vec<_> = grades
        .iter()
        .map(|it| it.shares.outcome.word().to_owned())
        .collect();
    let win_nums: Vec<_> = grades.iter().map(|it| it.shares.win.num()).collect();
    let win_dens: Vec<_> = grades.iter().map(|it| it.shares.win.den()).collect();
    let refund_nums: Vec<_> = grades.iter().map(|it| it.shares.refund.num()).collect();
    let refund_dens: Vec<_> = grades.iter().map(|it| it.shares.refund.den()).collect();
    let receipts: Vec<_> = grades.iter().map(|it| it.receipt.clone()).collect();
    let done = sqlx::query!(
        "INSERT INTO grades (selection_id, booked_start, result_version, rule_version,
           settings_digest, game_id, outcome, win_num, win_den, refund_num, refund_den, receipt,
           receipt_sha256)
         SELECT w.selection_id, w.booked_start, $2, w.rule_version, w.digest, $1, w.outcome,
           w.win_num, w.win_den, w.refund_num, w.refund_den, w.receipt, sha256(w.receipt)
         FROM unnest($3::uuid[], $4::int[], $5::text[], $6::text[], $7::int[], $8::int[], $9::int[],
             $10::int[], $11::bytea[], $12::timestamptz[])
           AS w(selection_id, rule_version, digest, outcome, win_num, win_den, refund_num,
             refund_den, receipt, booked_start)
         ORDER BY w.selection_id, w.booked_start, w.rule_version, w.digest
         ON CONFLICT ON CONSTRAINT grades_pkey DO NOTHING",
        game.as_uuid(),
        result_version,
        &selections,
        &rules,
        &digests,
        &outcomes,
        &win_nums,
        &win_dens,
        &refund_nums,
        &refund_dens,
        &receipts,
        &starts,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Creates markets and selections that no feed has quoted: a teaser's moved lines, and the place
/// part of each-way bets.
async fn ensure_selections(
    conn: &mut PgConnection,
    selections: impl Iterator<Item = &Selection>,
) -> Result<(), StoreError> {
    let (mut markets, mut rows) = (MarketRows::default(), SelectionRows::default());
    for selection in selections {
        markets.push(selection);
        rows.ids.push(selection.id.as_uuid());
        rows.markets.push(selection.market.as_uuid());
        rows.sides.push(selection.side.to_string());
    }
    quotes::insert_markets(conn, &markets).await?;
    quotes::insert_selections(conn, &rows).await?;
    Ok(())
}

/// A stored grade, with the result that it rests on.
#[derive(Clone, Debug)]
pub struct StoredGrade {
    /// The selection.
    pub selection: SelectionId,
    /// The start that the graded bets were booked for.
    pub booked_start: DateTime<Utc>,
    /// The version of the result.
    pub result_version: i32,
    /// The version of the rules.
    pub rule_version: i32,
    /// The digest of the server's rule choices.
    pub settings_digest: String,
    /// The outcome.
    pub shares: GradeShares,
    /// The receipt's canonical bytes.
    pub receipt: Vec<u8>,
    /// The stored SHA-256 of the receipt.
    pub receipt_sha256: Vec<u8>,
    /// The game's result of that version.
    pub result: GameResult,
}

/// A grade's key, in the order of pages.
pub type GradeKey = (Uuid, DateTime<Utc>, i32, i32, String);

impl StoredGrade {
    /// Its key.
    pub fn key(&self) -> GradeKey {
        let digest = self.settings_digest.clone();
        (
            self.selection.as_uuid(),
            self.booked_start,
            self.result_version,
            self.rule_version,
            digest,
        )
    }
}

/// The next grades after this key, at most `limit`.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row is not a valid grade.
pub async fn page(
    conn: &mut PgConnection,
    after: Option<&GradeKey>,
    limit: i64,
) -> Result<Vec<StoredGrade>, StoreError> {
    let start = (Uuid::nil(), DateTime::UNIX_EPOCH, 0, 0, String::new());
    let after = after.unwrap_or(&start);
    let (selection, booked_start, result_version, rule_version, digest) = after;
    let rows = sqlx::query_as!(
        GradeRow,
        r#"SELECT gr.selection_id, gr.booked_start, gr.result_version, gr.rule_version,
           gr.settings_digest,
           gr.game_id, gr.outcome, gr.win_num, gr.win_den, gr.refund_num, gr.refund_den,
           gr.receipt, gr.receipt_sha256, r.status, r.provider, r.decided_at, r.facts,
           (SELECT c.competitor_id FROM game_competitors c
            WHERE c.game_id = r.game_id AND c.role = 'home' AND c.slot = 0)
             AS "home?: CompetitorId",
           (SELECT c.competitor_id FROM game_competitors c
            WHERE c.game_id = r.game_id AND c.role = 'away' AND c.slot = 0)
             AS "away?: CompetitorId",
           (SELECT coalesce(jsonb_agg(jsonb_build_array(s.period, s.role, s.points)), '[]')
            FROM result_scores s
            WHERE s.game_id = r.game_id AND s.version = r.version AND s.slot = 0) AS "scores!"
         FROM grades gr
         JOIN results r ON r.game_id = gr.game_id AND r.version = gr.result_version
         WHERE (gr.selection_id, gr.booked_start, gr.result_version, gr.rule_version,
             gr.settings_digest) > ($1, $2, $3, $4, $5)
         ORDER BY gr.selection_id, gr.booked_start, gr.result_version, gr.rule_version,
           gr.settings_digest
         LIMIT $6"#,
        selection,
        booked_start,
        result_version,
        rule_version,
        digest,
        limit,
    )
    .fetch_all(conn)
    .await?;
    let grades: Result<_, _> = rows.into_iter().map(GradeRow::grade).collect();
    Ok(grades?)
}

struct GradeRow {
    selection_id: Uuid,
    booked_start: DateTime<Utc>,
    result_version: i32,
    rule_version: i32,
    settings_digest: String,
    game_id: Uuid,
    outcome: String,
    win_num: i32,
    win_den: i32,
    refund_num: i32,
    refund_den: i32,
    receipt: Vec<u8>,
    receipt_sha256: Vec<u8>,
    status: String,
    provider: String,
    decided_at: DateTime<Utc>,
    scores: serde_json::Value,
    facts: serde_json::Value,
    home: Option<CompetitorId>,
    away: Option<CompetitorId>,
}

impl GradeRow {
    fn grade(self) -> Result<StoredGrade, Inconsistency> {
        let game = GameId::from_uuid(self.game_id);
        let win = (self.win_num, self.win_den);
        let refund = (self.refund_num, self.refund_den);
        Ok(StoredGrade {
            selection: SelectionId::from_uuid(self.selection_id),
            booked_start: self.booked_start,
            result_version: self.result_version,
            rule_version: self.rule_version,
            settings_digest: self.settings_digest,
            shares: shares(self.selection_id, &self.outcome, win, refund)?,
            receipt: self.receipt,
            receipt_sha256: self.receipt_sha256,
            result: GameResult {
                game,
                version: self.result_version,
                status: status("results", game, &self.status)?,
                scores: scores(game, self.scores)?,
                facts: with_sides(facts(game, self.facts)?, self.home.zip(self.away)),
                provider: self.provider,
                decided_at: self.decided_at,
            },
        })
    }
}

pub(crate) fn shares(
    selection: Uuid,
    outcome: &str,
    win: (i32, i32),
    refund: (i32, i32),
) -> Result<GradeShares, Inconsistency> {
    let wrong = |column, found: String| Inconsistency {
        table: "grades",
        column,
        row: selection.to_string(),
        found,
    };
    let share = |column, (num, den): (i32, i32)| {
        Share::new(num, den).ok_or_else(|| wrong(column, format!("{num}/{den}")))
    };
    Ok(GradeShares {
        outcome: LegOutcome::from_word(outcome)
            .ok_or_else(|| wrong("outcome", outcome.to_owned()))?,
        win: share("win_num, win_den", win)?,
        refund: share("refund_num, refund_den", refund)?,
    })
}
