//! Teams that are known, whether they play or not.

use shared::competitor::Competitor;
use shared::id::CompetitorId;
use sqlx::PgPool;

use crate::StoreError;

/// The most that are read.
const TEAMS_MAX: i64 = 20_000;

/// A team, and the code of a league in which it plays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownTeam {
    /// The team.
    pub team: Competitor,
    /// The code of the league.
    pub league: String,
}

/// Every team that had a game within a year of now, in each league in which it had one.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn known_teams(pool: &PgPool) -> Result<Vec<KnownTeam>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT c.competitor_id AS "id: CompetitorId", c.name, c.short_name, c.place, c.code,
             l.code AS league
           FROM (
             SELECT DISTINCT gc.competitor_id, g.league_id
             FROM games g JOIN game_competitors gc ON gc.game_id = g.game_id
             WHERE gc.role <> 'entrant'
               AND g.starts_at BETWEEN app_now() - interval '1 year'
                 AND app_now() + interval '1 year') played
           JOIN competitors c ON c.competitor_id = played.competitor_id
           JOIN leagues l ON l.league_id = played.league_id
           WHERE c.kind = 'team' AND c.merged_into IS NULL
           ORDER BY l.code, c.competitor_id LIMIT $1"#,
        TEAMS_MAX,
    )
    .fetch_all(pool)
    .await?;
    let teams = rows.into_iter().map(|row| KnownTeam {
        team: Competitor {
            id: row.id,
            name: row.name,
            short_name: row.short_name,
            place: row.place,
            code: row.code,
            colors: None,
        },
        league: row.league,
    });
    Ok(teams.collect())
}
