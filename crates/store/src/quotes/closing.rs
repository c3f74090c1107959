//! Closing prices: of each bookmaker the last price of before the real start. What the start was
//! may become known late, so closing prices are worked out again whenever it changes.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::PriceRows;
use crate::StoreError;

/// Withdraws what is still on offer on these games, which have begun, and keeps what was last
/// offered before the start as the closing prices. Returns how many quotes it withdrew.
pub(crate) async fn close(
    conn: &mut PgConnection,
    games: &[Uuid],
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let closed = sqlx::query_scalar!(
        r#"WITH due AS (
           SELECT q.selection_id, q.bookmaker_id, q.price_num, q.price_den, q.price_format,
             q.price_number, q.source_at, g.starts_at
           FROM games g
           JOIN markets m ON m.game_id = g.game_id
           JOIN selections s ON s.market_id = m.market_id
           JOIN quotes q ON q.selection_id = s.selection_id
           WHERE g.game_id = ANY($1) AND q.taken_down_at IS NULL
           ORDER BY q.selection_id, q.bookmaker_id
           FOR NO KEY UPDATE OF q
         ),
         last AS (
           SELECT due.selection_id, due.bookmaker_id, due.price_num, due.price_den,
             due.price_format, due.price_number, due.source_at, due.starts_at
           FROM due WHERE due.source_at < due.starts_at
           UNION ALL
           -- It began earlier than was known, and prices have moved since.
           SELECT due.selection_id, due.bookmaker_id, c.price_num, c.price_den, c.price_format,
             c.price_number, c.source_at, due.starts_at
           FROM due CROSS JOIN LATERAL (
             SELECT c.price_num, c.price_den, c.price_format, c.price_number, c.source_at
             FROM quote_changes c
             WHERE c.selection_id = due.selection_id AND c.bookmaker_id = due.bookmaker_id
               AND c.source_at < due.starts_at AND NOT c.in_play
             ORDER BY c.source_at DESC, c.seen_at DESC LIMIT 1) c
           WHERE due.source_at >= due.starts_at AND c.price_num IS NOT NULL
         ),
         marked AS (
           INSERT INTO quote_marks AS m (selection_id, bookmaker_id, mark, price_num, price_den,
             price_format, price_number, source_at, source_stated, seen_at, start_at)
           SELECT last.selection_id, last.bookmaker_id, 'closing', last.price_num, last.price_den,
             last.price_format, last.price_number, last.source_at, true, $2, last.starts_at
           FROM last
           ON CONFLICT ON CONSTRAINT quote_marks_pkey DO UPDATE
           SET price_num = excluded.price_num, price_den = excluded.price_den,
             price_format = excluded.price_format, price_number = excluded.price_number,
             source_at = excluded.source_at, source_stated = true, seen_at = excluded.seen_at,
             start_at = excluded.start_at
           WHERE m.start_at <> excluded.start_at
         ),
         -- Dated by the start: what the bookmaker says after it comes later than that.
         logged AS (
           INSERT INTO quote_changes (seen_at, selection_id, bookmaker_id, source_at)
           SELECT $2, due.selection_id, due.bookmaker_id, least($2, due.starts_at) FROM due
         ),
         taken AS (
           UPDATE quotes q SET taken_down_at = $2 FROM due
           WHERE q.selection_id = due.selection_id AND q.bookmaker_id = due.bookmaker_id
         )
         SELECT count(*) AS "closed!" FROM due"#,
        games,
        now,
    )
    .fetch_one(conn)
    .await?;
    Ok(closed.unsigned_abs())
}

/// Works the marks of these games out again where they rest on a start that is no longer the
/// game's: from the prices that were logged until the new start. What is known to be of after the
/// start is neither opening nor closing any more, and what is of before it is not in play.
/// Returns how many marks it changed.
pub(crate) async fn remark_moved(
    conn: &mut PgConnection,
    games: &[Uuid],
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let changed = sqlx::query_scalar!(
        r#"WITH moved AS (
           SELECT k.selection_id, k.bookmaker_id, k.mark, k.source_at, g.starts_at
           FROM games g
           JOIN markets m ON m.game_id = g.game_id
           JOIN selections s ON s.market_id = m.market_id
           JOIN quote_marks k ON k.selection_id = s.selection_id
           WHERE g.game_id = ANY($1) AND k.start_at <> g.starts_at AND k.source_stated
           ORDER BY k.selection_id, k.bookmaker_id, k.mark
           FOR NO KEY UPDATE OF k
         ),
         found AS (
           SELECT moved.selection_id, moved.bookmaker_id, moved.mark, moved.starts_at,
             c.price_num, c.price_den, c.price_format, c.price_number, c.source_at
           FROM moved CROSS JOIN LATERAL (
             SELECT c.price_num, c.price_den, c.price_format, c.price_number, c.source_at
             FROM quote_changes c
             WHERE c.selection_id = moved.selection_id AND c.bookmaker_id = moved.bookmaker_id
               AND c.source_at < moved.starts_at AND NOT c.in_play
             ORDER BY c.source_at DESC, c.seen_at DESC LIMIT 1) c
           WHERE moved.mark = 'closing' AND c.price_num IS NOT NULL
         ),
         updated AS (
           UPDATE quote_marks k
           SET price_num = f.price_num, price_den = f.price_den, price_format = f.price_format,
             price_number = f.price_number, source_at = f.source_at, seen_at = $2,
             start_at = f.starts_at
           FROM found f
           WHERE k.selection_id = f.selection_id AND k.bookmaker_id = f.bookmaker_id
             AND k.mark = f.mark
           RETURNING k.selection_id, k.bookmaker_id, k.mark
         ),
         others AS (
           SELECT moved.selection_id, moved.bookmaker_id, moved.mark, moved.starts_at,
             moved.source_at < moved.starts_at AS is_before
           FROM moved
           WHERE NOT EXISTS (
             SELECT 1 FROM found f
             WHERE f.selection_id = moved.selection_id AND f.bookmaker_id = moved.bookmaker_id
               AND f.mark = moved.mark)
         ),
         -- Nothing that was logged says otherwise.
         kept AS (
           UPDATE quote_marks k SET start_at = o.starts_at
           FROM others o
           WHERE k.selection_id = o.selection_id AND k.bookmaker_id = o.bookmaker_id
             AND k.mark = o.mark AND o.is_before = (o.mark <> 'in_play')
           RETURNING 1
         ),
         deleted AS (
           DELETE FROM quote_marks k USING others o
           WHERE k.selection_id = o.selection_id AND k.bookmaker_id = o.bookmaker_id
             AND k.mark = o.mark AND o.is_before = (o.mark = 'in_play')
           RETURNING 1
         )
         SELECT (SELECT count(*) FROM updated) + (SELECT count(*) FROM kept)
           + (SELECT count(*) FROM deleted) AS "changed!""#,
        games,
        now,
    )
    .fetch_one(conn)
    .await?;
    Ok(changed.unsigned_abs())
}

/// Takes those of these prices of games that have begun which the feed dates before the start: of
/// each bookmaker the newest such price is the closing one. It is on offer no more. Returns how
/// many marks it changed.
pub(crate) async fn mark_last_before_start(
    conn: &mut PgConnection,
    rows: &PriceRows,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let changed = sqlx::query_scalar!(
        r#"WITH w AS (
           SELECT u.selection_id, u.bookmaker_id, u.num, u.den, u.format, u.number, u.source_at,
             g.starts_at
           FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::text[],
               $6::text[], $7::timestamptz[], $8::text[])
             AS u(selection_id, bookmaker_id, num, den, format, number, source_at, mark)
           JOIN selections s ON s.selection_id = u.selection_id
           JOIN markets m ON m.market_id = s.market_id
           JOIN games g ON g.game_id = m.game_id
           WHERE u.source_at < g.starts_at AND u.mark <> 'in_play'
         ),
         closed AS (
           INSERT INTO quote_marks AS m (selection_id, bookmaker_id, mark, price_num, price_den,
             price_format, price_number, source_at, source_stated, seen_at, start_at)
           SELECT w.selection_id, w.bookmaker_id, 'closing', w.num, w.den, w.format, w.number,
             w.source_at, true, $9, w.starts_at
           FROM w ORDER BY w.selection_id, w.bookmaker_id
           ON CONFLICT ON CONSTRAINT quote_marks_pkey DO UPDATE
           SET price_num = excluded.price_num, price_den = excluded.price_den,
             price_format = excluded.price_format, price_number = excluded.price_number,
             source_at = excluded.source_at, source_stated = true, seen_at = excluded.seen_at,
             start_at = excluded.start_at
           WHERE m.source_at < excluded.source_at
             AND (m.price_num, m.price_den) IS DISTINCT FROM
               (excluded.price_num, excluded.price_den)
           RETURNING m.selection_id, m.bookmaker_id
         ),
         opened AS (
           INSERT INTO quote_marks (selection_id, bookmaker_id, mark, price_num, price_den,
             price_format, price_number, source_at, source_stated, seen_at, start_at)
           SELECT w.selection_id, w.bookmaker_id, 'opening', w.num, w.den, w.format, w.number,
             w.source_at, true, $9, w.starts_at
           FROM w JOIN closed c USING (selection_id, bookmaker_id)
           ON CONFLICT DO NOTHING
           RETURNING 1
         ),
         logged AS (
           INSERT INTO quote_changes (seen_at, selection_id, bookmaker_id, price_num, price_den,
             price_format, price_number, source_at)
           SELECT $9, w.selection_id, w.bookmaker_id, w.num, w.den, w.format, w.number,
             w.source_at
           FROM w JOIN closed c USING (selection_id, bookmaker_id)
         )
         SELECT (SELECT count(*) FROM closed) + (SELECT count(*) FROM opened) AS "changed!""#,
        &rows.selections,
        &rows.bookmakers,
        &rows.nums,
        &rows.dens,
        &rows.formats,
        &rows.numbers,
        &rows.source_ats,
        &rows.marks,
        now,
    )
    .fetch_one(conn)
    .await?;
    Ok(changed.unsigned_abs())
}

/// Games that began after `since` and still have current prices.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn started_with_quotes(
    conn: &mut PgConnection,
    since: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Uuid>, StoreError> {
    let games = sqlx::query_scalar!(
        "SELECT g.game_id FROM games g
         WHERE g.status IN ('scheduled', 'live', 'suspended', 'postponed', 'final', 'cancelled',
             'abandoned')
           AND g.starts_at BETWEEN $1 AND app_now()
           AND EXISTS (
             SELECT 1 FROM markets m
             JOIN selections s ON s.market_id = m.market_id
             JOIN quotes q ON q.selection_id = s.selection_id
             WHERE m.game_id = g.game_id AND q.taken_down_at IS NULL)
         ORDER BY g.game_id LIMIT $2",
        since,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(games)
}

/// Copies the prices of games that have begun to their closing prices, and works out again the
/// marks that rest on another start. Returns how many prices it withdrew.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn close_started(
    conn: &mut PgConnection,
    games: &[Uuid],
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let closed = close(conn, games, now).await?;
    remark_moved(conn, games, now).await?;
    Ok(closed)
}
