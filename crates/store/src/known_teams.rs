//! The teams that members ask about: those that play now, stand in a table, or have somebody out.

use shared::competitor::Competitor;
use shared::id::CompetitorId;
use sqlx::PgConnection;

use crate::StoreError;

/// A team with what it is found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownTeam {
    /// The team.
    pub team: Competitor,
    /// Names of it that were joined with this one.
    pub also: Vec<String>,
    /// The codes of the leagues that it plays in, in order.
    pub leagues: Vec<String>,
}

/// Every team that has a game within two months of now, that stands in a table of the last year, or
/// of which somebody may miss games; in order of names.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn known_teams(conn: &mut PgConnection) -> Result<Vec<KnownTeam>, StoreError> {
    let rows = sqlx::query!(
        r#"WITH told AS (
             SELECT gc.competitor_id, g.league_id
             FROM leagues l
             JOIN games g ON g.league_id = l.league_id
               AND g.starts_at BETWEEN app_now() - interval '60 days'
                 AND app_now() + interval '60 days'
             JOIN game_competitors gc ON gc.game_id = g.game_id AND gc.role IN ('home', 'away')
             UNION
             SELECT s.competitor_id, c.league_id
             FROM standings s JOIN competitions c ON c.competition_id = s.competition_id
             WHERE s.changed_at > app_now() - interval '1 year'
             UNION
             SELECT i.team_id, i.league_id FROM injuries i
           )
           SELECT t.competitor_id AS "id: CompetitorId", t.name, t.short_name, t.place, t.code,
             t.color_1, t.color_2,
             array_agg(DISTINCT l.code ORDER BY l.code) AS "leagues!",
             ARRAY(SELECT o.name FROM competitors o
               WHERE o.merged_into = t.competitor_id ORDER BY o.name) AS "also!"
           FROM told
           JOIN leagues l ON l.league_id = told.league_id
           JOIN competitors own ON own.competitor_id = told.competitor_id
           JOIN competitors t ON t.competitor_id = coalesce(own.merged_into, own.competitor_id)
           WHERE t.kind = 'team'
           GROUP BY t.competitor_id ORDER BY t.name, t.competitor_id"#,
    )
    .fetch_all(conn)
    .await?;
    let teams = rows.into_iter().map(|row| KnownTeam {
        team: Competitor {
            id: row.id,
            name: row.name,
            short_name: row.short_name,
            place: row.place,
            code: row.code,
            colors: row.color_1.zip(row.color_2),
        },
        also: row.also,
        leagues: row.leagues,
    });
    Ok(teams.collect())
}
