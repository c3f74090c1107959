//! Everything that is needed to decide how games ended.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use shared::decision::{Basis, ReviewReason};
use shared::game::GameStatus;
use shared::id::GameId;
use shared::league::Sport;
use shared::report::CurrentResult;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::games::joined;
use crate::leagues::sport;
use crate::reports::{self, ReportKey, Said};
use crate::rows::end::{facts, scores, status};
use crate::{Inconsistency, StoreError};

/// The part of a game that a decision may change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GameHead {
    /// Which game.
    pub game: GameId,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// Where it stands.
    pub status: GameStatus,
    /// The newest version of its result; 0 before there is one.
    pub version: i32,
    /// The number of its open review, if it has one.
    pub review: Option<i32>,
    /// When it is due to be decided again.
    pub decide_at: Option<DateTime<Utc>>,
}

/// A game with everything that is needed to decide how it ended.
#[derive(Clone, Debug)]
pub struct UndecidedGame {
    /// Its current state.
    pub head: GameHead,
    /// The reason for its open review.
    pub why: Option<ReviewReason>,
    /// The sport.
    pub sport: Sport,
    /// The league's code.
    pub league: String,
    /// The starts under which it was ever offered, in order.
    pub starts: Vec<DateTime<Utc>>,
    /// The newest report of each source, of the games that are one with it too, in order of the
    /// sources' names, of one source the latest last.
    pub reports: Vec<Said>,
    /// The current result, if it has one.
    pub current: Option<CurrentResult>,
    /// The report that the current result rests on.
    pub rests_on: Option<ReportKey>,
    /// Those of its starts that any version of its result gave up.
    pub given_up: Vec<DateTime<Utc>>,
    /// The games that were joined with it.
    pub joined: Vec<JoinedGame>,
}

/// A game that was joined with another one, and follows its results.
#[derive(Clone, Debug)]
pub struct JoinedGame {
    /// Its current state.
    pub head: GameHead,
    /// Whether its home side is the other's away side.
    pub is_turned: bool,
    /// The starts under which it was ever offered, in order.
    pub starts: Vec<DateTime<Utc>>,
    /// Its current result, if it has one.
    pub current: Option<CurrentResult>,
    /// Those of its starts that any version of its result gave up.
    pub given_up: Vec<DateTime<Utc>>,
}

/// Locks these games and reads everything that is needed to decide them, in order of their ids.
/// Whoever decides a game later sees the earlier decision. In place of a game that was joined with
/// another one stands the other.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row is not a valid report.
pub async fn lock_undecided(
    conn: &mut PgConnection,
    games: &[GameId],
) -> Result<Vec<UndecidedGame>, StoreError> {
    let games: Vec<_> = games.iter().map(|it| it.as_uuid()).collect();
    let members = joined::lock(&mut *conn, &games).await?;
    let games: Vec<_> = members.iter().map(|it| it.game.as_uuid()).collect();
    let rows = sqlx::query!(
        r#"SELECT g.game_id AS "game: GameId", g.starts_at, g.status, g.result_version,
             g.open_review, g.decide_at, l.code, l.sport, r.why AS "why?",
             ARRAY(SELECT s.starts_at FROM game_starts s
               WHERE s.game_id = g.game_id ORDER BY s.starts_at) AS "starts!: Vec<DateTime<Utc>>"
           FROM games g JOIN leagues l ON l.league_id = g.league_id
           LEFT JOIN reviews r ON r.game_id = g.game_id AND r.number = g.open_review
           WHERE g.game_id = ANY($1) ORDER BY g.game_id"#,
        &games,
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut reports = reports::of_families(&mut *conn, &members).await?;
    let mut current = current(&mut *conn, &games).await?;
    let mut given_up = given_up(&mut *conn, &games).await?;
    let (mut undecided, mut joined) = (Vec::new(), Vec::new());
    for row in rows {
        let id = row.game.as_uuid();
        let head = GameHead {
            game: row.game,
            starts_at: row.starts_at,
            status: status("games", row.game, &row.status)?,
            version: row.result_version,
            review: row.open_review,
            decide_at: row.decide_at,
        };
        let (current, rests_on) = current.remove(&id).unzip();
        let given_up = given_up.remove(&id).unwrap_or_default();
        let member = members.iter().find(|it| it.game == row.game);
        if let Some(member) = member.filter(|it| it.offered != it.game) {
            let game = JoinedGame {
                head,
                is_turned: member.is_turned,
                starts: row.starts,
                current,
                given_up,
            };
            joined.push((member.offered, game));
            continue;
        }
        undecided.push(UndecidedGame {
            head,
            why: row.why.as_deref().and_then(ReviewReason::from_word),
            sport: sport("leagues", &row.code, &row.sport)?,
            league: row.code,
            starts: row.starts,
            reports: reports.remove(&id).unwrap_or_default(),
            current,
            rests_on,
            given_up,
            joined: Vec::new(),
        });
    }
    for (offered, game) in joined {
        let mut all = undecided.iter_mut();
        if let Some(into) = all.find(|it| it.head.game == offered) {
            into.joined.push(game);
        }
    }
    load_last_answers(conn, &mut undecided).await?;
    Ok(undecided)
}

async fn current(
    conn: &mut PgConnection,
    games: &[Uuid],
) -> Result<HashMap<Uuid, (CurrentResult, ReportKey)>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT g.game_id, r.status, r.facts, r.basis,
             coalesce(r.reported_of, r.game_id) AS "report_game!: GameId", r.provider,
             r.report_sequence,
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
    let mut current = HashMap::with_capacity(rows.len());
    for row in rows {
        let game = GameId::from_uuid(row.game_id);
        let result = CurrentResult {
            status: status("results", game, &row.status)?,
            scores: scores(game, row.scores)?,
            facts: facts(game, row.facts)?,
            basis: basis(game, row.basis.as_deref())?,
            first_decided_at: row.first_decided_at,
        };
        let rests_on = ReportKey {
            game: row.report_game,
            provider: row.provider,
            sequence: row.report_sequence,
        };
        current.insert(row.game_id, (result, rests_on));
    }
    Ok(current)
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

/// A result from before bases were stored rests on the only source that existed then.
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

/// Reads when the sources of postponed games last answered about their league.
async fn load_last_answers(
    conn: &mut PgConnection,
    games: &mut [UndecidedGame],
) -> Result<(), StoreError> {
    let (mut providers, mut leagues) = (Vec::new(), Vec::new());
    let is_off = |it: &Said| {
        matches!(
            it.report.status,
            GameStatus::Postponed | GameStatus::Suspended
        )
    };
    let is_awaited =
        |it: &&UndecidedGame| it.current.as_ref().is_none_or(CurrentResult::is_partial);
    for game in games.iter().filter(is_awaited) {
        for report in game.reports.iter().filter(|it| is_off(it)) {
            providers.push(report.report.provider.clone());
            leagues.push(game.league.clone());
        }
    }
    if providers.is_empty() {
        return Ok(());
    }
    let rows = sqlx::query!(
        r#"SELECT DISTINCT w.provider AS "provider!", w.league AS "league!",
             (SELECT max(f.answered_at)
              FROM (VALUES ('scores'), ('schedule'), ('quotes')) AS kind(word)
              JOIN feed_questions f
                ON f.provider = w.provider AND f.feed = w.league || '/' || kind.word) AS heard_at
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
    for game in games {
        for report in game.reports.iter_mut().filter(|it| is_off(it)) {
            let key = (report.report.provider.clone(), game.league.clone());
            report.report.heard_at = heard.get(&key).copied().flatten();
        }
    }
    Ok(())
}
