//! Games whose sources contradict each other, or what was settled: what each says, who would be
//! touched, and the operator's decision. A game is every server's, so only the operator decides
//! it; a server's admin corrects that server's own tickets.

use chrono::{DateTime, Utc};
use grading::decide::{ADMIN, Policy, Report};
use sha2::{Digest, Sha256};
use shared::decision::ReviewReason;
use shared::facts::{Change, Facts};
use shared::game::{GameStatus, PeriodScore};
use shared::id::{GameId, GuildId};
use shared::units::Units;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::results::{self, Decided};
use crate::{Inconsistency, StoreError};

/// Who decided, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Who.
    pub by: String,
    /// Why, 1 to 400 characters.
    pub reason: String,
}

/// A review that is open.
#[derive(Clone, Debug)]
pub struct Review {
    /// Of which game.
    pub game: GameId,
    /// Counts the reviews of this game.
    pub number: i32,
    /// Why it was opened.
    pub why: ReviewReason,
    /// The version of the result that stood then; 0 when there was none.
    pub result_version: i32,
    /// When.
    pub opened_at: DateTime<Utc>,
    /// The league, by code.
    pub league: String,
    /// What it is called: who plays away, and at whose place; a field's own name.
    pub title: String,
    /// When it began.
    pub starts_at: DateTime<Utc>,
    /// What each source says now, by the name of the source.
    pub said: Vec<Report>,
}

/// What a decision can move in one server, at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Touched {
    /// The server.
    pub guild: GuildId,
    /// Tickets with a leg on the game that have come to nothing yet.
    pub open: i64,
    /// Those that have come to something, which a correction would take back.
    pub settled: i64,
    /// Their stakes together.
    pub stakes: Units,
    /// What came back for those that are settled, together.
    pub returned: Units,
}

/// What the operator decides that a game came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// What this source says.
    Of(String),
    /// This.
    Stated {
        /// How it ended.
        status: GameStatus,
        /// By period and side.
        scores: Vec<PeriodScore>,
    },
}

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No such game.
    #[error("there is no game {0}")]
    NoGame(GameId),
    /// That source says nothing of it.
    #[error("{0} has reported nothing of this game")]
    NoReport(String),
    /// Not how a game can end: a final without both scores, or a status that is no end.
    #[error("{0} is no end that bets can be settled on")]
    NoEnd(GameStatus),
    /// A reason is missing, or far too long.
    #[error("a reason has 1 to 400 characters")]
    Reason,
}

impl From<sqlx::Error> for DecideError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// The longest reason, in characters.
const REASON_MAX: usize = 400;

/// The reviews that are open, the oldest first, of games with a ticket that they matter to: where
/// nobody has bet, it is nobody's business how a game ended.
///
/// # Errors
/// [`StoreError`] when the database refuses, or holds what is no review.
pub async fn list(conn: &mut PgConnection) -> Result<Vec<Review>, StoreError> {
    read(conn, None).await
}

/// The review of a game that is open.
///
/// # Errors
/// [`StoreError`] when the database refuses, or holds what is no review.
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
             SELECT 1 FROM legs l
             JOIN tickets t ON t.guild_id = l.guild_id AND t.ticket_id = l.ticket_id
             WHERE l.game_id = g.game_id AND t.state NOT IN ('cancelled', 'cashed_out')
               AND (t.state = 'open' OR g.result_version > 0)))
           ORDER BY r.opened_at, r.game_id"#,
        game as Option<GameId>,
    )
    .fetch_all(&mut *conn)
    .await?;
    let ids: Vec<_> = rows.iter().map(|it| it.game.as_uuid()).collect();
    let mut said = results::reports(conn, &ids).await?;
    let mut reviews = Vec::with_capacity(rows.len());
    for row in rows {
        let why = ReviewReason::from_word(&row.why).ok_or_else(|| Inconsistency {
            table: "reviews",
            column: "why",
            row: row.game.to_string(),
            found: row.why.clone(),
        });
        reviews.push(Review {
            said: said.remove(&row.game.as_uuid()).unwrap_or_default(),
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

/// What a decision about a game can move at most, by server. As a server, only its own row.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn touched(conn: &mut PgConnection, game: GameId) -> Result<Vec<Touched>, StoreError> {
    let rows = sqlx::query_as!(
        Touched,
        r#"SELECT t.guild_id AS "guild: GuildId",
             count(*) FILTER (WHERE t.state = 'open') AS "open!",
             count(*) FILTER (WHERE t.state <> 'open') AS "settled!",
             sum(t.stake)::bigint AS "stakes!: Units",
             coalesce(sum(t.returned), 0)::bigint AS "returned!: Units"
           FROM (SELECT DISTINCT l.guild_id, l.ticket_id FROM legs l WHERE l.game_id = $1) w
           JOIN tickets t ON t.guild_id = w.guild_id AND t.ticket_id = w.ticket_id
           WHERE t.state <> 'cancelled'
           GROUP BY t.guild_id ORDER BY t.guild_id"#,
        game as GameId,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// Decides how a game ended, for every server: a report of the operator's own, above all others,
/// and the result that follows from it. Ends the review that is open; where none is, the decision
/// has one of its own, so that it stands in the history. Call it in a transaction.
///
/// # Errors
/// [`DecideError`]; the transaction is of no use then.
pub async fn decide(
    conn: &mut PgConnection,
    game: GameId,
    word: &Word,
    verdict: &Verdict,
) -> Result<Decided, DecideError> {
    if !(1..=REASON_MAX).contains(&verdict.reason.trim().chars().count()) {
        return Err(DecideError::Reason);
    }
    let stands = sqlx::query!(
        "SELECT open_review, result_version, app_now() AS \"now!\" FROM games
         WHERE game_id = $1 FOR NO KEY UPDATE",
        game.as_uuid(),
    )
    .fetch_optional(&mut *conn)
    .await?;
    let stands = stands.ok_or(DecideError::NoGame(game))?;
    let now = stands.now;
    report(conn, game, word, now).await?;
    if stands.open_review.is_none() {
        let own = (
            game.as_uuid(),
            ReviewReason::Operator,
            stands.result_version,
        );
        insert(conn, &[own], &[], now).await?;
    }
    let policy = Policy::default();
    let decided = results::decide_for(conn, &[game], &policy, now, Some(verdict)).await?;
    Ok(decided)
}

/// Keeps the operator's word as a report.
async fn report(
    conn: &mut PgConnection,
    game: GameId,
    word: &Word,
    now: DateTime<Utc>,
) -> Result<(), DecideError> {
    let mut said = results::reports(&mut *conn, &[game.as_uuid()]).await?;
    let said = said.remove(&game.as_uuid()).unwrap_or_default();
    let mut own = match word {
        Word::Of(provider) => {
            let of = said.iter().find(|it| it.provider == *provider);
            of.cloned()
                .ok_or_else(|| DecideError::NoReport(provider.clone()))?
        }
        Word::Stated { status, scores } => Report {
            status: *status,
            scores: scores.clone(),
            facts: changed(&said),
            ..nothing(now)
        },
    };
    own.scores.sort_unstable();
    if !own.is_end() {
        return Err(DecideError::NoEnd(own.status));
    }
    let last = said.iter().find(|it| it.provider == ADMIN);
    let sequence = last.map_or(0, |it| it.sequence) + 1;
    let scores: Vec<_> = own
        .scores
        .iter()
        .map(|it| (it.period.to_string(), it.role.word(), it.points))
        .collect();
    let scores = serde_json::to_value(scores).unwrap_or_default();
    let facts = serde_json::to_value(&own.facts).unwrap_or_default();
    let digest = Sha256::digest(format!("{}|{scores}|{facts}|{now}", own.status));
    sqlx::query!(
        "INSERT INTO provider_reports (game_id, provider, sequence, status, starts_at, scores,
           facts, received_at, digest)
         SELECT $1, $2, $3, $4, g.starts_at, $5, $6, $7, $8 FROM games g WHERE g.game_id = $1",
        game.as_uuid(),
        ADMIN,
        sequence,
        own.status.word(),
        scores,
        facts,
        now,
        digest.as_slice(),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What the operator's word leaves standing of what sources say: that somebody else plays, for
/// which bets are void whatever the score.
fn changed(said: &[Report]) -> Facts {
    let mut said = said.iter().flat_map(|it| &it.facts.changes);
    Facts {
        changes: said
            .find(|it| **it == Change::Opponent)
            .copied()
            .into_iter()
            .collect(),
        ..Facts::default()
    }
}

fn nothing(now: DateTime<Utc>) -> Report {
    Report {
        provider: ADMIN.to_owned(),
        sequence: 0,
        status: GameStatus::Scheduled,
        starts_at: now,
        scores: Vec::new(),
        facts: Facts::default(),
        source_at: None,
        received_at: now,
        heard_at: None,
    }
}

/// Opens reviews, of which each server is told that has a ticket on the game.
pub(crate) async fn open(
    conn: &mut PgConnection,
    games: &[(Uuid, ReviewReason, i32)],
    claims: &[(Uuid, String, i32)],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    if games.is_empty() {
        return Ok(());
    }
    insert(&mut *conn, games, claims, now).await?;
    let ids: Vec<_> = games.iter().map(|it| it.0).collect();
    let ids: Vec<_> = ids.into_iter().map(GameId::from_uuid).collect();
    tell(conn, &ids).await
}

/// Leaves a notice of the review that is open of each of these games, in every server with a
/// ticket that it matters to: open, or settled on the result that is in doubt.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn tell(conn: &mut PgConnection, games: &[GameId]) -> Result<(), StoreError> {
    let ids: Vec<_> = games.iter().map(|it| it.as_uuid()).collect();
    // One step of the index a server, however many tickets it has.
    sqlx::query!(
        "WITH noticed AS (
           INSERT INTO notices (guild_id, kind, subject, sequence)
           SELECT gg.guild_id, 'review_opened', gg.game_id, g.open_review
           FROM guild_games gg JOIN games g ON g.game_id = gg.game_id
           WHERE gg.game_id = ANY($1) AND g.open_review IS NOT NULL AND EXISTS (
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

/// Games whose review was opened within a week, and that a server was told nothing of which has a
/// ticket by now that it matters to: a bet that was under way when the review was opened is seen
/// only once it is committed.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn untold(conn: &mut PgConnection, limit: i64) -> Result<Vec<GameId>, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"SELECT DISTINCT r.game_id AS "game: GameId"
           FROM reviews r
           JOIN games g ON g.game_id = r.game_id AND g.open_review = r.number
           JOIN guild_games gg ON gg.game_id = r.game_id
           WHERE r.opened_at > app_now() - interval '7 days'
             AND NOT EXISTS (
               SELECT 1 FROM notices n
               WHERE n.guild_id = gg.guild_id AND n.kind = 'review_opened'
                 AND n.subject = gg.game_id AND n.sequence = r.number)
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

async fn insert(
    conn: &mut PgConnection,
    games: &[(Uuid, ReviewReason, i32)],
    claims: &[(Uuid, String, i32)],
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
    let providers: Vec<_> = claims.iter().map(|it| it.1.clone()).collect();
    let sequences: Vec<_> = claims.iter().map(|it| it.2).collect();
    sqlx::query!(
        "INSERT INTO review_claims (game_id, number, provider, report_sequence)
         SELECT w.game_id, g.open_review, w.provider, w.sequence
         FROM unnest($1::uuid[], $2::text[], $3::int[]) AS w(game_id, provider, sequence)
         JOIN games g ON g.game_id = w.game_id",
        &claimed,
        &providers,
        &sequences,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes down how reviews ended: game, number, and the version that stands now.
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
    // Whoever was told that it began is told that it is over.
    sqlx::query!(
        "WITH noticed AS (
           INSERT INTO notices (guild_id, kind, subject, sequence)
           SELECT gg.guild_id, 'review_ended', gg.game_id, w.number
           FROM unnest($1::uuid[], $2::int[]) AS w(game_id, number)
           JOIN guild_games gg ON gg.game_id = w.game_id
           JOIN notices o ON o.guild_id = gg.guild_id AND o.kind = 'review_opened'
             AND o.subject = gg.game_id AND o.sequence = w.number
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
