//! Markets, their selections, and current, opening, closing and in-play prices.

use chrono::{DateTime, NaiveDate, Utc};
use shared::id::{FeedRequestId, GameId};
use shared::line::Line;
use shared::market::{Selection, side_line};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;
use crate::feed_requests::FeedRequest;

mod closing;
mod in_play;
mod status;

pub(crate) use closing::{close, mark_last_before_start, remark_moved};
pub use closing::{close_started, started_with_quotes};
pub(crate) use in_play::upsert_in_play;
pub use status::{Offered, QuoteStatus, Silence, silences, status};

/// Markets to be stored, one per row.
#[derive(Default)]
pub(crate) struct MarketRows {
    pub(crate) ids: Vec<Uuid>,
    pub(crate) games: Vec<Uuid>,
    pub(crate) kinds: Vec<String>,
    pub(crate) periods: Vec<String>,
    pub(crate) lines: Vec<Option<i32>>,
    pub(crate) subjects: Vec<Option<Uuid>>,
    pub(crate) statistics: Vec<Option<String>>,
    /// The competitors that are compared, as a Postgres array of ids.
    pub(crate) entrants: Vec<String>,
}

impl MarketRows {
    /// Adds the market of this selection.
    pub(crate) fn push(&mut self, selection: &Selection) {
        let entrants: Vec<_> = selection.group.iter().map(ToString::to_string).collect();
        self.ids.push(selection.market.as_uuid());
        self.games.push(selection.game.as_uuid());
        self.kinds.push(selection.kind.word().to_owned());
        self.periods.push(selection.period.to_string());
        let line = side_line(selection.line, selection.side);
        self.lines.push(line.map(Line::quarters));
        self.subjects.push(selection.subject.map(|it| it.as_uuid()));
        self.statistics.push(selection.statistic.clone());
        self.entrants.push(format!("{{{}}}", entrants.join(",")));
    }
}

/// Inserts the markets that are missing, in order of their ids, so that transactions that insert
/// the same ones do not deadlock. Nearly all are there: looking first takes a tenth of the time of
/// an insert that comes to nothing.
pub(crate) async fn insert_markets(
    conn: &mut PgConnection,
    rows: &MarketRows,
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO markets (market_id, game_id, kind, period, line, subject, statistic, entrants)
         SELECT w.market_id, w.game_id, w.kind, w.period, w.line, w.subject, w.statistic,
           w.entrants::uuid[]
         FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::int[], $6::uuid[],
             $7::text[], $8::text[])
           AS w(market_id, game_id, kind, period, line, subject, statistic, entrants)
         WHERE NOT EXISTS (SELECT 1 FROM markets m WHERE m.market_id = w.market_id)
         ORDER BY w.market_id ON CONFLICT DO NOTHING",
        &rows.ids,
        &rows.games,
        &rows.kinds,
        &rows.periods,
        &rows.lines as &[Option<i32>],
        &rows.subjects as &[Option<Uuid>],
        &rows.statistics as &[Option<String>],
        &rows.entrants,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Selections to be stored, one per row.
#[derive(Default)]
pub(crate) struct SelectionRows {
    pub(crate) ids: Vec<Uuid>,
    pub(crate) markets: Vec<Uuid>,
    pub(crate) sides: Vec<String>,
}

/// Inserts the selections that are missing, in order of their ids.
pub(crate) async fn insert_selections(
    conn: &mut PgConnection,
    rows: &SelectionRows,
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO selections (selection_id, market_id, side)
         SELECT w.selection_id, w.market_id, w.side
         FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS w(selection_id, market_id, side)
         WHERE NOT EXISTS (SELECT 1 FROM selections s WHERE s.selection_id = w.selection_id)
         ORDER BY w.selection_id ON CONFLICT DO NOTHING",
        &rows.ids,
        &rows.markets,
        &rows.sides,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Prices, one per row.
#[derive(Default)]
pub(crate) struct PriceRows {
    pub(crate) games: Vec<Uuid>,
    pub(crate) selections: Vec<Uuid>,
    pub(crate) bookmakers: Vec<Uuid>,
    pub(crate) marks: Vec<String>,
    pub(crate) nums: Vec<i64>,
    pub(crate) dens: Vec<i64>,
    pub(crate) formats: Vec<String>,
    pub(crate) numbers: Vec<String>,
    pub(crate) source_ats: Vec<DateTime<Utc>>,
    pub(crate) stated: Vec<bool>,
    pub(crate) starts: Vec<DateTime<Utc>>,
}

/// What storing current prices changed.
pub(crate) struct QuoteChanges {
    /// Quotes that are new or have a new price.
    pub(crate) quotes: u64,
    /// Opening prices of selections that were never quoted before.
    pub(crate) marks: u64,
    /// The games of those quotes, each once.
    pub(crate) games: Vec<GameId>,
}

/// Stores current prices. An unchanged price writes nothing; a moved price is logged as a change,
/// and the very first one is stored as the opening price. `xmax` is zero in a row that is new.
pub(crate) async fn upsert(
    conn: &mut PgConnection,
    question: FeedRequestId,
    rows: &PriceRows,
    now: DateTime<Utc>,
) -> Result<QuoteChanges, StoreError> {
    let row = sqlx::query!(
        r#"WITH w AS (
           SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::text[],
               $6::text[], $7::timestamptz[], $8::bool[], $9::timestamptz[], $12::uuid[])
             AS u(selection_id, bookmaker_id, num, den, format, number, source_at, stated,
               start_at, game_id)),
         moved AS (
           INSERT INTO quotes AS q (selection_id, bookmaker_id, price_num, price_den,
             price_format, price_number, source_at, seen_at, question_id)
           SELECT selection_id, bookmaker_id, num, den, format, number, source_at, $10, $11
           FROM w ORDER BY selection_id, bookmaker_id
           ON CONFLICT ON CONSTRAINT quotes_pkey DO UPDATE
           SET price_num = excluded.price_num, price_den = excluded.price_den,
             price_format = excluded.price_format, price_number = excluded.price_number,
             source_at = excluded.source_at, seen_at = excluded.seen_at,
             taken_down_at = NULL, question_id = excluded.question_id
           WHERE excluded.source_at >= q.source_at
             -- Whoever began to store before the game began does not reopen what was closed since.
             AND coalesce(q.taken_down_at <= excluded.seen_at, true)
             AND (q.taken_down_at IS NOT NULL
               OR (q.price_num, q.price_den, q.price_format, q.price_number) IS DISTINCT FROM
                 (excluded.price_num, excluded.price_den, excluded.price_format,
                   excluded.price_number))
           RETURNING q.selection_id, q.bookmaker_id, q.xmax = 0 AS is_new
         ),
         logged AS (
           INSERT INTO quote_changes (seen_at, selection_id, bookmaker_id, price_num, price_den,
             price_format, price_number, source_at)
           SELECT $10, selection_id, bookmaker_id, num, den, format, number, source_at
           FROM w JOIN moved m USING (selection_id, bookmaker_id)),
         opened AS (
           INSERT INTO quote_marks (selection_id, bookmaker_id, mark, price_num, price_den,
             price_format, price_number, source_at, source_stated, seen_at, start_at)
           SELECT w.selection_id, w.bookmaker_id, 'opening', w.num, w.den, w.format, w.number,
             w.source_at, w.stated, $10, w.start_at
           FROM w JOIN moved m USING (selection_id, bookmaker_id)
           WHERE m.is_new
           ON CONFLICT DO NOTHING RETURNING 1
         )
         SELECT (SELECT count(*) FROM moved) AS "quotes!",
           (SELECT count(*) FROM opened) AS "marks!",
           ARRAY(SELECT DISTINCT w.game_id FROM w JOIN moved m USING (selection_id, bookmaker_id))
             AS "games!: Vec<GameId>""#,
        &rows.selections,
        &rows.bookmakers,
        &rows.nums,
        &rows.dens,
        &rows.formats,
        &rows.numbers,
        &rows.source_ats,
        &rows.stated,
        &rows.starts,
        now,
        question as FeedRequestId,
        &rows.games,
    )
    .fetch_one(conn)
    .await?;
    Ok(QuoteChanges {
        quotes: row.quotes.unsigned_abs(),
        marks: row.marks.unsigned_abs(),
        games: row.games,
    })
}

/// Stores opening and closing prices that a feed reports as such.
pub(crate) async fn upsert_marks(
    conn: &mut PgConnection,
    rows: &PriceRows,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO quote_marks AS m (selection_id, bookmaker_id, mark, price_num, price_den,
           price_format, price_number, source_at, source_stated, seen_at, start_at)
         SELECT w.selection_id, w.bookmaker_id, w.mark, w.num, w.den, w.format, w.number,
           w.source_at, w.stated, $11, w.start_at
         FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::bigint[], $6::text[],
             $7::text[], $8::timestamptz[], $9::bool[], $10::timestamptz[])
           AS w(selection_id, bookmaker_id, mark, num, den, format, number, source_at, stated,
             start_at)
         ORDER BY w.selection_id, w.bookmaker_id, w.mark
         ON CONFLICT ON CONSTRAINT quote_marks_pkey DO UPDATE
         SET price_num = excluded.price_num, price_den = excluded.price_den,
           price_format = excluded.price_format, price_number = excluded.price_number,
           source_at = excluded.source_at, source_stated = excluded.source_stated,
           seen_at = excluded.seen_at, start_at = excluded.start_at
         WHERE (m.price_num, m.price_den, m.price_format, m.price_number, m.source_at,
             m.source_stated, m.start_at)
           IS DISTINCT FROM (excluded.price_num, excluded.price_den, excluded.price_format,
             excluded.price_number, excluded.source_at, excluded.source_stated,
             excluded.start_at)",
        &rows.selections,
        &rows.bookmakers,
        &rows.marks,
        &rows.nums,
        &rows.dens,
        &rows.formats,
        &rows.numbers,
        &rows.source_ats,
        &rows.stated,
        &rows.starts,
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Withdraws the quotes of these games that this provider offered and that are not among the given
/// ones. What another feed offers on the same game is left alone, and so is what came by a request
/// on another topic: who is asked for a game's main lines says nothing about its other lines.
/// Prices about players and teams are withdrawn by the request alone that they came by.
pub(crate) async fn withdraw(
    conn: &mut PgConnection,
    request: &FeedRequest,
    games: &[Uuid],
    still: &PriceRows,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let gone = sqlx::query_scalar!(
        r#"WITH gone AS (
           UPDATE quotes q SET taken_down_at = $4
           FROM markets m JOIN selections s ON s.market_id = m.market_id
           WHERE m.game_id = ANY($1) AND q.selection_id = s.selection_id
             AND q.taken_down_at IS NULL
             AND (q.question_id IS NULL OR EXISTS (
               SELECT 1 FROM feed_questions f
               WHERE f.question_id = q.question_id AND f.provider = $5
                 AND split_part(f.feed, ' ', 1) = $7))
             AND (m.subject IS NULL OR q.question_id IS NULL OR q.question_id = $6)
             AND NOT EXISTS (
               SELECT 1 FROM unnest($2::uuid[], $3::uuid[]) AS k(selection_id, bookmaker_id)
               WHERE k.selection_id = q.selection_id AND k.bookmaker_id = q.bookmaker_id)
           RETURNING q.selection_id, q.bookmaker_id
         ),
         logged AS (
           INSERT INTO quote_changes (seen_at, selection_id, bookmaker_id, source_at)
           SELECT $4, gone.selection_id, gone.bookmaker_id, $4 FROM gone
         )
         SELECT count(*) AS "gone!" FROM gone"#,
        games,
        &still.selections,
        &still.bookmakers,
        now,
        request.provider,
        request.id() as FeedRequestId,
        request.topic(),
    )
    .fetch_one(conn)
    .await?;
    Ok(gone.unsigned_abs())
}

/// Creates the partition for changes of this month if it is missing.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn ensure_partition(
    conn: &mut PgConnection,
    month: NaiveDate,
) -> Result<bool, StoreError> {
    let made = sqlx::query_scalar!(
        r#"SELECT code.ensure_quote_partition($1) AS "made!""#,
        month
    )
    .fetch_one(conn)
    .await?;
    Ok(made)
}

/// Whether this month's changes have a partition.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn has_partition(conn: &mut PgConnection, month: NaiveDate) -> Result<bool, StoreError> {
    let has = sqlx::query_scalar!(
        r#"SELECT to_regclass('quote_changes_' || to_char($1::date, 'YYYY_MM')) IS NOT NULL
           AS "has!""#,
        month,
    )
    .fetch_one(conn)
    .await?;
    Ok(has)
}
