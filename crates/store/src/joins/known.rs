//! The games of a span of time, as far as it takes to see which of them may be one.

use chrono::{DateTime, NaiveDate, Utc};
use shared::id::{CompetitorId, GameId};
use shared::league::Sport;
use sqlx::PgConnection;

use crate::StoreError;
use crate::leagues::sport;

/// At most so many games are looked at.
const GAMES_MAX: i64 = 20_000;

/// A game on offer, or that was, with the feeds that know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownGame {
    /// The game.
    pub id: GameId,
    /// The league's code.
    pub league: String,
    /// What is played.
    pub sport: Sport,
    /// The league's day of its start.
    pub day: NaiveDate,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// At home.
    pub home: KnownSide,
    /// Away.
    pub away: KnownSide,
    /// The feeds that have an id for it, in order of their names.
    pub feeds: Vec<String>,
    /// Legs of open tickets on it.
    pub open_legs: i64,
}

/// A side of a game.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownSide {
    /// The competitor. Two names that were joined are one.
    pub id: CompetitorId,
    /// In full.
    pub name: String,
}

/// The matches that begin between these moments and are not joined with another, in order of
/// league and start.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn known(
    conn: &mut PgConnection,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<KnownGame>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT g.game_id AS "id: GameId", l.code, l.sport, g.starts_at,
             (g.starts_at AT TIME ZONE l.time_zone)::date AS "day!",
             coalesce(home.merged_into, home.competitor_id) AS "home!: CompetitorId",
             coalesce(away.merged_into, away.competitor_id) AS "away!: CompetitorId",
             home.name AS home_name, away.name AS away_name,
             ARRAY(SELECT DISTINCT r.provider FROM games f
               JOIN game_refs r ON r.game_id = f.game_id
               WHERE f.game_id = g.game_id OR f.merged_into = g.game_id ORDER BY 1) AS "feeds!",
             (SELECT count(*) FROM legs x
              JOIN tickets t ON t.guild_id = x.guild_id AND t.ticket_id = x.ticket_id
              WHERE x.game_id = g.game_id AND t.state = 'open') AS "open_legs!"
           FROM games g
           JOIN leagues l ON l.league_id = g.league_id
           JOIN game_competitors h ON h.game_id = g.game_id AND h.role = 'home' AND h.slot = 0
           JOIN competitors home ON home.competitor_id = h.competitor_id
           JOIN game_competitors a ON a.game_id = g.game_id AND a.role = 'away' AND a.slot = 0
           JOIN competitors away ON away.competitor_id = a.competitor_id
           WHERE g.starts_at BETWEEN $1 AND $2 AND g.kind = 'match' AND g.merged_into IS NULL
           ORDER BY l.code, g.starts_at, g.game_id LIMIT $3"#,
        from,
        to,
        GAMES_MAX,
    )
    .fetch_all(conn)
    .await?;
    let known = rows.into_iter().map(|row| {
        let side = |id, name| KnownSide { id, name };
        Ok(KnownGame {
            sport: sport("leagues", &row.code, &row.sport)?,
            id: row.id,
            league: row.code,
            day: row.day,
            starts_at: row.starts_at,
            home: side(row.home, row.home_name),
            away: side(row.away, row.away_name),
            feeds: row.feeds,
            open_legs: row.open_legs,
        })
    });
    known.collect()
}
