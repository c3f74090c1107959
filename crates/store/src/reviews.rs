//! Games whose sources contradict each other or contradict a settled result: each source's report,
//! the affected servers, and the operator's decision. All servers share a game, so only the
//! operator decides it; a server's admins correct that server's own tickets.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use shared::decision::ReviewReason;
use shared::id::{GameId, GuildId};
use shared::report::Report;
use shared::units::Units;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::games::joined;
use crate::reports::ReportKey;
use crate::reports::{self, Said};
use crate::{Inconsistency, StoreError};

/// The operator's verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The operator's name.
    pub by: String,
    /// The reason, 1 to 400 characters.
    pub reason: String,
}

/// An open review.
#[derive(Clone, Debug)]
pub struct Review {
    /// The game.
    pub game: GameId,
    /// The number of this review among the game's reviews.
    pub number: i32,
    /// The reason for the review.
    pub why: ReviewReason,
    /// The version of the result when it was opened; 0 if there was none.
    pub result_version: i32,
    /// When.
    pub opened_at: DateTime<Utc>,
    /// The league's code.
    pub league: String,
    /// The game's name: the away side at the home side, or a field's own name.
    pub title: String,
    /// The start of the game.
    pub starts_at: DateTime<Utc>,
    /// The current report of each source, in order of the sources' names.
    pub reports: Vec<Report>,
}

/// The most that a decision can change in one server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Impact {
    /// The server.
    pub guild: GuildId,
    /// Open tickets with a leg on the game.
    pub open: i64,
    /// Settled tickets with a leg on the game, which a correction would reverse.
    pub settled: i64,
    /// The sum of their stakes.
    pub stakes: Units,
    /// The sum that the settled ones returned.
    pub returned: Units,
}

/// A game that is locked for the operator's decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockedGame {
    /// The game: the one that was named, or the one that it was joined with.
    pub game: GameId,
    /// The number of its open review, if it has one.
    pub open_review: Option<i32>,
    /// The newest version of its result; 0 before there is one.
    pub result_version: i32,
    /// The time of the database's clock.
    pub now: DateTime<Utc>,
}

/// The open reviews, oldest first, of games with an affected ticket. Where nobody has bet, it does
/// not matter how a game ended.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row is not a valid review.
pub async fn list(conn: &mut PgConnection) -> Result<Vec<Review>, StoreError> {
    read(conn, None).await
}

/// The open review of a game.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row is not a valid review.
pub async fn find(conn: &mut PgConnection, game: GameId) -> Result<Option<Review>, StoreError> {
    Ok(read(conn, Some(game)).await?.pop())
}

async fn read(conn: &mut PgConnection, game: Option<GameId>) -> Result<Vec<Review>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT r.game_id AS "game: GameId", r.number, r.why, r.result_version, r.opened_at,
             l.code AS league, g.starts_at,
             coalesce(g.name, away.name || ' at ' || home.name, g.game_id::text) AS "title!"
           FROM games g
           JOIN reviews r ON r.game_id = g.game_id AND r.number = g.open_review
           JOIN leagues l ON l.league_id = g.league_id
           LEFT JOIN game_competitors h
             ON h.game_id = g.game_id AND h.role = 'home' AND h.slot = 0
           LEFT JOIN competitors home ON home.competitor_id = h.competitor_id
           LEFT JOIN game_competitors a
             ON a.game_id = g.game_id AND a.role = 'away' AND a.slot = 0
           LEFT JOIN competitors away ON away.competitor_id = a.competitor_id
           WHERE g.open_review IS NOT NULL AND (g.game_id = $1 OR $1::uuid IS NULL AND EXISTS (
             SELECT 1 FROM games f JOIN legs l ON l.game_id = f.game_id
             JOIN tickets t ON t.guild_id = l.guild_id AND t.ticket_id = l.ticket_id
             WHERE (f.game_id = g.game_id OR f.merged_into = g.game_id)
               AND t.state NOT IN ('cancelled', 'cashed_out')
               AND (t.state = 'open' OR f.result_version > 0)))
           ORDER BY r.opened_at, r.game_id"#,
        game as Option<GameId>,
    )
    .fetch_all(&mut *conn)
    .await?;
    let ids: Vec<_> = rows.iter().map(|it| it.game.as_uuid()).collect();
    let members = joined::families(conn, &ids).await?;
    let mut said = reports::of_families(conn, &members).await?;
    let mut reviews = Vec::with_capacity(rows.len());
    for row in rows {
        let why = ReviewReason::from_word(&row.why).ok_or_else(|| Inconsistency {
            table: "reviews",
            column: "why",
            row: row.game.to_string(),
            found: row.why.clone(),
        });
        reviews.push(Review {
            reports: latest(said.remove(&row.game.as_uuid()).unwrap_or_default()),
            game: row.game,
            number: row.number,
            why: why?,
            result_version: row.result_version,
            opened_at: row.opened_at,
            league: row.league,
            title: row.title,
            starts_at: row.starts_at,
        });
    }
    Ok(reviews)
}

/// The newest report of each source.
fn latest(said: Vec<Said>) -> Vec<Report> {
    let mut latest: Vec<Report> = Vec::with_capacity(said.len());
    for Said { report, .. } in said {
        match latest
            .last_mut()
            .filter(|it| it.provider == report.provider)
        {
            Some(last) => *last = report,
            None => latest.push(report),
        }
    }
    latest
}

/// The most that a decision about a game can change, by server. Bets on games that are one with it
/// are among them. Within a server's transaction, only
/// that server's row.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn impact(conn: &mut PgConnection, game: GameId) -> Result<Vec<Impact>, StoreError> {
    let rows = sqlx::query_as!(
        Impact,
        r#"SELECT t.guild_id AS "guild: GuildId",
             count(*) FILTER (WHERE t.state = 'open') AS "open!",
             count(*) FILTER (WHERE t.state <> 'open') AS "settled!",
             sum(t.stake)::bigint AS "stakes!: Units",
             coalesce(sum(t.returned), 0)::bigint AS "returned!: Units"
           FROM (SELECT DISTINCT l.guild_id, l.ticket_id FROM games f
             JOIN legs l ON l.game_id = f.game_id
             WHERE f.game_id = $1 OR f.merged_into = $1) w
           JOIN tickets t ON t.guild_id = w.guild_id AND t.ticket_id = w.ticket_id
           WHERE t.state <> 'cancelled'
           GROUP BY t.guild_id ORDER BY t.guild_id"#,
        game as GameId,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// Locks a game for the operator's decision, with all that are one with it.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn lock(conn: &mut PgConnection, game: GameId) -> Result<Option<LockedGame>, StoreError> {
    let members = joined::lock(&mut *conn, &[game.as_uuid()]).await?;
    let Some(offered) = members.first().map(|it| it.offered) else {
        return Ok(None);
    };
    let locked = sqlx::query_as!(
        LockedGame,
        r#"SELECT game_id AS "game: GameId", open_review, result_version, app_now() AS "now!"
           FROM games WHERE game_id = $1"#,
        offered.as_uuid(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(locked)
}

/// The newest report of each source of a game on offer, and of the games that are one with it.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row is not a valid report.
pub async fn reports(conn: &mut PgConnection, game: GameId) -> Result<Vec<Said>, StoreError> {
    let members = joined::families(conn, &[game.as_uuid()]).await?;
    let mut reports = reports::of_families(conn, &members).await?;
    Ok(reports.remove(&game.as_uuid()).unwrap_or_default())
}

/// Stores the operator's own report, under the game's current start.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn insert_report(
    conn: &mut PgConnection,
    game: GameId,
    report: &Report,
) -> Result<(), StoreError> {
    let scores: Vec<_> = (report.scores.iter())
        .map(|it| (it.period.to_string(), it.role.word(), it.points))
        .collect();
    let scores = serde_json::to_value(scores).unwrap_or_default();
    let facts = serde_json::to_value(&report.facts).unwrap_or_default();
    let now = report.received_at;
    let digest = Sha256::digest(format!("{}|{scores}|{facts}|{now}", report.status));
    sqlx::query!(
        "INSERT INTO provider_reports (game_id, provider, sequence, status, starts_at, scores,
           facts, received_at, digest)
         SELECT $1, $2, $3, $4, g.starts_at, $5, $6, $7, $8 FROM games g WHERE g.game_id = $1",
        game.as_uuid(),
        report.provider,
        report.sequence,
        report.status.word(),
        scores,
        facts,
        now,
        digest.as_slice(),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Opens a review of one game without a notice.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn insert(
    conn: &mut PgConnection,
    game: GameId,
    why: ReviewReason,
    result_version: i32,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    insert_all(conn, &[(game.as_uuid(), why, result_version)], &[], now).await
}

/// Opens reviews, with a notice in each server that has a ticket on the game.
pub(crate) async fn open(
    conn: &mut PgConnection,
    games: &[(Uuid, ReviewReason, i32)],
    claims: &[(Uuid, ReportKey)],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    if games.is_empty() {
        return Ok(());
    }
    insert_all(&mut *conn, games, claims, now).await?;
    let ids: Vec<_> = games.iter().map(|it| it.0).collect();
    let ids: Vec<_> = ids.into_iter().map(GameId::from_uuid).collect();
    leave_notices(conn, &ids).await
}

/// Leaves a notice of each of these games' open reviews, in every server with an affected ticket:
/// an open one, or one that was settled on the doubtful result. Tickets on games that are one with
/// it count too.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn leave_notices(conn: &mut PgConnection, games: &[GameId]) -> Result<(), StoreError> {
    let ids: Vec<_> = games.iter().map(|it| it.as_uuid()).collect();
    // One index step for each server, however many tickets it has.
    sqlx::query!(
        "WITH noticed AS (
           INSERT INTO notices (guild_id, kind, subject, sequence)
           SELECT DISTINCT gg.guild_id, 'review_opened', g.game_id, g.open_review
           FROM guild_games gg
           JOIN games f ON f.game_id = gg.game_id
           JOIN games g ON g.game_id = coalesce(f.merged_into, f.game_id)
           WHERE gg.game_id IN (
               SELECT m.game_id FROM games m WHERE m.game_id = ANY($1) OR m.merged_into = ANY($1))
             AND g.game_id = ANY($1) AND g.open_review IS NOT NULL AND EXISTS (
             SELECT 1 FROM legs l
             JOIN tickets t ON t.guild_id = gg.guild_id AND t.ticket_id = l.ticket_id
             WHERE l.game_id = gg.game_id AND l.guild_id = gg.guild_id
               AND t.state NOT IN ('cancelled', 'cashed_out')
               AND (t.state = 'open' OR g.result_version > 0))
           ON CONFLICT ON CONSTRAINT notices_pkey DO NOTHING
           RETURNING guild_id, kind, subject, sequence
         )
         INSERT INTO deliveries (guild_id, kind, subject, sequence)
         SELECT n.guild_id, n.kind, n.subject, n.sequence FROM noticed n",
        &ids,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Games whose review was opened within a week, and for which a server with an affected ticket has
/// no notice yet. A bet that was being placed when the review was opened becomes visible only when
/// it commits.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn unannounced(conn: &mut PgConnection, limit: i64) -> Result<Vec<GameId>, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"SELECT DISTINCT r.game_id AS "game: GameId"
           FROM reviews r
           JOIN games g ON g.game_id = r.game_id AND g.open_review = r.number
           CROSS JOIN LATERAL (
             SELECT g.game_id UNION ALL
             SELECT m.game_id FROM games m WHERE m.merged_into = g.game_id) f
           JOIN guild_games gg ON gg.game_id = f.game_id
           WHERE r.opened_at > app_now() - interval '7 days'
             AND NOT EXISTS (
               SELECT 1 FROM notices n
               WHERE n.guild_id = gg.guild_id AND n.kind = 'review_opened'
                 AND n.subject = g.game_id AND n.sequence = r.number)
             AND EXISTS (
               SELECT 1 FROM legs l
               JOIN tickets t ON t.guild_id = gg.guild_id AND t.ticket_id = l.ticket_id
               WHERE l.game_id = gg.game_id AND l.guild_id = gg.guild_id
                 AND t.state NOT IN ('cancelled', 'cashed_out')
                 AND (t.state = 'open' OR g.result_version > 0))
           ORDER BY r.game_id LIMIT $1"#,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

async fn insert_all(
    conn: &mut PgConnection,
    games: &[(Uuid, ReviewReason, i32)],
    claims: &[(Uuid, ReportKey)],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let ids: Vec<_> = games.iter().map(|it| it.0).collect();
    let whys: Vec<_> = games.iter().map(|it| it.1.word().to_owned()).collect();
    let versions: Vec<_> = games.iter().map(|it| it.2).collect();
    sqlx::query!(
        "WITH opened AS (
           INSERT INTO reviews (game_id, number, why, result_version, opened_at)
           SELECT w.game_id, coalesce(max(r.number), 0) + 1, w.why, w.version, $4
           FROM unnest($1::uuid[], $2::text[], $3::int[]) AS w(game_id, why, version)
           LEFT JOIN reviews r ON r.game_id = w.game_id
           GROUP BY w.game_id, w.why, w.version
           RETURNING game_id, number
         )
         UPDATE games g SET open_review = o.number FROM opened o WHERE g.game_id = o.game_id",
        &ids,
        &whys,
        &versions,
        now,
    )
    .execute(&mut *conn)
    .await?;
    let claimed: Vec<_> = claims.iter().map(|it| it.0).collect();
    let providers: Vec<_> = claims.iter().map(|it| it.1.provider.clone()).collect();
    let sequences: Vec<_> = claims.iter().map(|it| it.1.sequence).collect();
    let of: Vec<_> = claims.iter().map(|it| it.1.of_another(it.0)).collect();
    sqlx::query!(
        "INSERT INTO review_claims (game_id, number, provider, report_sequence, reported_of)
         SELECT w.game_id, g.open_review, w.provider, w.sequence, w.reported_of
         FROM unnest($1::uuid[], $2::text[], $3::int[], $4::uuid[])
           AS w(game_id, provider, sequence, reported_of)
         JOIN games g ON g.game_id = w.game_id",
        &claimed,
        &providers,
        &sequences,
        &of as &[Option<Uuid>],
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Records how reviews ended: game, number, and the current version of the result.
pub(crate) async fn end(
    conn: &mut PgConnection,
    games: &[(Uuid, i32, i32)],
    verdict: Option<&Verdict>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    if games.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = games.iter().map(|it| it.0).collect();
    let numbers: Vec<_> = games.iter().map(|it| it.1).collect();
    let versions: Vec<_> = games.iter().map(|it| it.2).collect();
    sqlx::query!(
        "INSERT INTO review_ends (game_id, number, how, result_version, decided_by, reason,
           ended_at)
         SELECT w.game_id, w.number, $4, w.version, $5, $6, $7
         FROM unnest($1::uuid[], $2::int[], $3::int[]) AS w(game_id, number, version)",
        &ids,
        &numbers,
        &versions,
        if verdict.is_some() {
            "decided"
        } else {
            "gave_way"
        },
        verdict.map(|it| it.by.as_str()),
        verdict.map(|it| it.reason.trim()),
        now,
    )
    .execute(&mut *conn)
    .await?;
    // Whoever got a notice of its beginning gets one of its end.
    sqlx::query!(
        "WITH noticed AS (
           INSERT INTO notices (guild_id, kind, subject, sequence)
           SELECT DISTINCT gg.guild_id, 'review_ended', w.game_id, w.number
           FROM unnest($1::uuid[], $2::int[]) AS w(game_id, number)
           CROSS JOIN LATERAL (
             SELECT w.game_id UNION ALL
             SELECT m.game_id FROM games m WHERE m.merged_into = w.game_id) f
           JOIN guild_games gg ON gg.game_id = f.game_id
           JOIN notices o ON o.guild_id = gg.guild_id AND o.kind = 'review_opened'
             AND o.subject = w.game_id AND o.sequence = w.number
           ON CONFLICT ON CONSTRAINT notices_pkey DO NOTHING
           RETURNING guild_id, kind, subject, sequence
         )
         INSERT INTO deliveries (guild_id, kind, subject, sequence)
         SELECT n.guild_id, n.kind, n.subject, n.sequence FROM noticed n",
        &ids,
        &numbers,
    )
    .execute(conn)
    .await?;
    Ok(())
}
