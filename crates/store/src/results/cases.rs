//! All that is known of games, for deciding how they ended.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use grading::decide::{Case, Report, Standing, schedule};
use shared::decision::{Basis, ReviewReason};
use shared::game::GameStatus;
use shared::id::GameId;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{facts, scores, status};
use crate::leagues::sport;
use crate::{Inconsistency, StoreError};

/// A game with what is to be decided of it.
pub(super) struct Open {
    pub(super) game: Uuid,
    /// The newest version of its result; 0 before there is one.
    pub(super) version: i32,
    /// The number of the review that is open.
    pub(super) review: Option<i32>,
    /// Why it is open.
    pub(super) why: Option<ReviewReason>,
    /// When it was to be looked at again.
    pub(super) decide_at: Option<DateTime<Utc>>,
    pub(super) starts_at: DateTime<Utc>,
    pub(super) status: String,
    /// The start under which it comes on offer, where it never was under that one.
    pub(super) new_start: Option<DateTime<Utc>>,
    pub(super) case: Case,
}

impl Open {
    /// Bets may rest on the start that its sources name, from the moment that this is committed.
    pub(super) fn offer(&mut self, now: DateTime<Utc>) {
        let (start, status) = match schedule(&self.case) {
            Some(said) => said,
            None => return,
        };
        let is_offered = status == GameStatus::Scheduled && start > now;
        if is_offered && !self.case.starts.contains(&start) {
            self.new_start = Some(start);
            self.case.starts.push(start);
        }
    }
}

/// Locks these games and reads what is known of them, in the order of their ids. Whoever decides
/// a game after somebody else sees what that one decided.
pub(super) async fn lock(conn: &mut PgConnection, games: &[Uuid]) -> Result<Vec<Open>, StoreError> {
    // A statement of its own: what is read afterwards is as late as the locks.
    sqlx::query!(
        r#"SELECT 1 AS "one!" FROM games WHERE game_id = ANY($1)
           ORDER BY game_id FOR NO KEY UPDATE"#,
        games,
    )
    .fetch_all(&mut *conn)
    .await?;
    let rows = sqlx::query!(
        r#"SELECT g.game_id, g.starts_at, g.status, g.result_version, g.open_review, g.decide_at,
             l.code, l.sport, r.why AS "why?",
             ARRAY(SELECT s.starts_at FROM game_starts s
               WHERE s.game_id = g.game_id ORDER BY s.starts_at) AS "starts!: Vec<DateTime<Utc>>"
           FROM games g JOIN leagues l ON l.league_id = g.league_id
           LEFT JOIN reviews r ON r.game_id = g.game_id AND r.number = g.open_review
           WHERE g.game_id = ANY($1) ORDER BY g.game_id"#,
        games,
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut reports = reports(&mut *conn, games).await?;
    let mut standing = standing(&mut *conn, games).await?;
    let mut given_up = given_up(&mut *conn, games).await?;
    let mut open = Vec::with_capacity(rows.len());
    for row in rows {
        let case = Case {
            sport: sport("leagues", &row.code, &row.sport)?,
            league: row.code,
            starts: row.starts,
            reports: reports.remove(&row.game_id).unwrap_or_default(),
            standing: standing.remove(&row.game_id),
            given_up: given_up.remove(&row.game_id).unwrap_or_default(),
        };
        open.push(Open {
            new_start: None,
            game: row.game_id,
            version: row.result_version,
            review: row.open_review,
            why: row.why.as_deref().and_then(ReviewReason::from_word),
            decide_at: row.decide_at,
            starts_at: row.starts_at,
            status: row.status,
            case,
        });
    }
    hear(conn, &mut open).await?;
    Ok(open)
}

/// The newest report of each source: one step of the index a source, however long its history.
pub(crate) async fn reports(
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

async fn standing(
    conn: &mut PgConnection,
    games: &[Uuid],
) -> Result<HashMap<Uuid, Standing>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT g.game_id, r.status, r.facts, r.basis,
             -- A game that was only put off is corrected from when it ended.
             coalesce((SELECT min(f.decided_at) FROM results f
               WHERE f.game_id = g.game_id AND f.basis IS DISTINCT FROM 'window'), r.decided_at)
               AS "first_decided_at!",
             (SELECT coalesce(jsonb_agg(jsonb_build_array(s.period, s.role, s.points)), '[]')
              FROM result_scores s
              WHERE s.game_id = r.game_id AND s.version = r.version AND s.slot = 0)
               AS "scores!"
           FROM games g
           JOIN results r ON r.game_id = g.game_id AND r.version = g.result_version
           WHERE g.game_id = ANY($1)"#,
        games,
    )
    .fetch_all(conn)
    .await?;
    let mut standing = HashMap::with_capacity(rows.len());
    for row in rows {
        let game = GameId::from_uuid(row.game_id);
        standing.insert(
            row.game_id,
            Standing {
                status: status("results", game, &row.status)?,
                scores: scores(game, row.scores)?,
                facts: facts(game, row.facts)?,
                basis: basis(game, row.basis.as_deref())?,
                first_decided_at: row.first_decided_at,
            },
        );
    }
    Ok(standing)
}

/// The starts that any version of these games' results gave up.
async fn given_up(
    conn: &mut PgConnection,
    games: &[Uuid],
) -> Result<HashMap<Uuid, Vec<DateTime<Utc>>>, StoreError> {
    let rows = sqlx::query!(
        "SELECT game_id, facts FROM results
         WHERE game_id = ANY($1) AND basis = 'window' ORDER BY game_id, version",
        games,
    )
    .fetch_all(conn)
    .await?;
    let mut given_up: HashMap<Uuid, Vec<DateTime<Utc>>> = HashMap::new();
    for row in rows {
        let facts = facts(GameId::from_uuid(row.game_id), row.facts)?;
        let known = given_up.entry(row.game_id).or_default();
        known.extend(facts.given_up);
        known.sort_unstable();
        known.dedup();
    }
    Ok(given_up)
}

/// A result that is older than its basis rested on the only source that there was.
fn basis(game: GameId, found: Option<&str>) -> Result<Basis, Inconsistency> {
    let Some(word) = found else {
        return Ok(Basis::Official);
    };
    Basis::from_word(word).ok_or_else(|| Inconsistency {
        table: "results",
        column: "basis",
        row: game.to_string(),
        found: word.to_owned(),
    })
}

/// Notes when the sources of games that are put off last answered about their league.
async fn hear(conn: &mut PgConnection, games: &mut [Open]) -> Result<(), StoreError> {
    let (mut providers, mut leagues) = (Vec::new(), Vec::new());
    let is_off = |it: &Report| matches!(it.status, GameStatus::Postponed | GameStatus::Suspended);
    let is_awaited = |it: &&Open| {
        let standing = it.case.standing.as_ref();
        standing.is_none_or(|it| !it.facts.given_up.is_empty())
    };
    for open in games.iter().filter(is_awaited) {
        for report in open.case.reports.iter().filter(|it| is_off(it)) {
            providers.push(report.provider.clone());
            leagues.push(open.case.league.clone());
        }
    }
    if providers.is_empty() {
        return Ok(());
    }
    let rows = sqlx::query!(
        r#"SELECT DISTINCT w.provider AS "provider!", w.league AS "league!",
             (SELECT max(heard.asked_at)
              FROM (VALUES ('scores'), ('schedule'), ('quotes')) AS kind(word)
              CROSS JOIN LATERAL (
                SELECT p.asked_at FROM poll_log p
                WHERE p.provider = w.provider AND p.feed = w.league || '/' || kind.word
                  AND p.outcome IN ('changed', 'unchanged')
                ORDER BY p.asked_at DESC LIMIT 1) heard) AS heard_at
           FROM unnest($1::text[], $2::text[]) AS w(provider, league)"#,
        &providers,
        &leagues,
    )
    .fetch_all(conn)
    .await?;
    let heard: HashMap<_, _> = rows
        .into_iter()
        .map(|row| ((row.provider, row.league), row.heard_at))
        .collect();
    for open in games {
        let league = &open.case.league;
        for report in open.case.reports.iter_mut().filter(|it| is_off(it)) {
            let key = (report.provider.clone(), league.clone());
            report.heard_at = heard.get(&key).copied().flatten();
        }
    }
    Ok(())
}
