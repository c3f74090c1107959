//! Finds a game by a feed's own id, or by its two sides and its day.

use chrono::{DateTime, NaiveDate, Utc};
use shared::id::GameId;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

/// Looks up games by a feed's own ids. Returns reference, game id and kind. A game that was joined
/// with another one is found as itself: what its feed reports stays with it.
pub(crate) async fn refs(
    conn: &mut PgConnection,
    provider: &str,
    references: &[String],
) -> Result<Vec<(String, GameId, String)>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT r.reference, g.game_id AS "game: GameId", g.kind
           FROM game_refs r JOIN games g ON g.game_id = r.game_id
           WHERE r.provider = $1 AND r.reference = ANY($2)"#,
        provider,
        references,
    )
    .fetch_all(conn)
    .await?;
    let found = rows.into_iter();
    Ok(found.map(|it| (it.reference, it.game, it.kind)).collect())
}

/// Stores which game a feed's own id refers to.
pub(crate) async fn insert_refs(
    conn: &mut PgConnection,
    provider: &str,
    references: &[String],
    games: &[Uuid],
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO game_refs (provider, reference, game_id)
         SELECT $1, w.reference, w.game_id
         FROM unnest($2::text[], $3::uuid[]) AS w(reference, game_id)
         ORDER BY w.reference
         ON CONFLICT DO NOTHING",
        provider,
        references,
        games,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Two competitors who play each other in a league, and when; one pair per row.
#[derive(Default)]
pub(crate) struct PairRows {
    pub(crate) leagues: Vec<Uuid>,
    pub(crate) starts: Vec<DateTime<Utc>>,
    /// Both sides, in order of their ids.
    pub(crate) lows: Vec<Uuid>,
    pub(crate) highs: Vec<Uuid>,
}

/// A game of one row's pair that the row may mean, or the fact that no such game is known.
pub(crate) struct PairedGame {
    /// The row's number, from 1.
    pub(crate) row: i64,
    /// The day in the league's time zone on which the game begins.
    pub(crate) day: NaiveDate,
    /// The game. `None` if none is known.
    pub(crate) game: Option<KeyedGame>,
}

/// A game of two sides on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct KeyedGame {
    pub(crate) id: GameId,
    /// The number among the games of the day, from 1; 0 for a game of the day before or after.
    pub(crate) number: i16,
    pub(crate) starts_at: DateTime<Utc>,
    /// Whether the feed that asks has an id of its own for the game.
    pub(crate) is_named: bool,
}

/// The games of each row's pair on that row's day, in order of their numbers, and those of the days
/// beside it that begin within an hour of the row's start: feeds differ by minutes, and so some
/// starts are on two days. A competitor's other names are the same competitor, and games that were
/// joined are one, the one on offer.
pub(crate) async fn games_of_pairs(
    conn: &mut PgConnection,
    provider: &str,
    rows: &PairRows,
) -> Result<Vec<PairedGame>, StoreError> {
    let found = sqlx::query!(
        r#"SELECT w.nth AS "row!", d.day AS "day!", o.number::smallint AS "number?",
             o.game_id AS "game?: GameId", o.starts_at AS "starts_at?",
             EXISTS (SELECT 1 FROM games f JOIN game_refs r ON r.game_id = f.game_id
               WHERE r.provider = $1 AND (f.game_id = o.game_id OR f.merged_into = o.game_id))
               AS "is_named!"
           FROM unnest($2::uuid[], $3::timestamptz[], $4::uuid[], $5::uuid[]) WITH ORDINALITY
             AS w(league_id, starts_at, low, high, nth)
           JOIN leagues l ON l.league_id = w.league_id
           CROSS JOIN LATERAL (SELECT (w.starts_at AT TIME ZONE l.time_zone)::date AS day,
             ARRAY(SELECT w.low UNION ALL
               SELECT c.competitor_id FROM competitors c WHERE c.merged_into = w.low) AS one,
             ARRAY(SELECT w.high UNION ALL
               SELECT c.competitor_id FROM competitors c WHERE c.merged_into = w.high) AS other) d
           LEFT JOIN LATERAL (
             SELECT CASE k.local_day WHEN d.day THEN k.number ELSE 0 END AS number, o.game_id,
               o.starts_at
             FROM game_keys k
             JOIN games g ON g.game_id = k.game_id
             JOIN games o ON o.game_id = coalesce(g.merged_into, g.game_id)
             WHERE k.league_id = w.league_id
               AND k.local_day = ANY(ARRAY[d.day, d.day - 1, d.day + 1])
               AND (k.competitor_low = ANY(d.one) AND k.competitor_high = ANY(d.other)
                 OR k.competitor_low = ANY(d.other) AND k.competitor_high = ANY(d.one))
               AND (k.local_day = d.day OR o.starts_at
                 BETWEEN w.starts_at - interval '1 hour' AND w.starts_at + interval '1 hour')
           ) o ON true
           ORDER BY w.nth, o.number"#,
        provider,
        &rows.leagues,
        &rows.starts,
        &rows.lows,
        &rows.highs,
    )
    .fetch_all(conn)
    .await?;
    let game = |id: Option<GameId>, number: Option<i16>, starts_at, is_named| {
        Some(KeyedGame {
            id: id?,
            number: number?,
            starts_at: starts_at?,
            is_named,
        })
    };
    let found = found.into_iter().map(|it| PairedGame {
        row: it.row,
        day: it.day,
        game: game(it.game, it.number, it.starts_at, it.is_named),
    });
    Ok(found.collect())
}

/// Games to be created, one per row.
#[derive(Default)]
pub(crate) struct NewRows {
    pub(crate) ids: Vec<Uuid>,
    pub(crate) references: Vec<String>,
    pub(crate) pairs: PairRows,
    pub(crate) days: Vec<NaiveDate>,
    pub(crate) numbers: Vec<i16>,
    pub(crate) competitions: Vec<Uuid>,
    pub(crate) statuses: Vec<String>,
}

/// Claims these keys and creates the games whose claims succeed, with the feed's ids for them.
/// Returns the games that were created; the others were created by transactions that have committed
/// by now.
pub(crate) async fn claim(
    conn: &mut PgConnection,
    provider: &str,
    rows: &NewRows,
) -> Result<Vec<GameId>, StoreError> {
    // In key order, so that transactions that claim the same keys do not deadlock. If another
    // transaction has given a reference to another game in the meantime, the constraint fails and
    // the batch is tried again, so that no game is left without a feed that knows it.
    let made = sqlx::query_scalar!(
        r#"WITH w AS (
             SELECT * FROM unnest($2::uuid[], $3::text[], $4::uuid[], $5::date[], $6::uuid[],
                 $7::uuid[], $8::smallint[], $9::uuid[], $10::timestamptz[], $11::text[])
               AS w(game_id, reference, league_id, local_day, low, high, number, competition_id,
                 starts_at, status)
           ),
           claimed AS (
             INSERT INTO game_keys (league_id, local_day, competitor_low, competitor_high, number,
               game_id)
             SELECT w.league_id, w.local_day, w.low, w.high, w.number, w.game_id FROM w
             ORDER BY w.league_id, w.local_day, w.low, w.high, w.number
             ON CONFLICT DO NOTHING
             RETURNING game_id
           ),
           made AS (
             INSERT INTO games (game_id, league_id, competition_id, starts_at, status)
             SELECT w.game_id, w.league_id, w.competition_id, w.starts_at, w.status
             FROM w JOIN claimed c ON c.game_id = w.game_id
           )
           INSERT INTO game_refs (provider, reference, game_id)
           SELECT $1, w.reference, w.game_id FROM w JOIN claimed c ON c.game_id = w.game_id
           ORDER BY w.reference
           RETURNING game_id AS "game!: GameId""#,
        provider,
        &rows.ids,
        &rows.references,
        &rows.pairs.leagues,
        &rows.days,
        &rows.pairs.lows,
        &rows.pairs.highs,
        &rows.numbers,
        &rows.competitions,
        &rows.pairs.starts,
        &rows.statuses,
    )
    .fetch_all(conn)
    .await?;
    Ok(made)
}

/// Claims for moved games the days on which they now begin, if they are not known there yet. A feed
/// that learns of such a game later looks it up on that day.
pub(crate) async fn claim_new_days(
    conn: &mut PgConnection,
    games: &[Uuid],
) -> Result<(), StoreError> {
    if games.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "WITH moved AS (
           SELECT g.game_id, g.league_id, (g.starts_at AT TIME ZONE l.time_zone)::date AS day,
             least(h.competitor_id, a.competitor_id) AS low,
             greatest(h.competitor_id, a.competitor_id) AS high
           FROM games g
           JOIN leagues l ON l.league_id = g.league_id
           JOIN game_competitors h ON h.game_id = g.game_id AND h.role = 'home' AND h.slot = 0
           JOIN game_competitors a ON a.game_id = g.game_id AND a.role = 'away' AND a.slot = 0
           WHERE g.game_id = ANY($1)
         ),
         strange AS (
           SELECT m.*, (SELECT coalesce(max(k.number), 0) FROM game_keys k
               WHERE k.league_id = m.league_id AND k.local_day = m.day
                 AND k.competitor_low = m.low AND k.competitor_high = m.high)
             + row_number() OVER (PARTITION BY m.league_id, m.day, m.low, m.high
                 ORDER BY m.game_id) AS number
           FROM moved m
           WHERE m.low <> m.high AND NOT EXISTS (SELECT 1 FROM game_keys k
             WHERE k.league_id = m.league_id AND k.local_day = m.day
               AND k.competitor_low = m.low AND k.competitor_high = m.high
               AND k.game_id = m.game_id)
         )
         INSERT INTO game_keys (league_id, local_day, competitor_low, competitor_high, number,
           game_id)
         SELECT s.league_id, s.day, s.low, s.high, s.number, s.game_id FROM strange s
         ORDER BY s.league_id, s.day, s.low, s.high, s.number
         ON CONFLICT DO NOTHING",
        games,
    )
    .execute(conn)
    .await?;
    Ok(())
}
