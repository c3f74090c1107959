//! Where games stand while they are played, as each feed said last. Shown and no more: no result,
//! grade or price reads it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use shared::competitor::Role;
use shared::feed::GameReport;
use shared::id::GameId;
use shared::live::LiveState;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

/// Keeps where the games of an answer stand, and forgets it of those that are not played any more.
/// What stays as it is is not written. Games that nobody knows yet are passed over. Returns how
/// many states are new.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn keep(
    conn: &mut PgConnection,
    provider: &str,
    games: &[GameReport],
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let (mut references, mut sports, mut homes) = (Vec::new(), Vec::new(), Vec::new());
    let (mut states, mut turned) = (Vec::new(), Vec::new());
    for game in games {
        references.push(game.reference.clone());
        sports.push(game.league.sport.word().to_owned());
        homes.push(game.side(Role::Home).map(|it| it.reference.clone()));
        states.push(game.live.as_ref().map(LiveState::to_json));
        turned.push(game.live.clone().map(|it| it.turned().to_json()));
    }
    let done = sqlx::query!(
        "WITH told AS (
           SELECT DISTINCT ON (r.game_id) r.game_id,
             CASE WHEN w.turned IS DISTINCT FROM w.state AND EXISTS (
               SELECT FROM competitor_refs h
               JOIN competitors home ON home.competitor_id = h.competitor_id
               JOIN game_competitors c ON c.game_id = r.game_id AND c.role = 'away' AND c.slot = 0
               JOIN competitors away ON away.competitor_id = c.competitor_id
               WHERE h.provider = $1 AND h.sport = w.sport AND h.reference = w.home
                 AND coalesce(home.merged_into, home.competitor_id)
                   = coalesce(away.merged_into, away.competitor_id))
             THEN w.turned ELSE w.state END::jsonb AS state
           FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
             AS w(reference, sport, home, state, turned)
           JOIN game_refs r ON r.provider = $1 AND r.reference = w.reference
           ORDER BY r.game_id, w.state IS NULL
         ),
         over AS (
           DELETE FROM live_states l USING told t
           WHERE l.provider = $1 AND l.game_id = t.game_id AND t.state IS NULL
         )
         INSERT INTO live_states AS l (game_id, provider, state, since)
         SELECT t.game_id, $1, t.state, $7 FROM told t WHERE t.state IS NOT NULL
         ON CONFLICT ON CONSTRAINT live_states_pkey DO UPDATE
         SET state = excluded.state, since = excluded.since
         WHERE l.state <> excluded.state AND l.since <= excluded.since",
        provider,
        &references,
        &sports,
        &homes as &[Option<String>],
        &states as &[Option<String>],
        &turned as &[Option<String>],
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Where a game stands, by one feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Live {
    /// Who says so.
    pub provider: String,
    /// Where it stands, with the sides as the game that is on offer has them.
    pub state: LiveState,
    /// Since when the feed has said so.
    pub since: DateTime<Utc>,
    /// When the feed was last asked about the league and answered. `None`: not by a question that
    /// is asked again and again.
    pub asked_at: Option<DateTime<Utc>>,
}

/// Where these games stand by each feed that tells it, in the order of the feeds' names; also by
/// the feed of a game that was joined with one of them. A state of a shape that this program does
/// not know is left out.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn of(
    conn: &mut PgConnection,
    games: &[GameId],
) -> Result<HashMap<GameId, Vec<Live>>, StoreError> {
    let games: Vec<Uuid> = games.iter().map(|it| it.as_uuid()).collect();
    let rows = sqlx::query!(
        r#"SELECT coalesce(g.merged_into, g.game_id) AS "game!: GameId", g.is_turned, l.provider,
             l.state::text AS "state!", l.since,
             (SELECT max(f.answered_at) FROM feed_questions f
              WHERE f.provider = l.provider AND starts_with(f.feed, a.code || '/')) AS asked_at
           FROM games g JOIN live_states l ON l.game_id = g.game_id
           JOIN leagues a ON a.league_id = g.league_id
           WHERE g.game_id = ANY($1) AND g.merged_into IS NULL OR g.merged_into = ANY($1)
           ORDER BY l.provider, g.game_id"#,
        &games,
    )
    .fetch_all(conn)
    .await?;
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows {
        let Some(state) = LiveState::from_json(&row.state) else {
            continue;
        };
        let state = if row.is_turned { state.turned() } else { state };
        found.entry(row.game).or_default().push(Live {
            provider: row.provider,
            state,
            since: row.since,
            asked_at: row.asked_at,
        });
    }
    Ok(found)
}
