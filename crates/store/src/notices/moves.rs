//! All that one message about a moved game tells.

use chrono::{DateTime, Utc};
use shared::game::{Game, GameStatus};
use shared::id::{ChannelId, GameId, GuildId};
use sqlx::PgConnection;

use super::{load, results};
use crate::error::StoreError;
use crate::rows::word::word;

/// A game that was moved, put off, or is on again, as one server is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveTelling {
    /// The game as it stands now.
    pub game: Game,
    /// When it was to begin before.
    pub old_start: DateTime<Utc>,
    /// Where it stood before.
    pub old_status: GameStatus,
    /// When it is to begin since.
    pub starts_at: DateTime<Utc>,
    /// Where it stands since.
    pub status: GameStatus,
    /// When it was moved.
    pub moved_at: DateTime<Utc>,
    /// Whether it was moved again since.
    pub is_over: bool,
    /// The server's bets that were open then, by the start that they were taken for, the earliest
    /// first.
    pub bets: Vec<MovedBets>,
    /// Where most of the bets were typed: the place where no channel is set.
    pub typed_in: Option<ChannelId>,
}

/// Bets on one start of a game.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MovedBets {
    /// When the game was to begin when they were placed.
    pub booked_start: DateTime<Utc>,
    /// How many tickets.
    pub tickets: i64,
}

/// What is to be told of that move of a game. Nothing when there is none.
///
/// # Errors
/// [`StoreError`] when the database cannot be asked, or holds what it never should.
pub async fn move_telling(
    conn: &mut PgConnection,
    guild: GuildId,
    game: GameId,
    number: i32,
) -> Result<Option<MoveTelling>, StoreError> {
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
    Ok(Some(MoveTelling {
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
