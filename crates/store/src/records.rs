//! What members have won and lost.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use shared::id::{GuildId, MemberId};
use shared::record::{Record, Streak};
use shared::units::Units;
use sqlx::PgConnection;

use crate::StoreError;

/// A member's record since a moment and in all, and the streak they are on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberRecords {
    /// Of bets placed since that moment.
    pub since: Record,
    /// Of all bets.
    pub all: Record,
    /// Nothing before the first bet that won or lost.
    pub streak: Option<Streak>,
}

/// Reads a member's records in one round trip, in work that grows with the member's own tickets.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn of_member(
    conn: &mut PgConnection,
    guild: GuildId,
    member: MemberId,
    since: DateTime<Utc>,
) -> Result<MemberRecords, StoreError> {
    let row = sqlx::query_as!(
        RecordsRow,
        r#"WITH graded AS (
             SELECT t.ticket_id, t.record_day, t.stake, t.returned - t.stake AS net,
               t.placed_at >= $3 AS recent,
               CASE WHEN t.state IN ('won', 'half_won', 'partial_won') THEN 1
                    WHEN t.state IN ('lost', 'half_lost', 'partial_lost') THEN -1
                    ELSE 0 END AS way
             FROM tickets t
             WHERE t.guild_id = $1 AND t.member_id = $2
               AND t.returned IS NOT NULL AND t.state NOT IN ('cancelled', 'void')
               AND NOT t.is_manual
           ),
           latest AS (
             SELECT g.way FROM graded g WHERE g.way <> 0
             ORDER BY g.record_day DESC, g.ticket_id DESC LIMIT 1
           ),
           -- The last bet that went the other way ends the streak.
           broken AS (
             SELECT g.record_day, g.ticket_id FROM graded g, latest l WHERE g.way = -l.way
             ORDER BY g.record_day DESC, g.ticket_id DESC LIMIT 1
           )
           SELECT count(*) AS "graded!",
             count(*) FILTER (WHERE g.way = 1) AS "won!",
             count(*) FILTER (WHERE g.way = -1) AS "lost!",
             count(*) FILTER (WHERE g.way = 0) AS "pushed!",
             coalesce(sum(g.stake), 0)::bigint AS "staked!: Units",
             coalesce(sum(g.net), 0)::bigint AS "net!: Units",
             count(*) FILTER (WHERE g.recent) AS "recent_graded!",
             count(*) FILTER (WHERE g.recent AND g.way = 1) AS "recent_won!",
             count(*) FILTER (WHERE g.recent AND g.way = -1) AS "recent_lost!",
             count(*) FILTER (WHERE g.recent AND g.way = 0) AS "recent_pushed!",
             coalesce(sum(g.stake) FILTER (WHERE g.recent), 0)::bigint AS "recent_staked!: Units",
             coalesce(sum(g.net) FILTER (WHERE g.recent), 0)::bigint AS "recent_net!: Units",
             count(*) FILTER (WHERE g.way = (SELECT l.way FROM latest l)
               AND NOT EXISTS (SELECT 1 FROM broken b
                 WHERE (b.record_day, b.ticket_id) > (g.record_day, g.ticket_id))) AS "streak!",
             (SELECT l.way FROM latest l) AS way
           FROM graded g"#,
        guild as _,
        member as _,
        since,
    )
    .fetch_one(conn)
    .await?;
    Ok(row.into())
}

struct RecordsRow {
    graded: i64,
    won: i64,
    lost: i64,
    pushed: i64,
    staked: Units,
    net: Units,
    recent_graded: i64,
    recent_won: i64,
    recent_lost: i64,
    recent_pushed: i64,
    recent_staked: Units,
    recent_net: Units,
    streak: i64,
    way: Option<i32>,
}

impl From<RecordsRow> for MemberRecords {
    fn from(row: RecordsRow) -> Self {
        let since = Record {
            graded: row.recent_graded,
            won: row.recent_won,
            lost: row.recent_lost,
            pushed: row.recent_pushed,
            staked: row.recent_staked,
            net: row.recent_net,
        };
        let all = Record {
            graded: row.graded,
            won: row.won,
            lost: row.lost,
            pushed: row.pushed,
            staked: row.staked,
            net: row.net,
        };
        let streak = row.way.map(|way| match way {
            1 => Streak::Won(row.streak),
            _ => Streak::Lost(row.streak),
        });
        Self { since, all, streak }
    }
}
