//! Joins two games that turned out to be one, or two names of one competitor, and parts them.
//!
//! The game that was joined keeps its id, its bets, its references and what its feed reports. It is
//! off sale, and follows the results of the other one (`results::lock_undecided`). Nothing is
//! rewritten, so parting two games is to forget that they were joined.

use chrono::{DateTime, Utc};
use shared::competitor::CompetitorKind;
use shared::game::GameKind;
use shared::id::{CompetitorId, GameId};
use shared::league::Sport;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::games::joined;
use crate::leagues::sport;
use crate::{Inconsistency, StoreError, leases};

mod known;

pub use known::{KnownGame, KnownSide, known};

/// A competitor as the operator sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The id that it was made with.
    pub id: CompetitorId,
    /// The competitor that it is: another one after a join.
    pub is: CompetitorId,
    /// In full.
    pub name: String,
    /// Team or athlete.
    pub kind: CompetitorKind,
    /// What it plays.
    pub sport: Sport,
    /// Whether a price is, or was, about it as a player or an entrant.
    pub is_priced: bool,
}

/// A game as the operator sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The game.
    pub id: GameId,
    /// The one on offer that it is part of: another one after a join.
    pub offered: GameId,
    /// The league's code.
    pub league: String,
    /// A match or a field.
    pub kind: GameKind,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// The away side at the home side, or a field's name.
    pub title: String,
    /// The ids of the home and the away side. `None` in a field.
    pub sides: Option<(CompetitorId, CompetitorId)>,
    /// Open tickets with a bet on it.
    pub open_tickets: i64,
}

/// What is to be joined or parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A game.
    Game(GameId),
    /// A competitor.
    Competitor(CompetitorId),
}

/// What that id belongs to, if to anything.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn subject(conn: &mut PgConnection, id: Uuid) -> Result<Option<Subject>, StoreError> {
    let row = sqlx::query!(
        r#"SELECT EXISTS (SELECT 1 FROM games WHERE game_id = $1) AS "is_game!",
             EXISTS (SELECT 1 FROM competitors WHERE competitor_id = $1) AS "is_competitor!""#,
        id,
    )
    .fetch_one(conn)
    .await?;
    Ok(match (row.is_game, row.is_competitor) {
        (true, _) => Some(Subject::Game(GameId::from_uuid(id))),
        (_, true) => Some(Subject::Competitor(CompetitorId::from_uuid(id))),
        _ => None,
    })
}

/// Locks these games with all that are one with them. Returns the time of the database's clock.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn lock(conn: &mut PgConnection, games: &[GameId]) -> Result<DateTime<Utc>, StoreError> {
    let ids: Vec<_> = games.iter().map(|it| it.as_uuid()).collect();
    joined::lock(&mut *conn, &ids).await?;
    leases::now(conn).await
}

/// These games, in the order given. Unknown ids are left out.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn heads(conn: &mut PgConnection, games: &[GameId]) -> Result<Vec<Head>, StoreError> {
    let ids: Vec<_> = games.iter().map(|it| it.as_uuid()).collect();
    let rows = sqlx::query!(
        r#"SELECT g.game_id AS "id: GameId",
             coalesce(g.merged_into, g.game_id) AS "offered!: GameId",
             l.code AS league, g.kind, g.starts_at,
             coalesce(g.name, away.name || ' at ' || home.name, g.game_id::text) AS "title!",
             h.competitor_id AS "home?: CompetitorId", a.competitor_id AS "away?: CompetitorId",
             (SELECT count(DISTINCT (t.guild_id, t.ticket_id)) FROM legs x
              JOIN tickets t ON t.guild_id = x.guild_id AND t.ticket_id = x.ticket_id
              WHERE x.game_id = g.game_id AND t.state = 'open') AS "open_tickets!"
           FROM unnest($1::uuid[]) WITH ORDINALITY AS w(game_id, nth)
           JOIN games g ON g.game_id = w.game_id
           JOIN leagues l ON l.league_id = g.league_id
           LEFT JOIN game_competitors h
             ON h.game_id = g.game_id AND h.role = 'home' AND h.slot = 0
           LEFT JOIN competitors home ON home.competitor_id = h.competitor_id
           LEFT JOIN game_competitors a
             ON a.game_id = g.game_id AND a.role = 'away' AND a.slot = 0
           LEFT JOIN competitors away ON away.competitor_id = a.competitor_id
           ORDER BY w.nth"#,
        &ids,
    )
    .fetch_all(conn)
    .await?;
    let heads = rows.into_iter().map(|row| {
        let kind = GameKind::from_word(&row.kind).ok_or_else(|| Inconsistency {
            table: "games",
            column: "kind",
            row: row.id.to_string(),
            found: row.kind.clone(),
        });
        Ok(Head {
            id: row.id,
            offered: row.offered,
            league: row.league,
            kind: kind?,
            starts_at: row.starts_at,
            title: row.title,
            sides: row.home.zip(row.away),
            open_tickets: row.open_tickets,
        })
    });
    heads.collect()
}

/// These competitors, in the order given, locked. Unknown ids are left out.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn competitors(
    conn: &mut PgConnection,
    ids: &[CompetitorId],
) -> Result<Vec<Named>, StoreError> {
    let ids: Vec<_> = ids.iter().map(|it| it.as_uuid()).collect();
    sqlx::query!(
        r#"SELECT 1 AS "one!" FROM competitors
           WHERE competitor_id = ANY($1) OR merged_into = ANY($1)
           ORDER BY competitor_id FOR NO KEY UPDATE"#,
        &ids,
    )
    .fetch_all(&mut *conn)
    .await?;
    let rows = sqlx::query!(
        r#"SELECT c.competitor_id AS "id: CompetitorId",
             coalesce(c.merged_into, c.competitor_id) AS "is!: CompetitorId",
             c.name, c.kind, c.sport,
             EXISTS (SELECT 1 FROM game_competitors e
               WHERE e.competitor_id = c.competitor_id AND e.role = 'entrant')
             OR c.kind = 'athlete' AND EXISTS (SELECT 1 FROM markets m
               WHERE m.subject = c.competitor_id OR c.competitor_id = ANY(m.entrants))
               AS "is_priced!"
           FROM unnest($1::uuid[]) WITH ORDINALITY AS w(competitor_id, nth)
           JOIN competitors c ON c.competitor_id = w.competitor_id
           ORDER BY w.nth"#,
        &ids,
    )
    .fetch_all(conn)
    .await?;
    let named = rows.into_iter().map(|row| {
        let kind = CompetitorKind::from_word(&row.kind).ok_or_else(|| Inconsistency {
            table: "competitors",
            column: "kind",
            row: row.id.to_string(),
            found: row.kind.clone(),
        });
        Ok(Named {
            sport: sport("competitors", &row.name, &row.sport)?,
            id: row.id,
            is: row.is,
            name: row.name,
            kind: kind?,
            is_priced: row.is_priced,
        })
    });
    named.collect()
}

/// Joins a game, with all that were joined with it, into another one that is on offer, and records
/// who did it. Both are locked, and have to be decided now.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn join_game(
    conn: &mut PgConnection,
    game: GameId,
    (into, is_turned): (GameId, bool),
    (by, now): (&str, DateTime<Utc>),
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE games SET merged_into = $2, is_turned = (is_turned <> $3)
         WHERE game_id = $1 OR merged_into = $1",
        game.as_uuid(),
        into.as_uuid(),
        is_turned,
    )
    .execute(&mut *conn)
    .await?;
    let subject = (game.as_uuid(), "game");
    record(conn, subject, Some(into.as_uuid()), (by, now)).await
}

/// Makes a joined game one of its own again, and records who did it. It is locked, and has to be
/// decided now, like the other one.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn part_game(
    conn: &mut PgConnection,
    game: GameId,
    (by, now): (&str, DateTime<Utc>),
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE games SET merged_into = NULL, is_turned = false WHERE game_id = $1",
        game.as_uuid(),
    )
    .execute(&mut *conn)
    .await?;
    record(conn, (game.as_uuid(), "game"), None, (by, now)).await
}

/// Makes a competitor, with all that were joined with it, another name of another one.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn join_competitor(
    conn: &mut PgConnection,
    competitor: CompetitorId,
    into: CompetitorId,
    (by, now): (&str, DateTime<Utc>),
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE competitors SET merged_into = $2 WHERE competitor_id = $1 OR merged_into = $1",
        competitor.as_uuid(),
        into.as_uuid(),
    )
    .execute(&mut *conn)
    .await?;
    let subject = (competitor.as_uuid(), "competitor");
    record(conn, subject, Some(into.as_uuid()), (by, now)).await
}

/// Makes a joined competitor one of its own again. Games that were joined stay joined.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn part_competitor(
    conn: &mut PgConnection,
    competitor: CompetitorId,
    (by, now): (&str, DateTime<Utc>),
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE competitors SET merged_into = NULL WHERE competitor_id = $1",
        competitor.as_uuid(),
    )
    .execute(&mut *conn)
    .await?;
    record(conn, (competitor.as_uuid(), "competitor"), None, (by, now)).await
}

async fn record(
    conn: &mut PgConnection,
    (subject, what): (Uuid, &str),
    joined_to: Option<Uuid>,
    (by, now): (&str, DateTime<Utc>),
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO joins (subject, number, what, joined_to, done_by, done_at)
         SELECT $1, 1 + coalesce(max(j.number), 0), $2, $3, $4, $5
         FROM joins j WHERE j.subject = $1",
        subject,
        what,
        joined_to,
        by,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Whether these two ever play each other, under any of their names.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn are_opponents(
    conn: &mut PgConnection,
    one: CompetitorId,
    other: CompetitorId,
) -> Result<bool, StoreError> {
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (
             SELECT 1 FROM competitors n
             JOIN game_competitors own ON own.competitor_id = n.competitor_id
               AND own.role IN ('home', 'away')
             JOIN game_competitors op ON op.game_id = own.game_id AND op.slot = own.slot
               AND op.role = CASE own.role WHEN 'home' THEN 'away' ELSE 'home' END
             JOIN competitors c ON c.competitor_id = op.competitor_id
             WHERE (n.competitor_id = $1 OR n.merged_into = $1)
               AND (c.competitor_id = $2 OR c.merged_into = $2)) AS "found!""#,
        one.as_uuid(),
        other.as_uuid(),
    );
    Ok(found.fetch_one(conn).await?)
}

/// Games of one league and day between the same two, under two names of one of them, where each
/// name has one game and no feed has both: the first names `keep`, the second another name of it.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn twins(
    conn: &mut PgConnection,
    keep: CompetitorId,
) -> Result<Vec<(GameId, GameId)>, StoreError> {
    let rows = sqlx::query!(
        r#"WITH played AS (
             SELECT g.game_id, g.league_id, (g.starts_at AT TIME ZONE l.time_zone)::date AS day,
               own.competitor_id AS own, coalesce(c.merged_into, c.competitor_id) AS other
             FROM competitors n
             JOIN game_competitors own ON own.competitor_id = n.competitor_id AND own.slot = 0
               AND own.role IN ('home', 'away')
             JOIN games g ON g.game_id = own.game_id AND g.merged_into IS NULL
             JOIN leagues l ON l.league_id = g.league_id
             JOIN game_competitors op ON op.game_id = g.game_id AND op.slot = 0
               AND op.role = CASE own.role WHEN 'home' THEN 'away' ELSE 'home' END
             JOIN competitors c ON c.competitor_id = op.competitor_id
             WHERE n.competitor_id = $1 OR n.merged_into = $1
           ),
           pairs AS (
             SELECT league_id, day, other,
               min(game_id::text) FILTER (WHERE own = $1)::uuid AS kept,
               min(game_id::text) FILTER (WHERE own <> $1)::uuid AS gone
             FROM played GROUP BY league_id, day, other
             HAVING count(*) FILTER (WHERE own = $1) = 1 AND count(*) FILTER (WHERE own <> $1) = 1
           )
           SELECT p.kept AS "kept!: GameId", p.gone AS "gone!: GameId" FROM pairs p
           WHERE NOT EXISTS (
             SELECT 1 FROM game_refs a JOIN game_refs b ON b.provider = a.provider
             WHERE a.game_id = p.kept AND b.game_id = p.gone)
           ORDER BY p.kept"#,
        keep.as_uuid(),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|it| (it.kept, it.gone)).collect())
}
