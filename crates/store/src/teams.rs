//! Who plays for which team, as far as feeds have told.

use std::collections::HashMap;

use shared::id::CompetitorId;
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use crate::StoreError;

/// How long somebody counts as a team's player after a report last had him there, in days: a long
/// injury, and not a career.
const DAYS_MAX: i32 = 500;

/// A player of a team.
pub(crate) struct Member {
    /// The team.
    pub(crate) team: CompetitorId,
    /// The player.
    pub(crate) player: CompetitorId,
    /// In full.
    pub(crate) name: String,
    /// Whether the provider that was asked about has an id for the player.
    pub(crate) is_referred_to: bool,
}

/// The players of these teams.
pub(crate) async fn members(
    conn: &mut PgConnection,
    provider: &str,
    teams: &[Uuid],
) -> Result<Vec<Member>, StoreError> {
    let members = sqlx::query_as!(
        Member,
        r#"SELECT t.team_id AS "team: CompetitorId", c.competitor_id AS "player: CompetitorId",
             c.name, EXISTS (
               SELECT 1 FROM competitor_refs r
               WHERE r.competitor_id = c.competitor_id AND r.provider = $1) AS "is_referred_to!"
           FROM team_players t JOIN competitors c ON c.competitor_id = t.player_id
           WHERE t.team_id = ANY($2) AND t.seen_on > app_now()::date - $3::int"#,
        provider,
        teams,
        DAYS_MAX,
    )
    .fetch_all(conn)
    .await?;
    Ok(members)
}

/// Which of these teams each of these players was last seen with. Who was seen with none of them
/// for long is left out.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn of_players(
    pool: &PgPool,
    teams: &[CompetitorId],
    players: &[CompetitorId],
) -> Result<HashMap<CompetitorId, CompetitorId>, StoreError> {
    let teams: Vec<Uuid> = teams.iter().map(|it| it.as_uuid()).collect();
    let players: Vec<Uuid> = players.iter().map(|it| it.as_uuid()).collect();
    let rows = sqlx::query!(
        r#"SELECT DISTINCT ON (t.player_id) t.player_id AS "player: CompetitorId",
             t.team_id AS "team: CompetitorId"
           FROM team_players t
           WHERE t.team_id = ANY($1) AND t.player_id = ANY($2)
             AND t.seen_on > app_now()::date - $3::int
           ORDER BY t.player_id, t.seen_on DESC, t.team_id"#,
        &teams,
        &players,
        DAYS_MAX,
    )
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().map(|it| (it.player, it.team)).collect())
}

/// Players of teams, one per row.
#[derive(Default)]
pub(crate) struct MemberRows {
    pub(crate) teams: Vec<Uuid>,
    pub(crate) players: Vec<Uuid>,
    pub(crate) days: Vec<chrono::NaiveDate>,
}

/// Stores who was a team's player on which day, where no later day is known. Players who are not
/// stored themselves are left out.
pub(crate) async fn upsert(conn: &mut PgConnection, rows: &MemberRows) -> Result<u64, StoreError> {
    if rows.teams.is_empty() {
        return Ok(0);
    }
    let done = sqlx::query!(
        "INSERT INTO team_players AS t (team_id, player_id, seen_on)
         SELECT w.team_id, w.player_id, max(w.seen_on)
         FROM unnest($1::uuid[], $2::uuid[], $3::date[]) AS w(team_id, player_id, seen_on)
         JOIN competitors c ON c.competitor_id = w.player_id
         GROUP BY w.team_id, w.player_id ORDER BY w.team_id, w.player_id
         ON CONFLICT ON CONSTRAINT team_players_pkey DO UPDATE SET seen_on = excluded.seen_on
         WHERE t.seen_on < excluded.seen_on",
        &rows.teams,
        &rows.players,
        &rows.days,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
