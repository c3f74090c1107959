//! The leaderboard of a server. Bets written by hand are not in it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use shared::id::{GuildId, MemberId};
use shared::units::Units;
use sqlx::PgConnection;

use crate::StoreError;

/// Which tickets count: those placed in `[from, until)` that were graded. Cancelled and void
/// tickets do not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first moment.
    pub from: DateTime<Utc>,
    /// The moment after the last.
    pub until: DateTime<Utc>,
    /// Members with fewer graded tickets come after all others.
    pub graded_min: i64,
}

/// One member's line of the leaderboard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The member.
    pub member: MemberId,
    /// Their display name.
    pub name: String,
    /// Their total profit, or loss if negative.
    pub net: Units,
    /// How many tickets were graded.
    pub graded: i64,
    /// How many of them won, in full or in part.
    pub won: i64,
    /// How many lost.
    pub lost: i64,
    /// How many returned exactly the stake.
    pub pushed: i64,
    /// The rank, from 1. Equal results share a rank.
    pub rank: i64,
}

/// A page of the leaderboard, with the total number of lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standings {
    /// Best first.
    pub rows: Vec<Standing>,
    /// The total number of lines.
    pub total: i64,
}

/// A page of a server's leaderboard.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn page(
    conn: &mut PgConnection,
    guild: GuildId,
    span: &Span,
    skip: i64,
    limit: i64,
) -> Result<Standings, StoreError> {
    let rows = sqlx::query!(
        r#"WITH standing AS (
             SELECT t.member_id, sum(t.returned - t.stake)::bigint AS net, count(*) AS graded,
               count(*) FILTER (WHERE t.state IN ('won', 'half_won', 'partial_won')) AS won,
               count(*) FILTER (WHERE t.state IN ('lost', 'half_lost', 'partial_lost')) AS lost,
               count(*) FILTER (WHERE t.state IN ('push', 'refunded')) AS pushed
             FROM tickets t
             WHERE t.guild_id = $1 AND t.placed_at >= $2 AND t.placed_at < $3
               AND t.returned IS NOT NULL AND t.state NOT IN ('cancelled', 'void')
               AND NOT t.is_manual
             GROUP BY t.member_id
           )
           SELECT p.member_id AS "member: MemberId", p.net AS "net!: Units",
             p.graded AS "graded!", p.won AS "won!", p.lost AS "lost!", p.pushed AS "pushed!",
             p.rank AS "rank!", p.total AS "total!",
             -- Looked up for the page alone.
             (SELECT m.name FROM members m
              WHERE m.guild_id = $1 AND m.member_id = p.member_id) AS "name!"
           FROM (
             SELECT s.*, rank() OVER (ORDER BY (s.graded >= $4) DESC, s.net DESC) AS rank,
               count(*) OVER () AS total
             FROM standing s
             ORDER BY (s.graded >= $4) DESC, s.net DESC, s.graded DESC, s.member_id
             OFFSET $5 LIMIT $6
           ) p
           ORDER BY (p.graded >= $4) DESC, p.net DESC, p.graded DESC, p.member_id"#,
        guild as _,
        span.from,
        span.until,
        span.graded_min,
        skip,
        limit,
    )
    .fetch_all(conn)
    .await?;
    let total = rows.first().map_or(0, |it| it.total);
    let rows = rows.into_iter().map(|row| Standing {
        member: row.member,
        name: row.name,
        net: row.net,
        graded: row.graded,
        won: row.won,
        lost: row.lost,
        pushed: row.pushed,
        rank: row.rank,
    });
    Ok(Standings {
        rows: rows.collect(),
        total,
    })
}

/// How many members rank ahead of this one. `None` when none of their tickets was graded.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn members_ahead(
    conn: &mut PgConnection,
    guild: GuildId,
    member: MemberId,
    span: &Span,
) -> Result<Option<i64>, StoreError> {
    let place = sqlx::query_scalar!(
        r#"WITH standing AS (
             SELECT t.member_id, sum(t.returned - t.stake) AS net, count(*) AS graded
             FROM tickets t
             WHERE t.guild_id = $1 AND t.placed_at >= $2 AND t.placed_at < $3
               AND t.returned IS NOT NULL AND t.state NOT IN ('cancelled', 'void')
               AND NOT t.is_manual
             GROUP BY t.member_id
           ),
           placed AS (
             SELECT s.member_id, row_number() OVER (
               ORDER BY (s.graded >= $4) DESC, s.net DESC, s.graded DESC, s.member_id) - 1 AS place
             FROM standing s
           )
           SELECT place AS "place!" FROM placed WHERE member_id = $5"#,
        guild as _,
        span.from,
        span.until,
        span.graded_min,
        member as _,
    )
    .fetch_optional(conn)
    .await?;
    Ok(place)
}
