//! The newest reports of games.

use std::collections::HashMap;

use shared::id::GameId;
use shared::report::Report;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;
use crate::rows::end::{facts, scores, status};

/// The newest report of each source. One index step for each source, however long its history.
pub(crate) async fn newest(
    conn: &mut PgConnection,
    games: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Report>>, StoreError> {
    let rows = sqlx::query!(
        r#"WITH RECURSIVE said AS (
             SELECT w.game_id, (SELECT min(r.provider) FROM provider_reports r
               WHERE r.game_id = w.game_id) AS provider
             FROM unnest($1::uuid[]) AS w(game_id)
             UNION ALL
             SELECT s.game_id, (SELECT min(r.provider) FROM provider_reports r
               WHERE r.game_id = s.game_id AND r.provider > s.provider)
             FROM said s WHERE s.provider IS NOT NULL
           )
           SELECT s.game_id AS "game_id!", s.provider AS "provider!", n.sequence, n.status,
             n.starts_at, n.scores, n.facts, n.source_at, n.received_at
           FROM said s
           CROSS JOIN LATERAL (
             SELECT r.sequence, r.status, r.starts_at, r.scores, r.facts, r.source_at,
               r.received_at
             FROM provider_reports r
             WHERE r.game_id = s.game_id AND r.provider = s.provider
             ORDER BY r.sequence DESC LIMIT 1
           ) n
           WHERE s.provider IS NOT NULL
           ORDER BY s.game_id, s.provider"#,
        games,
    )
    .fetch_all(conn)
    .await?;
    let mut reports: HashMap<Uuid, Vec<Report>> = HashMap::with_capacity(games.len());
    for row in rows {
        let game = GameId::from_uuid(row.game_id);
        reports.entry(row.game_id).or_default().push(Report {
            status: status("provider_reports", game, &row.status)?,
            scores: scores(game, row.scores)?,
            facts: facts(game, row.facts)?,
            provider: row.provider,
            sequence: row.sequence,
            starts_at: row.starts_at,
            source_at: row.source_at,
            received_at: row.received_at,
            heard_at: None,
        });
    }
    Ok(reports)
}
