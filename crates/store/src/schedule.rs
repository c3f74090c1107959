//! Games by the days on which they are played: what is to come, and how what is over ended.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use shared::game::{Game, GameResult};
use shared::id::{CompetitorId, GameId, LeagueId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;
use crate::board;
use crate::rows::end::{facts, scores, status, with_sides};

/// Whose games.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// A league's.
    League(LeagueId),
    /// A team's, in all of its leagues and under all of its names.
    Team(CompetitorId),
}

/// Which games, and how many of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Whose.
    pub whose: Whose,
    /// From this start on.
    pub from: DateTime<Utc>,
    /// Before this start.
    pub until: DateTime<Utc>,
    /// The latest start first.
    pub newest_first: bool,
    /// How many to pass over.
    pub skip: i64,
    /// How many at most.
    pub most: i64,
}

/// A game with the newest version of how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheduled {
    /// The game.
    pub game: Game,
    /// How it ended, or what was decided about a start that it was moved from.
    pub result: Option<GameResult>,
}

/// A page of a schedule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Its games, in the order that was asked for.
    pub games: Vec<Scheduled>,
    /// How many there are on all pages. Nothing where a page has no game.
    pub total: i64,
}

/// A page of a schedule. A game that was joined with another is told once, as the other.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn page(conn: &mut PgConnection, asked: &Asked) -> Result<Page, StoreError> {
    let (ids, total) = match asked.whose {
        Whose::League(league) => of_league(conn, league, asked).await?,
        Whose::Team(team) => of_team(conn, team, asked).await?,
    };
    if ids.is_empty() {
        return Ok(Page::default());
    }
    let games = board::games(conn, &ids).await?;
    let mut games: HashMap<GameId, Game> = games.into_iter().map(|it| (it.id, it)).collect();
    let sides = games
        .values()
        .filter_map(|it| Some((it.id, it.sides()?.ids())));
    let sides = sides.collect();
    let mut results = newest_results(conn, &ids, &sides).await?;
    let games = ids.iter().filter_map(|id| {
        Some(Scheduled {
            game: games.remove(id)?,
            result: results.remove(id),
        })
    });
    Ok(Page {
        games: games.collect(),
        total,
    })
}

async fn of_league(
    conn: &mut PgConnection,
    league: LeagueId,
    asked: &Asked,
) -> Result<(Vec<GameId>, i64), StoreError> {
    let rows = sqlx::query!(
        r#"SELECT g.game_id AS "id: GameId", count(*) OVER () AS "total!"
           FROM games g
           WHERE g.league_id = $1 AND g.starts_at >= $2 AND g.starts_at < $3
             AND g.merged_into IS NULL
           ORDER BY CASE WHEN $4 THEN g.starts_at END DESC, g.starts_at, g.game_id
           OFFSET $5 LIMIT $6"#,
        league.as_uuid(),
        asked.from,
        asked.until,
        asked.newest_first,
        asked.skip,
        asked.most,
    )
    .fetch_all(conn)
    .await?;
    let total = rows.first().map_or(0, |it| it.total);
    Ok((rows.into_iter().map(|it| it.id).collect(), total))
}

async fn of_team(
    conn: &mut PgConnection,
    team: CompetitorId,
    asked: &Asked,
) -> Result<(Vec<GameId>, i64), StoreError> {
    let rows = sqlx::query!(
        r#"SELECT g.game_id AS "id: GameId", count(*) OVER () AS "total!"
           FROM competitors c
           JOIN game_competitors gc ON gc.competitor_id = c.competitor_id
             AND gc.role IN ('home', 'away')
           JOIN games g ON g.game_id = gc.game_id
           WHERE (c.competitor_id = $1 OR c.merged_into = $1)
             AND g.starts_at >= $2 AND g.starts_at < $3 AND g.merged_into IS NULL
           ORDER BY CASE WHEN $4 THEN g.starts_at END DESC, g.starts_at, g.game_id
           OFFSET $5 LIMIT $6"#,
        team.as_uuid(),
        asked.from,
        asked.until,
        asked.newest_first,
        asked.skip,
        asked.most,
    )
    .fetch_all(conn)
    .await?;
    let total = rows.first().map_or(0, |it| it.total);
    Ok((rows.into_iter().map(|it| it.id).collect(), total))
}

/// The newest result of each of these games that has one.
pub(crate) async fn newest_results(
    conn: &mut PgConnection,
    games: &[GameId],
    sides: &HashMap<GameId, (CompetitorId, CompetitorId)>,
) -> Result<HashMap<GameId, GameResult>, StoreError> {
    let games: Vec<Uuid> = games.iter().map(|it| it.as_uuid()).collect();
    let rows = sqlx::query!(
        r#"SELECT r.game_id AS "game: GameId", r.version, r.status, r.provider, r.decided_at,
             r.facts,
             (SELECT coalesce(jsonb_agg(jsonb_build_array(s.period, s.role, s.points)), '[]')
              FROM result_scores s
              WHERE s.game_id = r.game_id AND s.version = r.version AND s.slot = 0)
               AS "scores!"
           FROM games g
           JOIN results r ON r.game_id = g.game_id AND r.version = g.result_version
           WHERE g.game_id = ANY($1)"#,
        &games,
    )
    .fetch_all(conn)
    .await?;
    let mut results = HashMap::with_capacity(rows.len());
    for row in rows {
        let result = GameResult {
            game: row.game,
            version: row.version,
            status: status("results", row.game, &row.status)?,
            scores: scores(row.game, row.scores)?,
            facts: with_sides(facts(row.game, row.facts)?, sides.get(&row.game).copied()),
            provider: row.provider,
            decided_at: row.decided_at,
        };
        results.insert(row.game, result);
    }
    Ok(results)
}
