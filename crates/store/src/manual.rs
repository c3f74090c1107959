//! Bets written by hand, on what no feed carries: placed like others, graded by people.

use shared::game::Game;
use shared::id::{GameId, GuildId, MemberId};
use shared::units::Units;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{StoreError, texts};

/// The code of the league that such bets stand under.
pub const LEAGUE: &str = "MANUAL";
/// The code of the bookmaker that stands for the bettor's own price.
pub const BOOKMAKER: &str = "manual";
/// The longest name of an event.
pub const EVENT_CHARS_MAX: usize = 80;
/// The longest name of what is picked.
pub const PICK_CHARS_MAX: usize = 60;

/// Those of these games that bets written by hand are on, with what was written. Sees the server
/// that the transaction acts for, and no other.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub(crate) async fn games(conn: &mut PgConnection, ids: &[Uuid]) -> Result<Vec<Game>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT m.game_id AS "game: GameId", e.body AS event, p.body AS pick, g.starts_at
           FROM manual_legs m JOIN games g ON g.game_id = m.game_id
           JOIN texts e ON e.guild_id = m.guild_id AND e.text_id = m.event_id
           JOIN texts p ON p.guild_id = m.guild_id AND p.text_id = m.pick_id
           WHERE m.game_id = ANY($1)"#,
        ids,
    )
    .fetch_all(conn)
    .await?;
    let games = rows.into_iter();
    let games = games.map(|it| {
        let (event, pick) = (texts::shown(it.event), texts::shown(it.pick));
        Game::by_hand(it.game, &event, &pick, it.starts_at)
    });
    Ok(games.collect())
}

/// What a member has in bets written by hand: how many are graded and what they came to, how
/// many are open. Kept apart from the record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ManualRecord {
    /// How many are open.
    pub open: i64,
    /// How many are graded, taken-back and void ones left out.
    pub graded: i64,
    /// How many of them won, in full or in part.
    pub won: i64,
    /// How many lost.
    pub lost: i64,
    /// What they won and lost together.
    pub net: Units,
}

/// A member's record in bets written by hand.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn record(
    conn: &mut PgConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<ManualRecord, StoreError> {
    let record = sqlx::query_as!(
        ManualRecord,
        r#"SELECT count(*) FILTER (WHERE t.state = 'open') AS "open!",
             count(*) FILTER (WHERE t.returned IS NOT NULL
               AND t.state NOT IN ('cancelled', 'void')) AS "graded!",
             count(*) FILTER (WHERE t.state IN ('won', 'half_won', 'partial_won')) AS "won!",
             count(*) FILTER (WHERE t.state IN ('lost', 'half_lost', 'partial_lost')) AS "lost!",
             coalesce(sum(t.returned - t.stake), 0)::bigint AS "net!: Units"
           FROM tickets t WHERE t.guild_id = $1 AND t.member_id = $2 AND t.is_manual"#,
        guild as GuildId,
        member as MemberId,
    )
    .fetch_one(conn)
    .await?;
    Ok(record)
}
