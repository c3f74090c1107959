//! Whether prices are offered, too old, or gone.

use chrono::{DateTime, Utc};
use shared::id::{BookmakerId, GameId, SelectionId};
use sqlx::PgConnection;

use crate::StoreError;

/// A current price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    pub(crate) game: GameId,
    pub(crate) price_num: i64,
    pub(crate) price_den: i64,
    pub(crate) price_format: String,
    pub(crate) price_number: String,
}

/// The status of a bookmaker's price for a selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuoteStatus {
    /// It is offered.
    Offered(Offered),
    /// It was not withdrawn, but no answer has confirmed it for longer than it holds.
    Stale,
    /// It is not offered.
    Gone,
}

/// The status of a bookmaker's price for a selection. Does not check whether the game takes bets.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn status(
    conn: &mut PgConnection,
    selection: SelectionId,
    bookmaker: BookmakerId,
) -> Result<QuoteStatus, StoreError> {
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
        None => QuoteStatus::Gone,
        Some(row) if !row.is_fresh => QuoteStatus::Stale,
        Some(row) => QuoteStatus::Offered(Offered {
            game: row.game,
            price_num: row.price_num,
            price_den: row.price_den,
            price_format: row.price_format,
            price_number: row.price_number,
        }),
    })
}

/// A request that has gone unanswered for so long that its prices are not offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silence {
    /// The provider. `None` when no request carries these prices any more.
    pub provider: Option<String>,
    /// The request's name in the poll log.
    pub feed: Option<String>,
    /// When the request that was last answered was sent.
    pub answered_at: Option<DateTime<Utc>>,
    /// How many upcoming games have such prices.
    pub games: i64,
}

/// The requests whose prices of upcoming games are too old to be offered.
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
