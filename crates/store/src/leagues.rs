//! Leagues, their competitions, and bookmakers.

use serde::{Deserialize, Serialize};
use shared::id::{BookmakerId, CompetitionId, LeagueId};
use shared::league::{League, Sport};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{Inconsistency, StoreError, manual};

/// Leagues to be stored, one per row.
#[derive(Default)]
pub(crate) struct LeagueRows {
    pub(crate) ids: Vec<Uuid>,
    pub(crate) codes: Vec<String>,
    pub(crate) names: Vec<String>,
    pub(crate) sports: Vec<String>,
    pub(crate) time_zones: Vec<String>,
}

/// Inserts the leagues that are missing. The first feed that names a league fixes its name, so that
/// feeds cannot rename it back and forth.
pub(crate) async fn insert(conn: &mut PgConnection, rows: &LeagueRows) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO leagues (league_id, code, name, sport, time_zone)
         SELECT w.league_id, w.code, w.name, w.sport, w.time_zone
         FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[])
           AS w(league_id, code, name, sport, time_zone)
         ON CONFLICT DO NOTHING",
        &rows.ids,
        &rows.codes,
        &rows.names,
        &rows.sports,
        &rows.time_zones,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// The id of a season or tournament of a league.
pub fn competition_id(league: LeagueId, season: &str) -> CompetitionId {
    CompetitionId::derive(&format!("{league}/{season}"))
}

/// Competitions to be stored, one per row.
#[derive(Default)]
pub(crate) struct CompetitionRows {
    pub(crate) ids: Vec<Uuid>,
    pub(crate) leagues: Vec<Uuid>,
    pub(crate) seasons: Vec<String>,
}

/// Inserts the competitions that are missing.
pub(crate) async fn insert_competitions(
    conn: &mut PgConnection,
    rows: &CompetitionRows,
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO competitions (competition_id, league_id, season)
         SELECT w.competition_id, w.league_id, w.season
         FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS w(competition_id, league_id, season)
         ON CONFLICT DO NOTHING",
        &rows.ids,
        &rows.leagues,
        &rows.seasons,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Inserts the bookmakers that are missing: code and name.
pub(crate) async fn insert_bookmakers(
    conn: &mut PgConnection,
    ids: &[Uuid],
    codes: &[String],
    names: &[String],
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO bookmakers (bookmaker_id, code, name)
         SELECT w.bookmaker_id, w.code, w.name
         FROM unnest($1::uuid[], $2::text[], $3::text[]) AS w(bookmaker_id, code, name)
         ON CONFLICT DO NOTHING",
        ids,
        codes,
        names,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// The league with this code, ignoring case.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn by_code(conn: &mut PgConnection, code: &str) -> Result<Option<League>, StoreError> {
    let row = sqlx::query!(
        "SELECT league_id, code, name, sport FROM leagues WHERE lower(code) = lower($1)",
        code,
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let sport = sport("leagues", &row.code, &row.sport)?;
    Ok(Some(League {
        id: LeagueId::from_uuid(row.league_id),
        code: row.code,
        name: row.name,
        sport,
    }))
}

/// The codes of all leagues, for error messages.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn codes(conn: &mut PgConnection) -> Result<Vec<String>, StoreError> {
    let codes = sqlx::query_scalar!("SELECT code FROM leagues ORDER BY code")
        .fetch_all(conn)
        .await?;
    Ok(codes)
}

pub(crate) fn sport(table: &'static str, row: &str, found: &str) -> Result<Sport, Inconsistency> {
    Sport::from_word(found).ok_or_else(|| Inconsistency {
        table,
        column: "sport",
        row: row.to_owned(),
        found: found.to_owned(),
    })
}

/// The id of the bookmaker with this code.
pub fn bookmaker_id(code: &str) -> BookmakerId {
    BookmakerId::derive(code)
}

/// A league with what members can look up of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownLeague {
    /// The league.
    pub league: League,
    /// Whether a feed has told its table.
    pub has_table: bool,
    /// Whether it has a game within two months of now.
    pub has_games: bool,
}

/// Every league of which there is a table or a game that is not long over, by code.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn shown(conn: &mut PgConnection) -> Result<Vec<ShownLeague>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT * FROM (
             SELECT l.league_id AS "id: LeagueId", l.code, l.name, l.sport,
               EXISTS (
                 SELECT FROM competitions c JOIN standings s ON s.competition_id = c.competition_id
                 WHERE c.league_id = l.league_id) AS "has_table!",
               EXISTS (
                 SELECT FROM games g
                 WHERE g.league_id = l.league_id
                   AND g.starts_at BETWEEN app_now() - interval '60 days'
                     AND app_now() + interval '60 days') AS "has_games!"
             FROM leagues l WHERE l.code <> $1) AS shown
           WHERE "has_table!" OR "has_games!" ORDER BY code"#,
        manual::LEAGUE,
    )
    .fetch_all(conn)
    .await?;
    let rows = rows.into_iter().map(|row| {
        Ok(ShownLeague {
            league: League {
                id: row.id,
                sport: sport("leagues", &row.code, &row.sport)?,
                code: row.code,
                name: row.name,
            },
            has_table: row.has_table,
            has_games: row.has_games,
        })
    });
    rows.collect()
}
