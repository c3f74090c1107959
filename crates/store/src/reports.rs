//! The newest reports of games, and of those that were joined with them.

use std::collections::HashMap;

use shared::facts::Facts;
use shared::id::GameId;
use shared::report::Report;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;
use crate::games::joined::Member;
use crate::rows::end::{facts, scores, status};

/// Which report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportKey {
    /// The game that it is kept with.
    pub game: GameId,
    /// Whose it is.
    pub provider: String,
    /// Its number among those.
    pub sequence: i32,
}

impl ReportKey {
    /// The game that it is kept with, where that is another one than this.
    pub(crate) fn of_another(&self, game: Uuid) -> Option<Uuid> {
        Some(self.game.as_uuid()).filter(|it| *it != game)
    }

    /// The key of a report.
    pub fn of(said: &Said) -> Self {
        Self {
            game: said.game,
            provider: said.report.provider.clone(),
            sequence: said.report.sequence,
        }
    }
}

/// A report, and the game that it is kept with.
#[derive(Clone, Debug)]
pub struct Said {
    /// The game, or one that was joined with it.
    pub game: GameId,
    /// The report, with the sides of the game on offer.
    pub report: Report,
}

/// Reports by their game on offer, the newest of each source and of each game that is one with it,
/// in order of the sources' names, of one source the latest last.
pub(crate) async fn of_families(
    conn: &mut PgConnection,
    members: &[Member],
) -> Result<HashMap<Uuid, Vec<Said>>, StoreError> {
    let ids: Vec<_> = members.iter().map(|it| it.game.as_uuid()).collect();
    let mut own = newest(conn, &ids).await?;
    let mut said: HashMap<Uuid, Vec<Said>> = HashMap::new();
    for member in members {
        let reports = own.remove(&member.game.as_uuid()).unwrap_or_default();
        let of = said.entry(member.offered.as_uuid()).or_default();
        of.extend(reports.into_iter().map(|report| Said {
            game: member.game,
            report: match member.is_turned {
                true => turned(report),
                false => report,
            },
        }));
    }
    for all in said.values_mut() {
        let order = |it: &Said| (it.report.provider.clone(), it.report.received_at);
        all.sort_by_key(order);
    }
    Ok(said)
}

fn turned(report: Report) -> Report {
    let scores = report.scores.iter().map(|it| it.turned());
    let mut scores: Vec<_> = scores.collect();
    scores.sort_unstable();
    Report {
        scores,
        facts: Facts::turned(&report.facts),
        ..report
    }
}

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
