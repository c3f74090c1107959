//! The contents of the message about a moved game.

use chrono::{DateTime, Utc};
use shared::game::{Game, GameStatus};
use shared::id::{ChannelId, GameId, GuildId};
use sqlx::PgConnection;

use super::{load, results};
use crate::error::StoreError;
use crate::rows::word::word;

/// A game that was moved, put off, or is back on, for one server's message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovePage {
    /// The game as it stands now.
    pub game: Game,
    /// Its start before the move.
    pub old_start: DateTime<Utc>,
    /// Its status before the move.
    pub old_status: GameStatus,
    /// Its start after the move.
    pub starts_at: DateTime<Utc>,
    /// Its status after the move.
    pub status: GameStatus,
    /// When it was moved.
    pub moved_at: DateTime<Utc>,
    /// Whether it has been moved again since.
    pub is_over: bool,
    /// The server's bets that were open then, by the start that they were booked for, earliest
    /// first.
    pub bets: Vec<MovedBets>,
    /// The channel where most of the bets were typed: used when no channel is set.
    pub typed_in: Option<ChannelId>,
}

/// Bets on one start of a game.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MovedBets {
    /// The start that they were booked for.
    pub booked_start: DateTime<Utc>,
    /// How many tickets.
    pub tickets: i64,
}

/// The contents of the message about this move of a game. `None` if there is no such move.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached, or a row cannot be read.
pub async fn move_page(
    conn: &mut PgConnection,
    guild: GuildId,
    game: GameId,
    number: i32,
) -> Result<Option<MovePage>, StoreError> {
    let row = sqlx::query!(
        r#"SELECT m.old_start, m.old_status, m.starts_at, m.status, m.moved_at,
             EXISTS (SELECT 1 FROM game_moves n WHERE n.game_id = $1 AND n.number > $2)
               AS "is_over!"
           FROM game_moves m WHERE m.game_id = $1 AND m.number = $2"#,
        game as GameId,
        number,
    )
    .fetch_optional(&mut *conn)
    .await?;
    let found = load::games(&mut *conn, &[game]).await?.remove(&game);
    let Some((row, found)) = row.zip(found) else {
        return Ok(None);
    };
    let status = |found: &str| {
        let at = format!("{game}/{number}");
        word("game_moves", "status", at, found, GameStatus::from_word)
    };
    Ok(Some(MovePage {
        game: found,
        old_start: row.old_start,
        old_status: status(&row.old_status)?,
        starts_at: row.starts_at,
        status: status(&row.status)?,
        moved_at: row.moved_at,
        is_over: row.is_over,
        bets: bets(&mut *conn, guild, game, row.moved_at).await?,
        typed_in: results::typed_in(conn, guild, game).await?,
    }))
}

/// The server's bets on a game that were open at that moment.
async fn bets(
    conn: &mut PgConnection,
    guild: GuildId,
    game: GameId,
    moment: DateTime<Utc>,
) -> Result<Vec<MovedBets>, StoreError> {
    let bets = sqlx::query_as!(
        MovedBets,
        r#"SELECT l.booked_start, count(*) AS "tickets!"
           FROM legs l
           JOIN tickets t ON t.guild_id = $1 AND t.ticket_id = l.ticket_id
           WHERE l.game_id = $2 AND l.guild_id = $1 AND t.placed_at <= $3
             AND t.state NOT IN ('cancelled', 'cashed_out')
             AND NOT EXISTS (
               SELECT 1 FROM settlements s
               WHERE s.guild_id = $1 AND s.ticket_id = t.ticket_id AND s.settled_at < $3
                 AND s.returned IS NOT NULL)
           GROUP BY l.booked_start ORDER BY l.booked_start"#,
        guild as GuildId,
        game as GameId,
        moment,
    )
    .fetch_all(conn)
    .await?;
    Ok(bets)
}
