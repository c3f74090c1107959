//! Bets written by hand, on events that no feed covers. They are placed like others and graded by
//! people.

use shared::game::Game;
use shared::id::{GameId, GuildId, MemberId};
use shared::units::Units;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{StoreError, texts};

/// The code of the league of such bets.
pub const LEAGUE: &str = "MANUAL";
/// The code of the bookmaker that stands for the bettor's own price.
pub const BOOKMAKER: &str = "manual";
/// The longest name of an event, in characters.
pub const EVENT_CHARS_MAX: usize = 80;
/// The longest name of a pick, in characters.
pub const PICK_CHARS_MAX: usize = 60;

/// Those of these games that were written by hand, with their texts. Sees only the server of the
/// transaction.
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

/// A member's record in bets written by hand. It is kept apart from their other record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ManualRecord {
    /// How many are open.
    pub open: i64,
    /// How many are graded, without cancelled and void ones.
    pub graded: i64,
    /// How many of them won, in full or in part.
    pub won: i64,
    /// How many lost.
    pub lost: i64,
    /// Their total profit, or loss if negative.
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
