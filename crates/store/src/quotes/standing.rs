//! How prices stand now: offered, too old, or gone.

use chrono::{DateTime, Utc};
use shared::id::{BookmakerId, GameId, SelectionId};
use sqlx::PgConnection;

use crate::StoreError;

/// A price that can be had now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    pub(crate) game: GameId,
    pub(crate) price_num: i64,
    pub(crate) price_den: i64,
    pub(crate) price_format: String,
    pub(crate) price_number: String,
}

/// How a bookmaker's price for a selection stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It can be had.
    Offered(Offered),
    /// It was not taken down, but nobody has confirmed it for longer than it holds.
    Stale,
    /// Nobody offers it.
    Gone,
}

/// How a bookmaker's price for a selection stands. Whether its game takes bets is another matter.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn standing(
    conn: &mut PgConnection,
    selection: SelectionId,
    bookmaker: BookmakerId,
) -> Result<Standing, StoreError> {
    let row = sqlx::query!(
        r#"SELECT m.game_id AS "game: GameId", q.price_num, q.price_den, q.price_format,
             q.price_number, coalesce(age.stale_at > app_now(), false) AS "is_fresh!"
           FROM quotes q
           JOIN selections s ON s.selection_id = q.selection_id
           JOIN markets m ON m.market_id = s.market_id
           JOIN games g ON g.game_id = m.game_id
           JOIN leagues lg ON lg.league_id = g.league_id
           LEFT JOIN feed_questions f ON f.question_id = q.question_id
           CROSS JOIN LATERAL code.stale_at(f.provider, lg.sport, f.answered_at, g.starts_at) age
           WHERE q.selection_id = $1 AND q.bookmaker_id = $2 AND q.taken_down_at IS NULL"#,
        selection as _,
        bookmaker as _,
    )
    .fetch_optional(conn)
    .await?;
    Ok(match row {
        None => Standing::Gone,
        Some(row) if !row.is_fresh => Standing::Stale,
        Some(row) => Standing::Offered(Offered {
            game: row.game,
            price_num: row.price_num,
            price_den: row.price_den,
            price_format: row.price_format,
            price_number: row.price_number,
        }),
    })
}

/// A question whose prices are not offered because it was not answered for too long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silence {
    /// Who is asked. Nothing: no question brings these prices any more.
    pub provider: Option<String>,
    /// What.
    pub feed: Option<String>,
    /// When it was asked that was answered last.
    pub answered_at: Option<DateTime<Utc>>,
    /// How many games ahead have such prices.
    pub games: i64,
}

/// The questions whose prices of games ahead are too old to be offered.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn silences(conn: &mut PgConnection) -> Result<Vec<Silence>, StoreError> {
    let silences = sqlx::query_as!(
        Silence,
        r#"SELECT f.provider AS "provider?", f.feed AS "feed?", f.answered_at,
             count(DISTINCT g.game_id) AS "games!"
           FROM games g
           JOIN leagues lg ON lg.league_id = g.league_id
           JOIN markets m ON m.game_id = g.game_id
           JOIN selections s ON s.market_id = m.market_id
           JOIN quotes q ON q.selection_id = s.selection_id AND q.taken_down_at IS NULL
           LEFT JOIN feed_questions f ON f.question_id = q.question_id
           CROSS JOIN LATERAL code.stale_at(f.provider, lg.sport, f.answered_at, g.starts_at) age
           WHERE g.status = 'scheduled' AND g.starts_at > app_now()
             AND coalesce(age.stale_at <= app_now(), true)
           GROUP BY f.question_id ORDER BY f.provider, f.feed"#,
    )
    .fetch_all(conn)
    .await?;
    Ok(silences)
}
