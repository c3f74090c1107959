//! The games that are not over, and whether anybody waits for them.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::StoreError;

/// How many games are read at most. The nearest come first.
const GAMES_MAX: i64 = 5_000;

/// A game that is not over, as far as the value of a poll depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GameAhead {
    /// The league's code.
    pub league: String,
    /// When it begins or began.
    pub starts_at: DateTime<Utc>,
    /// Whether a server has bets on it that are not settled.
    pub has_bets: bool,
}

/// The games of these leagues that begin between the two and are not over, by start.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn ahead(
    conn: &mut PgConnection,
    leagues: &[String],
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<GameAhead>, StoreError> {
    let games = sqlx::query_as!(
        GameAhead,
        r#"SELECT l.code AS league, g.starts_at,
             EXISTS (SELECT FROM guild_games gg WHERE gg.game_id = g.game_id AND NOT gg.done)
               AS "has_bets!"
           FROM leagues l JOIN games g ON g.league_id = l.league_id
           WHERE l.code = ANY($1) AND g.starts_at BETWEEN $2 AND $3
             AND g.status IN ('scheduled', 'live', 'suspended')
           ORDER BY g.starts_at LIMIT $4"#,
        leagues,
        from,
        to,
        GAMES_MAX,
    )
    .fetch_all(conn)
    .await?;
    Ok(games)
}
