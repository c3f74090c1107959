//! Games, and what each feed reports about them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use shared::id::{CompetitorId, GameId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

pub use ahead::{GameAhead, GameOfPlayers, ahead, with_players};

mod ahead;
pub(crate) mod entrants;
pub(crate) mod fields;
pub(crate) mod joined;
pub(crate) mod keys;

/// The two sides of a known game.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sides {
    /// At home.
    pub(crate) home: Side,
    /// Away.
    pub(crate) away: Side,
    /// Whether this feed has an id for both sides, so that the competitors it names can be
    /// compared.
    pub(crate) are_named: bool,
}

/// A side of a game: the competitor that the game knows, and the one whose name that is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Side {
    pub(crate) id: CompetitorId,
    /// Another one where the two were joined since.
    pub(crate) is: CompetitorId,
}

/// The sides of those of these games that are known, and whether this feed has ids for them.
pub(crate) async fn sides(
    conn: &mut PgConnection,
    provider: &str,
    games: &[Uuid],
) -> Result<HashMap<GameId, Sides>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT h.game_id AS "game: GameId", h.competitor_id AS "home: CompetitorId",
             a.competitor_id AS "away: CompetitorId",
             coalesce(home.merged_into, home.competitor_id) AS "home_is!: CompetitorId",
             coalesce(away.merged_into, away.competitor_id) AS "away_is!: CompetitorId",
             EXISTS (SELECT 1 FROM competitors c
               JOIN competitor_refs r ON r.competitor_id = c.competitor_id AND r.provider = $2
               WHERE c.competitor_id = coalesce(home.merged_into, home.competitor_id)
                 OR c.merged_into = coalesce(home.merged_into, home.competitor_id))
             AND EXISTS (SELECT 1 FROM competitors c
               JOIN competitor_refs r ON r.competitor_id = c.competitor_id AND r.provider = $2
               WHERE c.competitor_id = coalesce(away.merged_into, away.competitor_id)
                 OR c.merged_into = coalesce(away.merged_into, away.competitor_id))
               AS "are_named!"
           FROM game_competitors h
           JOIN competitors home ON home.competitor_id = h.competitor_id
           JOIN game_competitors a ON a.game_id = h.game_id AND a.role = 'away' AND a.slot = 0
           JOIN competitors away ON away.competitor_id = a.competitor_id
           WHERE h.game_id = ANY($1) AND h.role = 'home' AND h.slot = 0"#,
        games,
        provider,
    )
    .fetch_all(conn)
    .await?;
    let mut sides = HashMap::with_capacity(rows.len());
    for row in rows {
        let side = |id, is| Side { id, is };
        let found = Sides {
            home: side(row.home, row.home_is),
            away: side(row.away, row.away_is),
            are_named: row.are_named,
        };
        sides.insert(row.game, found);
    }
    Ok(sides)
}

/// Games to be stored, one per row, in order of their ids.
#[derive(Default)]
pub(crate) struct GameRows {
    pub(crate) ids: Vec<Uuid>,
    pub(crate) starts: Vec<DateTime<Utc>>,
    pub(crate) statuses: Vec<String>,
    /// The scores as canonical JSON, an array of `[period, role, points]`.
    pub(crate) scores: Vec<String>,
    pub(crate) facts: Vec<String>,
    pub(crate) source_ats: Vec<Option<DateTime<Utc>>>,
    pub(crate) digests: Vec<Vec<u8>>,
}

/// Participants of games, one per row.
#[derive(Default)]
pub(crate) struct ParticipantRows {
    pub(crate) games: Vec<Uuid>,
    pub(crate) roles: Vec<String>,
    pub(crate) slots: Vec<i16>,
    pub(crate) competitors: Vec<Uuid>,
}

/// Adds participants to games. Known participants are never moved or removed. An entrant of a field
/// gets the next free slot, in the order given.
pub(crate) async fn insert_participants(
    conn: &mut PgConnection,
    rows: &ParticipantRows,
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO game_competitors (game_id, role, slot, competitor_id)
         SELECT n.game_id, n.role,
           CASE WHEN n.role = 'entrant' THEN n.last
             + row_number() OVER (PARTITION BY n.game_id, n.role ORDER BY n.slot, n.competitor_id)
           ELSE n.slot END, n.competitor_id
         FROM (
           SELECT w.game_id, w.role, w.slot, w.competitor_id,
             (SELECT coalesce(max(c.slot), 0) FROM game_competitors c
              WHERE c.game_id = w.game_id AND c.role = w.role) AS last
           FROM unnest($1::uuid[], $2::text[], $3::smallint[], $4::uuid[])
             AS w(game_id, role, slot, competitor_id)
           WHERE NOT EXISTS (
             SELECT 1 FROM game_competitors c
             WHERE c.game_id = w.game_id AND c.role = w.role
               AND c.competitor_id = w.competitor_id)
         ) n
         ORDER BY n.game_id, n.role, n.slot
         ON CONFLICT DO NOTHING",
        &rows.games,
        &rows.roles,
        &rows.slots,
        &rows.competitors,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Records when a feed last repeated its newest report, if the feed dates its reports. A report
/// dated before that is stale, however late it arrives.
pub(crate) async fn date_repetitions(
    conn: &mut PgConnection,
    provider: &str,
    rows: &GameRows,
) -> Result<(), StoreError> {
    if rows.source_ats.iter().all(Option::is_none) {
        return Ok(());
    }
    sqlx::query!(
        "INSERT INTO report_repeats AS kept (game_id, provider, source_at)
         SELECT w.game_id, $1, w.source_at
         FROM unnest($2::uuid[], $3::timestamptz[], $4::bytea[]) AS w(game_id, source_at, digest)
         CROSS JOIN LATERAL (
           SELECT r.digest, r.source_at FROM provider_reports r
           WHERE r.game_id = w.game_id AND r.provider = $1
           ORDER BY r.sequence DESC LIMIT 1
         ) last
         WHERE last.digest = w.digest AND w.source_at IS NOT NULL
           AND (last.source_at IS NULL OR w.source_at > last.source_at)
         ON CONFLICT ON CONSTRAINT report_repeats_pkey DO UPDATE SET source_at = excluded.source_at
           WHERE kept.source_at < excluded.source_at",
        provider,
        &rows.ids,
        &rows.source_ats as &[Option<DateTime<Utc>>],
        &rows.digests,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Stores what the feed reports of each game if it differs from the feed's newest report. A report
/// that the feed dates earlier than its newest one is stale and is not stored. Returns the games
/// that have a new report, with the report's number.
pub(crate) async fn insert_reports(
    conn: &mut PgConnection,
    provider: &str,
    rows: &GameRows,
    now: DateTime<Utc>,
) -> Result<Vec<(Uuid, i32)>, StoreError> {
    let rows = sqlx::query!(
        "INSERT INTO provider_reports (game_id, provider, sequence, status, starts_at, scores,
           source_at, received_at, digest, facts)
         SELECT w.game_id, $1, coalesce(last.sequence, 0) + 1, w.status, w.starts_at,
           w.scores::jsonb, w.source_at, $8, w.digest, w.facts::jsonb
         FROM unnest($2::uuid[], $3::text[], $4::timestamptz[], $5::text[], $6::timestamptz[],
             $7::bytea[], $9::text[])
           AS w(game_id, status, starts_at, scores, source_at, digest, facts)
         LEFT JOIN LATERAL (
           SELECT r.sequence, r.digest, r.source_at FROM provider_reports r
           WHERE r.game_id = w.game_id AND r.provider = $1
           ORDER BY r.sequence DESC LIMIT 1
         ) last ON true
         LEFT JOIN report_repeats p ON p.game_id = w.game_id AND p.provider = $1
         WHERE last.digest IS DISTINCT FROM w.digest
           AND (w.source_at >= greatest(last.source_at, p.source_at)) IS NOT FALSE
         RETURNING game_id, sequence",
        provider,
        &rows.ids,
        &rows.statuses,
        &rows.starts,
        &rows.scores,
        &rows.source_ats as &[Option<DateTime<Utc>>],
        &rows.digests,
        now,
        &rows.facts,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.game_id, row.sequence))
        .collect())
}

/// The state of a league's games, as far as planning the next poll needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeagueGames {
    /// The league's code.
    pub league: String,
    /// When the next game begins.
    pub next_start: Option<DateTime<Utc>>,
    /// How many games have begun and are not over, or not yet by the word of the feed.
    pub in_play: i64,
    /// Whether a server has bets on one of those that are not settled.
    pub has_bets_in_play: bool,
    /// When the earliest of those began.
    pub in_play_since: Option<DateTime<Utc>>,
    /// When the earliest game with open bets began that has no result, however long ago.
    pub undecided_since: Option<DateTime<Utc>>,
}

/// The state of these leagues' games, for a feed that is asked about them or for none. Games that
/// began before `in_play_since` and never ended are not in play, and what began before
/// `undecided_since` is ignored. What another feed says is over is in play all the same while this
/// one says that it is played: its word on the end is waited for.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn by_league(
    conn: &mut PgConnection,
    provider: Option<&str>,
    leagues: &[String],
    (in_play_since, undecided_since): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<LeagueGames>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT l.code,
           (SELECT min(g.starts_at) FROM games g
            WHERE g.league_id = l.league_id AND g.starts_at > app_now()
              AND g.status IN ('scheduled', 'postponed')) AS next_start,
           p.in_play AS "in_play!", p.has_bets AS "has_bets!", p.since AS in_play_since,
           (SELECT min(g.starts_at) FROM games g
            WHERE g.league_id = l.league_id AND g.result_version = 0
              AND g.starts_at BETWEEN $3 AND app_now()
              AND EXISTS (SELECT FROM guild_games gg WHERE gg.game_id = g.game_id AND NOT gg.done)
           ) AS undecided_since
         FROM leagues l
         CROSS JOIN LATERAL (
           SELECT count(*) AS in_play, min(g.starts_at) AS since,
             coalesce(bool_or(EXISTS (
               SELECT FROM guild_games gg WHERE gg.game_id = g.game_id AND NOT gg.done)), false)
               AS has_bets
           FROM games g
           WHERE g.league_id = l.league_id AND g.starts_at BETWEEN $2 AND app_now()
             AND (g.status IN ('scheduled', 'live', 'suspended') OR (
               SELECT r.status FROM provider_reports r
               WHERE r.game_id = g.game_id AND r.provider = $4
               ORDER BY r.sequence DESC LIMIT 1) IN ('live', 'suspended'))
         ) p
         WHERE l.code = ANY($1) ORDER BY l.code"#,
        leagues,
        in_play_since,
        undecided_since,
        provider,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| LeagueGames {
            league: row.code,
            next_start: row.next_start,
            in_play: row.in_play,
            has_bets_in_play: row.has_bets,
            in_play_since: row.in_play_since,
            undecided_since: row.undecided_since,
        })
        .collect())
}
