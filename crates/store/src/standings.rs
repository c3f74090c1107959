//! Tables of leagues: who stands where in a season, as the feed that is asked said last.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use shared::feed::{Points, SeasonRecord, StandingRow, Standings};
use shared::id::{CompetitorId, LeagueId};
use shared::league::League;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;
use crate::feed_requests;
use crate::ingest::{Changes, Competitors, ensure_seasons};
use crate::leagues::competition_id;

/// Stores a table in place of what is known of that season, and returns how many rows changed. Rows
/// that stay as they are are not written, and one that the table no longer has is deleted. A table
/// without rows says nothing, and changes nothing.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn replace(
    conn: &mut PgConnection,
    provider: &str,
    table: &Standings,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    if table.rows.is_empty() {
        return Ok(0);
    }
    let named: Vec<_> = table.rows.iter().map(|it| &it.competitor).collect();
    let sport = table.league.sport;
    let mut changes = Changes::default();
    let season = (&table.league, table.season.as_str());
    changes.leagues += ensure_seasons(conn, [season].into_iter()).await?;
    let known = Competitors::named(conn, provider, sport, &named, &mut changes).await?;
    let mut columns = Columns::default();
    for row in &table.rows {
        columns.push(known.id(sport, &row.competitor).as_uuid(), row);
    }
    let competition = competition_id(LeagueId::derive(&table.league.code), &table.season);
    let changed = write(conn, competition.as_uuid(), provider, &columns, now).await?;
    Ok(changes.total() + changed)
}

async fn write(
    conn: &mut PgConnection,
    competition: Uuid,
    provider: &str,
    columns: &Columns,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "WITH told AS (
           SELECT DISTINCT ON (w.group_name, w.competitor_id) w.*
           FROM unnest($3::text[], $4::uuid[], $5::smallint[], $6::smallint[], $7::smallint[],
               $8::smallint[], $9::smallint[], $10::smallint[], $11::int[], $12::int[], $13::int[],
               $14::smallint[])
             AS w(group_name, competitor_id, rank, played, won, lost, drawn, lost_late,
               points_tenths, scored, conceded, streak)
           ORDER BY w.group_name, w.competitor_id, w.rank
         ),
         gone AS (
           DELETE FROM standings s
           WHERE s.competition_id = $1 AND NOT EXISTS (
             SELECT FROM told t
             WHERE t.group_name = s.group_name AND t.competitor_id = s.competitor_id)
           RETURNING 1
         ),
         kept AS (
         INSERT INTO standings AS s (competition_id, group_name, competitor_id, rank, played, won,
           lost, drawn, lost_late, points_tenths, scored, conceded, streak, provider, changed_at)
         SELECT $1, t.group_name, t.competitor_id, t.rank, t.played, t.won, t.lost, t.drawn,
           t.lost_late, t.points_tenths, t.scored, t.conceded, t.streak, $2, $15
         FROM told t
         ON CONFLICT ON CONSTRAINT standings_pkey DO UPDATE
         SET rank = excluded.rank, played = excluded.played, won = excluded.won,
           lost = excluded.lost, drawn = excluded.drawn, lost_late = excluded.lost_late,
           points_tenths = excluded.points_tenths, scored = excluded.scored,
           conceded = excluded.conceded, streak = excluded.streak, provider = excluded.provider,
           changed_at = excluded.changed_at
         WHERE (s.rank, s.played, s.won, s.lost, s.drawn, s.lost_late, s.points_tenths, s.scored,
             s.conceded, s.streak, s.provider)
           IS DISTINCT FROM (excluded.rank, excluded.played, excluded.won, excluded.lost,
             excluded.drawn, excluded.lost_late, excluded.points_tenths, excluded.scored,
             excluded.conceded, excluded.streak, excluded.provider)
         RETURNING 1
         )
         SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM kept) AS \"changed!\"",
        competition,
        provider,
        &columns.groups,
        &columns.ids,
        &columns.ranks,
        &columns.played as &[Option<i16>],
        &columns.won as &[Option<i16>],
        &columns.lost as &[Option<i16>],
        &columns.drawn as &[Option<i16>],
        &columns.lost_late as &[Option<i16>],
        &columns.points as &[Option<i32>],
        &columns.scored as &[Option<i32>],
        &columns.conceded as &[Option<i32>],
        &columns.streaks as &[Option<i16>],
        now,
    )
    .fetch_one(conn)
    .await?;
    Ok(u64::try_from(done.changed).unwrap_or_default())
}

/// The rows of a table, column by column.
#[derive(Default)]
struct Columns {
    groups: Vec<String>,
    ids: Vec<Uuid>,
    ranks: Vec<i16>,
    played: Vec<Option<i16>>,
    won: Vec<Option<i16>>,
    lost: Vec<Option<i16>>,
    drawn: Vec<Option<i16>>,
    lost_late: Vec<Option<i16>>,
    points: Vec<Option<i32>>,
    scored: Vec<Option<i32>>,
    conceded: Vec<Option<i32>>,
    streaks: Vec<Option<i16>>,
}

impl Columns {
    fn push(&mut self, competitor: Uuid, row: &StandingRow) {
        self.groups.push(row.group.clone());
        self.ids.push(competitor);
        self.ranks.push(small(Some(row.rank)).unwrap_or(i16::MAX));
        let record = &row.record;
        self.played.push(small(record.played));
        self.won.push(small(record.won));
        self.lost.push(small(record.lost));
        self.drawn.push(small(record.drawn));
        self.lost_late.push(small(record.lost_late));
        self.points.push(record.points.map(Points::tenths));
        self.scored.push(record.scored);
        self.conceded.push(record.conceded);
        self.streaks.push(record.streak);
    }
}

fn small(number: Option<u16>) -> Option<i16> {
    number.and_then(|it| it.try_into().ok())
}

/// What the question about the table of a league is called, behind its code.
pub const QUESTION: &str = "standings";

/// Where a competitor stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The part of the table; empty where there is one table for all.
    pub group: String,
    /// The place in that part.
    pub rank: u16,
    /// Who.
    pub competitor: CompetitorId,
    /// In full: `Chicago Bears`.
    pub name: String,
    /// What fans say: `Bears`.
    pub short_name: String,
    /// What it has done so far.
    pub record: SeasonRecord,
    /// Who says so.
    pub provider: String,
    /// Since when.
    pub changed_at: DateTime<Utc>,
}

/// The table of a season of a league, by part and place.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn of(
    conn: &mut PgConnection,
    league: LeagueId,
    season: &str,
) -> Result<Vec<Standing>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT s.group_name, s.rank, c.competitor_id AS "competitor: CompetitorId", c.name,
             c.short_name, s.played, s.won, s.lost, s.drawn, s.lost_late, s.points_tenths,
             s.scored, s.conceded, s.streak, s.provider, s.changed_at
           FROM standings s
           JOIN competitors own ON own.competitor_id = s.competitor_id
           JOIN competitors c ON c.competitor_id = coalesce(own.merged_into, own.competitor_id)
           WHERE s.competition_id = $1 ORDER BY s.group_name, s.rank, c.name, s.competitor_id"#,
        competition_id(league, season).as_uuid(),
    )
    .fetch_all(conn)
    .await?;
    let count = |it: Option<i16>| it.and_then(|it| u16::try_from(it).ok());
    let rows = rows.into_iter().map(|row| Standing {
        group: row.group_name,
        rank: count(Some(row.rank)).unwrap_or_default(),
        competitor: row.competitor,
        name: row.name,
        short_name: row.short_name,
        record: SeasonRecord {
            played: count(row.played),
            won: count(row.won),
            lost: count(row.lost),
            drawn: count(row.drawn),
            lost_late: count(row.lost_late),
            points: row.points_tenths.map(Points::from_tenths),
            scored: row.scored,
            conceded: row.conceded,
            streak: row.streak,
        },
        provider: row.provider,
        changed_at: row.changed_at,
    });
    Ok(rows.collect())
}

/// The newest table of a league.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeagueTable {
    /// Of which season.
    pub season: String,
    /// Its rows, by part and place.
    pub rows: Vec<Standing>,
    /// When the feed that told it was last asked and answered.
    pub checked_at: Option<DateTime<Utc>>,
}

/// The newest table of a league. `None`: no feed has told one.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn newest(
    conn: &mut PgConnection,
    league: &League,
) -> Result<Option<LeagueTable>, StoreError> {
    let row = sqlx::query!(
        "SELECT c.season,
           (SELECT f.answered_at FROM feed_questions f
            WHERE f.provider = told.provider AND f.feed = $2) AS checked_at
         FROM competitions c
         CROSS JOIN LATERAL (
           SELECT s.provider FROM standings s
           WHERE s.competition_id = c.competition_id LIMIT 1
         ) told
         WHERE c.league_id = $1 ORDER BY c.season DESC LIMIT 1",
        league.id.as_uuid(),
        feed_requests::about_league(&league.code, QUESTION),
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(LeagueTable {
        rows: of(conn, league.id, &row.season).await?,
        season: row.season,
        checked_at: row.checked_at,
    }))
}
