//! Finds contests of many by their competition and their name.

use chrono::{DateTime, Utc};
use shared::id::{CompetitionId, GameId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

/// Looks up contests by name. Returns competition, name and game id.
pub(crate) async fn by_slugs(
    conn: &mut PgConnection,
    competitions: &[Uuid],
    slugs: &[String],
) -> Result<Vec<(CompetitionId, String, GameId)>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT k.competition_id AS "competition: CompetitionId", k.slug,
             coalesce(g.merged_into, g.game_id) AS "game!: GameId"
           FROM unnest($1::uuid[], $2::text[]) AS w(competition_id, slug)
           JOIN field_keys k ON k.competition_id = w.competition_id AND k.slug = w.slug
           JOIN games g ON g.game_id = k.game_id"#,
        competitions,
        slugs,
    )
    .fetch_all(conn)
    .await?;
    let found = rows.into_iter();
    Ok(found.map(|it| (it.competition, it.slug, it.game)).collect())
}

/// Contests to be created, one per row.
#[derive(Default)]
pub(crate) struct NewFields {
    pub(crate) ids: Vec<Uuid>,
    pub(crate) references: Vec<String>,
    pub(crate) leagues: Vec<Uuid>,
    pub(crate) competitions: Vec<Uuid>,
    pub(crate) slugs: Vec<String>,
    pub(crate) names: Vec<String>,
    pub(crate) starts: Vec<DateTime<Utc>>,
    pub(crate) statuses: Vec<String>,
}

/// Claims these names and creates the games whose claims succeed, as [`super::keys::claim`] does
/// for matches.
pub(crate) async fn claim(
    conn: &mut PgConnection,
    provider: &str,
    rows: &NewFields,
) -> Result<Vec<GameId>, StoreError> {
    let made = sqlx::query_scalar!(
        r#"WITH w AS (
             SELECT * FROM unnest($2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::text[],
                 $7::text[], $8::timestamptz[], $9::text[])
               AS w(game_id, reference, league_id, competition_id, slug, name, starts_at, status)
           ),
           claimed AS (
             INSERT INTO field_keys (competition_id, slug, game_id)
             SELECT w.competition_id, w.slug, w.game_id FROM w ORDER BY w.competition_id, w.slug
             ON CONFLICT DO NOTHING
             RETURNING game_id
           ),
           made AS (
             INSERT INTO games (game_id, league_id, competition_id, kind, name, starts_at, status)
             SELECT w.game_id, w.league_id, w.competition_id, 'field', w.name, w.starts_at,
               w.status
             FROM w JOIN claimed c ON c.game_id = w.game_id
           )
           INSERT INTO game_refs (provider, reference, game_id)
           SELECT $1, w.reference, w.game_id FROM w JOIN claimed c ON c.game_id = w.game_id
           ORDER BY w.reference
           RETURNING game_id AS "game!: GameId""#,
        provider,
        &rows.ids,
        &rows.references,
        &rows.leagues,
        &rows.competitions,
        &rows.slugs,
        &rows.names,
        &rows.starts,
        &rows.statuses,
    )
    .fetch_all(conn)
    .await?;
    Ok(made)
}
