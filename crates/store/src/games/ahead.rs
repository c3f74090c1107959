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

/// A game whose players can be asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GameOfPlayers {
    /// The league's code.
    pub league: String,
    /// The feed's own id of the game.
    pub reference: String,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// Whether a server has bets on its players that are not settled.
    pub is_watched: bool,
}

/// The games of these leagues on the board that begin before that moment and that this feed knows,
/// by start.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn with_players(
    conn: &mut PgConnection,
    provider: &str,
    leagues: &[String],
    before: DateTime<Utc>,
) -> Result<Vec<GameOfPlayers>, StoreError> {
    let games = sqlx::query_as!(
        GameOfPlayers,
        r#"SELECT l.code AS league, r.reference, g.starts_at,
             EXISTS (
               SELECT FROM legs x
               JOIN guild_games gg ON gg.guild_id = x.guild_id AND gg.game_id = x.game_id
               WHERE x.game_id = g.game_id AND NOT gg.done
                 AND x.kind IN ('player_total', 'player_yes_no')) AS "is_watched!"
           FROM leagues l
           JOIN games g ON g.league_id = l.league_id
           JOIN game_refs r ON r.game_id = g.game_id AND r.provider = $1
           WHERE l.code = ANY($2) AND g.status = 'scheduled' AND g.kind = 'match'
             AND g.merged_into IS NULL AND g.starts_at > app_now() AND g.starts_at <= $3
             AND EXISTS (SELECT FROM markets m WHERE m.game_id = g.game_id)
           ORDER BY g.starts_at, r.reference LIMIT $4"#,
        provider,
        leagues,
        before,
        GAMES_MAX,
    )
    .fetch_all(conn)
    .await?;
    Ok(games)
}
