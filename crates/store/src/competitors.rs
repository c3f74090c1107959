//! Teams and athletes, and how feeds refer to them.

use std::collections::HashSet;

use shared::id::CompetitorId;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

/// The ids that feeds use for competitors, one per row.
#[derive(Default)]
pub(crate) struct RefRows {
    pub(crate) sports: Vec<String>,
    pub(crate) references: Vec<String>,
    pub(crate) ids: Vec<Uuid>,
}

/// A competitor that a feed has an id for.
pub(crate) struct Known {
    /// The word of its sport.
    pub(crate) sport: String,
    /// The feed's own id.
    pub(crate) reference: String,
    /// The competitor, or the one that it was joined with.
    pub(crate) competitor: CompetitorId,
    /// In full.
    pub(crate) name: String,
}

/// Looks up competitors by a feed's own ids.
pub(crate) async fn refs(
    conn: &mut PgConnection,
    provider: &str,
    sports: &[String],
    references: &[String],
) -> Result<Vec<Known>, StoreError> {
    let known = sqlx::query_as!(
        Known,
        r#"SELECT r.sport, r.reference, c.competitor_id AS "competitor: CompetitorId", c.name
           FROM unnest($2::text[], $3::text[]) AS w(sport, reference)
           JOIN competitor_refs r ON r.provider = $1 AND r.sport = w.sport
             AND r.reference = w.reference
           JOIN competitors own ON own.competitor_id = r.competitor_id
           JOIN competitors c ON c.competitor_id = coalesce(own.merged_into, own.competitor_id)"#,
        provider,
        sports,
        references,
    )
    .fetch_all(conn)
    .await?;
    Ok(known)
}

/// Those of these competitors that were joined with another, each with the other.
pub(crate) async fn joined(
    conn: &mut PgConnection,
    ids: &[Uuid],
) -> Result<Vec<(CompetitorId, CompetitorId)>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = sqlx::query!(
        r#"SELECT competitor_id AS "id: CompetitorId", merged_into AS "into!: CompetitorId"
           FROM competitors WHERE competitor_id = ANY($1) AND merged_into IS NOT NULL"#,
        ids,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|it| (it.id, it.into)).collect())
}

/// Those of these competitors that are there.
pub(crate) async fn existing(
    conn: &mut PgConnection,
    ids: &[Uuid],
) -> Result<HashSet<CompetitorId>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT competitor_id AS "id: CompetitorId" FROM competitors
           WHERE competitor_id = ANY($1)"#,
        ids,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|it| it.id).collect())
}

/// Stores which competitor a feed's own id refers to.
pub(crate) async fn insert_refs(
    conn: &mut PgConnection,
    provider: &str,
    rows: &RefRows,
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO competitor_refs (provider, sport, reference, competitor_id)
         SELECT $1, w.sport, w.reference, w.competitor_id
         FROM unnest($2::text[], $3::text[], $4::uuid[]) AS w(sport, reference, competitor_id)
         ORDER BY w.sport, w.reference
         ON CONFLICT DO NOTHING",
        provider,
        &rows.sports,
        &rows.references,
        &rows.ids,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Competitors to be stored, one per row, each once.
#[derive(Default)]
pub(crate) struct CompetitorRows {
    pub(crate) ids: Vec<Uuid>,
    pub(crate) sports: Vec<String>,
    pub(crate) kinds: Vec<String>,
    pub(crate) names: Vec<String>,
    pub(crate) short_names: Vec<String>,
    pub(crate) places: Vec<String>,
    pub(crate) codes: Vec<String>,
    pub(crate) colors_1: Vec<Option<String>>,
    pub(crate) colors_2: Vec<Option<String>>,
    pub(crate) logo_urls: Vec<Option<String>>,
    /// Whether what is known has a letter where this has the first name.
    pub(crate) fuller: Vec<bool>,
}

/// Inserts the competitors that are missing, and updates names that the feed that introduced them
/// has changed, or that another feed has in full.
pub(crate) async fn upsert(
    conn: &mut PgConnection,
    provider: &str,
    rows: &CompetitorRows,
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO competitors AS c (competitor_id, sport, kind, name, short_name, place,
           code, color_1, color_2, logo_url, named_by)
         SELECT w.competitor_id, w.sport, w.kind, w.name, w.short_name, w.place, w.code,
           w.color_1, w.color_2, w.logo_url,
           coalesce((SELECT k.named_by FROM competitors k
             WHERE w.fuller AND k.competitor_id = w.competitor_id), $11)
         FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
             $7::text[], $8::text[], $9::text[], $10::text[], $12::bool[])
           AS w(competitor_id, sport, kind, name, short_name, place, code, color_1, color_2,
             logo_url, fuller)
         ORDER BY w.competitor_id
         ON CONFLICT ON CONSTRAINT competitors_pkey DO UPDATE
         SET name = excluded.name, short_name = excluded.short_name, place = excluded.place,
           code = excluded.code, color_1 = excluded.color_1, color_2 = excluded.color_2,
           logo_url = excluded.logo_url
         WHERE c.named_by = excluded.named_by
           AND (c.name, c.short_name, c.place, c.code, c.color_1, c.color_2, c.logo_url)
             IS DISTINCT FROM (excluded.name, excluded.short_name, excluded.place, excluded.code,
               excluded.color_1, excluded.color_2, excluded.logo_url)",
        &rows.ids,
        &rows.sports,
        &rows.kinds,
        &rows.names,
        &rows.short_names,
        &rows.places,
        &rows.codes,
        &rows.colors_1 as &[Option<String>],
        &rows.colors_2 as &[Option<String>],
        &rows.logo_urls as &[Option<String>],
        provider,
        &rows.fuller,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
