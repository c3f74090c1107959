//! Who is entered in contests of many.

use shared::id::CompetitorId;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

/// An athlete who is entered in the contest of one row.
pub(crate) struct Entrant {
    /// The row's number, from 1.
    pub(crate) row: i64,
    /// Who it is.
    pub(crate) athlete: CompetitorId,
    /// In full.
    pub(crate) name: String,
    /// Whether the provider that was asked about has an id for the athlete.
    pub(crate) is_referred_to: bool,
}

/// Contests as a feed refers to them, one per row.
#[derive(Default)]
pub(crate) struct FieldRows {
    pub(crate) references: Vec<String>,
    pub(crate) competitions: Vec<Uuid>,
    pub(crate) slugs: Vec<String>,
}

/// The athletes of these contests, as far as the contests are known: by the feed's own id, or else
/// by the name.
pub(crate) async fn of_fields(
    conn: &mut PgConnection,
    provider: &str,
    rows: &FieldRows,
) -> Result<Vec<Entrant>, StoreError> {
    let entrants = sqlx::query_as!(
        Entrant,
        r#"SELECT w.nth AS "row!", i.id AS "athlete!: CompetitorId", c.name, EXISTS (
             SELECT 1 FROM competitor_refs r WHERE r.competitor_id = i.id AND r.provider = $1)
             AS "is_referred_to!"
           FROM unnest($2::text[], $3::uuid[], $4::text[]) WITH ORDINALITY
             AS w(reference, competition_id, slug, nth)
           JOIN game_competitors g ON g.role = 'entrant' AND g.game_id = coalesce(
             (SELECT r.game_id FROM game_refs r
              WHERE r.provider = $1 AND r.reference = w.reference),
             (SELECT k.game_id FROM field_keys k
              WHERE k.competition_id = w.competition_id AND k.slug = w.slug))
           JOIN competitors c ON c.competitor_id = g.competitor_id AND c.kind = 'athlete'
           CROSS JOIN LATERAL (SELECT coalesce(c.merged_into, c.competitor_id) AS id) i
           ORDER BY w.nth, g.slot"#,
        provider,
        &rows.references,
        &rows.competitions,
        &rows.slugs,
    )
    .fetch_all(conn)
    .await?;
    Ok(entrants)
}
