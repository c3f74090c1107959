//! Settling: which games are waiting, their tickets in pages, and the one call that moves their
//! heads.
//!
//! Everybody locks in key order, tickets before accounts.

mod agreed;
mod graded;
mod groups;
mod ranges;
mod read;

use shared::id::{GameId, GuildId, TicketId};
use shared::ticket::TicketState;
use shared::units::Units;
use sqlx::PgConnection;

use crate::StoreError;

pub use agreed::{Agreed, AgreedLeg, LegGrades};
pub use groups::{Group, GroupMove, lock_page, settle};
pub use ranges::{ClaimLimits, TicketRange, claim_ranges, mark_settled};
pub use read::{LegToSettle, TicketToSettle, tickets};

/// A game whose tickets are behind its result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsettled {
    /// The game.
    pub game: GameId,
    /// The newest version of its result.
    pub result_version: i32,
    /// The version up to which its tickets have been settled.
    pub settled_version: i32,
}

/// Games whose tickets are behind, at most `limit`: those with a new version of their result, and
/// those with unsettled tickets in some server, however late these tickets came.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn unsettled(conn: &mut PgConnection, limit: i64) -> Result<Vec<Unsettled>, StoreError> {
    // The second part steps from game to game in one index, however many servers have bet on each.
    let rows = sqlx::query!(
        r#"WITH RECURSIVE waiting AS (
             (SELECT gg.game_id FROM guild_games gg WHERE NOT gg.done ORDER BY gg.game_id LIMIT 1)
             UNION ALL
             SELECT (SELECT gg.game_id FROM guild_games gg
                     WHERE NOT gg.done AND gg.game_id > w.game_id ORDER BY gg.game_id LIMIT 1)
             FROM waiting w WHERE w.game_id IS NOT NULL
           ),
           behind AS (
             SELECT g.game_id FROM games g WHERE g.result_version <> g.settled_version
             UNION
             SELECT w.game_id FROM waiting w WHERE w.game_id IS NOT NULL
           )
           SELECT g.game_id AS "game: GameId", g.result_version, g.settled_version
           FROM behind b JOIN games g ON g.game_id = b.game_id
           WHERE g.result_version > 0
           ORDER BY g.game_id LIMIT $1"#,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Unsettled {
            game: row.game,
            result_version: row.result_version,
            settled_version: row.settled_version,
        })
        .collect())
}

/// Marks games without bets as settled, at most `limit`. Returns how many. A bet that was being
/// placed at that moment creates the server's part in the game, which [`unsettled`] finds.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn pass_over_games_without_bets(
    conn: &mut PgConnection,
    limit: i64,
) -> Result<u64, StoreError> {
    // The version is taken from the updated row itself: constraints are checked on the row as it
    // was when the statement began, before it follows a result that committed while it waited.
    let done = sqlx::query!(
        "UPDATE games g SET settled_version = g.result_version
         FROM (
           SELECT w.game_id FROM games w
           WHERE w.result_version <> w.settled_version
             AND (SELECT 1 FROM guild_games gg WHERE gg.game_id = w.game_id LIMIT 1) IS NULL
           ORDER BY w.game_id LIMIT $1 FOR NO KEY UPDATE
         ) w
         WHERE g.game_id = w.game_id",
        limit,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// A ticket's next state, to be written if the ticket is still as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadMove {
    /// The server.
    pub guild: GuildId,
    /// The ticket.
    pub ticket: TicketId,
    /// How many settlements it had when it was read.
    pub expected: i32,
    /// Its new state. Open, when a correction reversed its settlement.
    pub state: TicketState,
    /// What it returns. `None` when it is open again.
    pub returned: Option<Units>,
    /// The exact multiplier of the stake: numerator and denominator, as digits. `None` when it is
    /// open again.
    pub multiplier: Option<(String, String)>,
    /// For each leg, the version of the result that it was graded on; 0 while it is pending.
    pub result_versions: Vec<i32>,
    /// The digest of the rule choices that its legs were graded under.
    pub settings_digest: String,
}

/// The numbers as a Postgres array.
pub(crate) fn int_array(numbers: &[i32]) -> String {
    let numbers: Vec<_> = numbers.iter().map(i32::to_string).collect();
    format!("{{{}}}", numbers.join(","))
}

/// Leaves a notice that these servers' tickets on a game were settled on that version, in servers
/// that have a ticket which is not cancelled. If a version only gives up some starts, only servers
/// with a ticket on one of these starts get a notice.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn leave_notices(
    conn: &mut PgConnection,
    guilds: &[GuildId],
    (game, version): (GameId, i32),
) -> Result<u64, StoreError> {
    let guilds: Vec<_> = guilds.iter().map(|it| it.get().cast_signed()).collect();
    let done = sqlx::query!(
        "WITH noticed AS (
           INSERT INTO notices (guild_id, kind, subject, sequence)
           SELECT w.guild_id, 'game_results', $2, $3 FROM unnest($1::bigint[]) AS w(guild_id)
           WHERE (
             SELECT 1 FROM legs l
             JOIN tickets t ON t.guild_id = l.guild_id AND t.ticket_id = l.ticket_id
             WHERE l.game_id = $2 AND l.guild_id = w.guild_id AND t.state <> 'cancelled'
               AND ((SELECT r.facts -> 'given_up' FROM results r
                   WHERE r.game_id = $2 AND r.version = $3) IS NULL
                 OR EXISTS (
                 SELECT 1 FROM grades d
                 WHERE d.selection_id = l.selection_id AND d.booked_start = l.booked_start
                   AND d.result_version = $3))
             LIMIT 1) IS NOT NULL
           ON CONFLICT ON CONSTRAINT notices_pkey DO NOTHING
           RETURNING guild_id, kind, subject, sequence
         )
         INSERT INTO deliveries (guild_id, kind, subject, sequence)
         SELECT n.guild_id, n.kind, n.subject, n.sequence FROM noticed n",
        &guilds,
        game.as_uuid(),
        version,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
