//! Leagues, their competitions, and who takes part in them.

use shared::id::{BookmakerId, CompetitionId, CompetitorId, LeagueId};
use shared::league::{League, Sport};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{Inconsistency, StoreError};

/// Leagues to be known, one a row.
#[derive(Default)]
pub(crate) struct LeagueRows {
    pub(crate) ids: Vec<Uuid>,
    pub(crate) codes: Vec<String>,
    pub(crate) names: Vec<String>,
    pub(crate) sports: Vec<String>,
}

/// Makes the leagues that are missing. The first feed that names a league names it for good, so
/// that two feeds cannot rename it to and fro.
pub(crate) async fn insert(conn: &mut PgConnection, rows: &LeagueRows) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO leagues (league_id, code, name, sport)
         SELECT w.league_id, w.code, w.name, w.sport
         FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[])
           AS w(league_id, code, name, sport)
         ON CONFLICT DO NOTHING",
        &rows.ids,
        &rows.codes,
        &rows.names,
        &rows.sports,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// The id of a season or tournament of a league.
pub fn competition_id(league: LeagueId, season: &str) -> CompetitionId {
    CompetitionId::derive(&format!("{league}/{season}"))
}

/// Competitions to be known, one a row.
#[derive(Default)]
pub(crate) struct CompetitionRows {
    pub(crate) ids: Vec<Uuid>,
    pub(crate) leagues: Vec<Uuid>,
    pub(crate) seasons: Vec<String>,
}

/// Makes the competitions that are missing.
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

/// Which competitors a feed means by its own ids: league, reference, ours.
pub(crate) async fn competitor_refs(
    conn: &mut PgConnection,
    provider: &str,
    leagues: &[Uuid],
    references: &[String],
) -> Result<Vec<(LeagueId, String, CompetitorId)>, StoreError> {
    let rows = sqlx::query!(
        "SELECT r.league_id, r.reference, r.competitor_id
         FROM unnest($2::uuid[], $3::text[]) AS w(league_id, reference)
         JOIN competitor_refs r ON r.provider = $1 AND r.league_id = w.league_id
           AND r.reference = w.reference",
        provider,
        leagues,
        references,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let (league, competitor) = (row.league_id, row.competitor_id);
            let competitor = CompetitorId::from_uuid(competitor);
            (LeagueId::from_uuid(league), row.reference, competitor)
        })
        .collect())
}

/// Competitors to be known, one a row.
#[derive(Default)]
pub(crate) struct CompetitorRows {
    pub(crate) ids: Vec<Uuid>,
    pub(crate) leagues: Vec<Uuid>,
    pub(crate) references: Vec<String>,
    pub(crate) kinds: Vec<String>,
    pub(crate) names: Vec<String>,
    pub(crate) short_names: Vec<String>,
    pub(crate) places: Vec<String>,
    pub(crate) codes: Vec<String>,
    pub(crate) colors_1: Vec<Option<String>>,
    pub(crate) colors_2: Vec<Option<String>>,
    pub(crate) logo_urls: Vec<Option<String>>,
}

/// Makes the competitors that are missing and renames those that are called something else.
pub(crate) async fn upsert_competitors(
    conn: &mut PgConnection,
    rows: &CompetitorRows,
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO competitors AS c (competitor_id, league_id, kind, name, short_name, place,
           code, color_1, color_2, logo_url)
         SELECT w.competitor_id, w.league_id, w.kind, w.name, w.short_name, w.place, w.code,
           w.color_1, w.color_2, w.logo_url
         FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[],
             $7::text[], $8::text[], $9::text[], $10::text[])
           AS w(competitor_id, league_id, kind, name, short_name, place, code, color_1, color_2,
             logo_url)
         ORDER BY w.competitor_id
         ON CONFLICT ON CONSTRAINT competitors_pkey DO UPDATE
         SET name = excluded.name, short_name = excluded.short_name, place = excluded.place,
           code = excluded.code, color_1 = excluded.color_1, color_2 = excluded.color_2,
           logo_url = excluded.logo_url
         WHERE (c.name, c.short_name, c.place, c.code, c.color_1, c.color_2, c.logo_url)
           IS DISTINCT FROM (excluded.name, excluded.short_name, excluded.place, excluded.code,
             excluded.color_1, excluded.color_2, excluded.logo_url)",
        &rows.ids,
        &rows.leagues,
        &rows.kinds,
        &rows.names,
        &rows.short_names,
        &rows.places,
        &rows.codes,
        &rows.colors_1 as &[Option<String>],
        &rows.colors_2 as &[Option<String>],
        &rows.logo_urls as &[Option<String>],
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Remembers which competitor the feed means by its own id.
pub(crate) async fn insert_competitor_refs(
    conn: &mut PgConnection,
    provider: &str,
    rows: &CompetitorRows,
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO competitor_refs (provider, league_id, reference, competitor_id)
         SELECT $1, w.league_id, w.reference, w.competitor_id
         FROM unnest($2::uuid[], $3::text[], $4::uuid[]) AS w(league_id, reference, competitor_id)
         ON CONFLICT DO NOTHING",
        provider,
        &rows.leagues,
        &rows.references,
        &rows.ids,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Makes the bookmakers that are missing: code and name.
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

/// The league of that code, in any case.
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

/// The codes of all leagues, for a message that names them.
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

/// The id of the bookmaker of that code.
pub fn bookmaker_id(code: &str) -> BookmakerId {
    BookmakerId::derive(code)
}
