//! Prices of games in play: kept under a mark of their own, and never on offer.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::PriceRows;
use crate::StoreError;

/// Takes those of these prices that are of games in play, by the start of the game or by the
/// feed's own word: the newest of each bookmaker, and every change. Returns how many were new or
/// had moved.
pub(crate) async fn upsert_in_play(
    conn: &mut PgConnection,
    rows: &PriceRows,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let moved = sqlx::query_scalar!(
        r#"WITH w AS (
           SELECT DISTINCT ON (u.selection_id, u.bookmaker_id) u.selection_id, u.bookmaker_id,
             u.num, u.den, u.format, u.number, u.source_at, u.stated, g.starts_at,
             u.mark = 'in_play' AS is_called_so
           FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::text[],
               $6::text[], $7::timestamptz[], $8::bool[], $9::text[])
             AS u(selection_id, bookmaker_id, num, den, format, number, source_at, stated, mark)
           JOIN selections s ON s.selection_id = u.selection_id
           JOIN markets m ON m.market_id = s.market_id
           JOIN games g ON g.game_id = m.game_id
           WHERE u.mark = 'in_play' OR u.source_at >= g.starts_at
           ORDER BY u.selection_id, u.bookmaker_id, u.source_at DESC
         ),
         moved AS (
           INSERT INTO quote_marks AS m (selection_id, bookmaker_id, mark, price_num, price_den,
             price_format, price_number, source_at, source_stated, seen_at, start_at)
           SELECT w.selection_id, w.bookmaker_id, 'in_play', w.num, w.den, w.format, w.number,
             w.source_at, w.stated, $10, w.starts_at
           FROM w ORDER BY w.selection_id, w.bookmaker_id
           ON CONFLICT ON CONSTRAINT quote_marks_pkey DO UPDATE
           SET price_num = excluded.price_num, price_den = excluded.price_den,
             price_format = excluded.price_format, price_number = excluded.price_number,
             source_at = excluded.source_at, source_stated = excluded.source_stated,
             seen_at = excluded.seen_at, start_at = excluded.start_at
           WHERE excluded.source_at >= m.source_at
             AND (m.price_num, m.price_den) IS DISTINCT FROM
               (excluded.price_num, excluded.price_den)
           RETURNING m.selection_id, m.bookmaker_id
         ),
         logged AS (
           INSERT INTO quote_changes (seen_at, selection_id, bookmaker_id, price_num, price_den,
             price_format, price_number, source_at, in_play)
           SELECT $10, w.selection_id, w.bookmaker_id, w.num, w.den, w.format, w.number,
             w.source_at, w.is_called_so
           FROM w JOIN moved m USING (selection_id, bookmaker_id)
         )
         SELECT count(*) AS "moved!" FROM moved"#,
        &rows.selections,
        &rows.bookmakers,
        &rows.nums,
        &rows.dens,
        &rows.formats,
        &rows.numbers,
        &rows.source_ats,
        &rows.stated,
        &rows.marks,
        now,
    )
    .fetch_one(conn)
    .await?;
    Ok(moved.unsigned_abs())
}
