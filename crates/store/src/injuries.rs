//! Who may miss games, as the feed that is asked said last.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use shared::feed::{Availability, Injuries, InjuryReport};
use shared::id::{CompetitorId, LeagueId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;
use crate::feed_requests;
use crate::ingest::{Changes, Competitors, ensure_leagues};

/// Stores who may miss games in place of what is known of that league, and returns how many rows
/// changed. Rows that stay as they are are not written, and who is not named any more is deleted.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn replace(
    conn: &mut PgConnection,
    provider: &str,
    told: &Injuries,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let sport = told.league.sport;
    let named = told.players.iter().flat_map(|it| [&it.team, &it.player]);
    let named: Vec<_> = named.collect();
    let mut changes = Changes::default();
    changes.leagues += ensure_leagues(conn, [&told.league].into_iter()).await?;
    let known = Competitors::named(conn, provider, sport, &named, &mut changes).await?;
    let mut columns = Columns::default();
    for it in &told.players {
        let (team, player) = (known.id(sport, &it.team), known.id(sport, &it.player));
        columns.push((team.as_uuid(), player.as_uuid()), it);
    }
    let league = LeagueId::derive(&told.league.code);
    let changed = write(conn, league.as_uuid(), provider, &columns, now).await?;
    Ok(changes.total() + changed)
}

/// Reports, column by column.
#[derive(Default)]
struct Columns {
    teams: Vec<Uuid>,
    players: Vec<Uuid>,
    positions: Vec<Option<String>>,
    statuses: Vec<String>,
    notes: Vec<Option<String>>,
    said_ats: Vec<Option<DateTime<Utc>>>,
    returns: Vec<Option<NaiveDate>>,
}

impl Columns {
    fn push(&mut self, (team, player): (Uuid, Uuid), report: &InjuryReport) {
        self.teams.push(team);
        self.players.push(player);
        self.positions.push(report.position.clone());
        self.statuses.push(report.status.word().to_owned());
        self.notes.push(report.note.clone());
        self.said_ats.push(report.said_at);
        self.returns.push(report.returns_on);
    }
}

async fn write(
    conn: &mut PgConnection,
    league: Uuid,
    provider: &str,
    columns: &Columns,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "WITH told AS (
           SELECT DISTINCT ON (w.player_id) w.*
           FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[],
               $8::timestamptz[], $9::date[])
             AS w(team_id, player_id, position, status, note, said_at, returns_on)
           ORDER BY w.player_id, w.said_at DESC NULLS LAST
         ),
         gone AS (
           DELETE FROM injuries i
           WHERE i.league_id = $1
             AND NOT EXISTS (SELECT FROM told t WHERE t.player_id = i.player_id)
           RETURNING 1
         ),
         kept AS (
           INSERT INTO injuries AS i (league_id, player_id, team_id, position, status, note,
             said_at, returns_on, provider, changed_at)
           SELECT $1, t.player_id, t.team_id, t.position, t.status, t.note, t.said_at,
             t.returns_on, $2, $10
           FROM told t
           ON CONFLICT ON CONSTRAINT injuries_pkey DO UPDATE
           SET team_id = excluded.team_id, position = excluded.position,
             status = excluded.status, note = excluded.note, said_at = excluded.said_at,
             returns_on = excluded.returns_on, provider = excluded.provider,
             changed_at = excluded.changed_at
           WHERE (i.team_id, i.position, i.status, i.note, i.said_at, i.returns_on, i.provider)
             IS DISTINCT FROM (excluded.team_id, excluded.position, excluded.status,
               excluded.note, excluded.said_at, excluded.returns_on, excluded.provider)
           RETURNING 1
         )
         SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM kept) AS \"changed!\"",
        league,
        provider,
        &columns.teams,
        &columns.players,
        &columns.positions as &[Option<String>],
        &columns.statuses,
        &columns.notes as &[Option<String>],
        &columns.said_ats as &[Option<DateTime<Utc>>],
        &columns.returns as &[Option<NaiveDate>],
        now,
    )
    .fetch_one(conn)
    .await?;
    Ok(u64::try_from(done.changed).unwrap_or_default())
}

/// What the question about who of a league may miss games is called, behind its code.
pub const QUESTION: &str = "injuries";

/// A player who may miss games.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Injury {
    /// Whose player.
    pub team: CompetitorId,
    /// The player.
    pub player: CompetitorId,
    /// In full.
    pub name: String,
    /// Where he plays, as the feed writes it.
    pub position: Option<String>,
    /// Whether he is expected to play. `None`: a word that this program does not know.
    pub status: Option<Availability>,
    /// What is said of it, as the feed has it: outside text.
    pub note: Option<String>,
    /// When that was said.
    pub said_at: Option<DateTime<Utc>>,
    /// When he is expected back.
    pub returns_on: Option<NaiveDate>,
    /// Who says so.
    pub provider: String,
}

/// Who of a league may miss games, by team and name.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn of(conn: &mut PgConnection, league: LeagueId) -> Result<Vec<Injury>, StoreError> {
    let rows = sqlx::query_as!(
        InjuryRow,
        r#"SELECT i.team_id AS "team: CompetitorId", i.player_id AS "player: CompetitorId", c.name,
             i.position, i.status, i.note, i.said_at, i.returns_on, i.provider
           FROM injuries i JOIN competitors c ON c.competitor_id = i.player_id
           JOIN competitors t ON t.competitor_id = i.team_id
           WHERE i.league_id = $1 ORDER BY t.name, c.name, i.player_id"#,
        league.as_uuid(),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(InjuryRow::injury).collect())
}

struct InjuryRow {
    team: CompetitorId,
    player: CompetitorId,
    name: String,
    position: Option<String>,
    status: String,
    note: Option<String>,
    said_at: Option<DateTime<Utc>>,
    returns_on: Option<NaiveDate>,
    provider: String,
}

impl InjuryRow {
    fn injury(self) -> Injury {
        Injury {
            team: self.team,
            player: self.player,
            name: self.name,
            position: self.position,
            status: Availability::from_word(&self.status),
            note: self.note,
            said_at: self.said_at,
            returns_on: self.returns_on,
            provider: self.provider,
        }
    }
}

/// Who of a team may miss games of one league.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamInjuries {
    /// Who, by name.
    pub players: Vec<Injury>,
    /// The feed that was asked last about that league, and when. `None`: no feed has told who of
    /// it may miss games.
    pub checked: Option<(String, DateTime<Utc>)>,
}

/// Who of a team may miss games of the league with that code; also under a name that was joined
/// with the team's.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn of_team(
    conn: &mut PgConnection,
    league_code: &str,
    team: CompetitorId,
) -> Result<TeamInjuries, StoreError> {
    let rows = sqlx::query_as!(
        InjuryRow,
        r#"SELECT i.team_id AS "team: CompetitorId", i.player_id AS "player: CompetitorId", c.name,
             i.position, i.status, i.note, i.said_at, i.returns_on, i.provider
           FROM injuries i JOIN competitors c ON c.competitor_id = i.player_id
           JOIN competitors t ON t.competitor_id = i.team_id
           WHERE i.league_id = $1 AND coalesce(t.merged_into, t.competitor_id) = $2
           ORDER BY c.name, i.player_id"#,
        LeagueId::derive(league_code).as_uuid(),
        team.as_uuid(),
    )
    .fetch_all(&mut *conn)
    .await?;
    let checked = sqlx::query!(
        r#"SELECT provider, answered_at AS "answered_at!" FROM feed_questions
           WHERE feed = $1 AND answered_at IS NOT NULL ORDER BY answered_at DESC LIMIT 1"#,
        feed_requests::about_league(league_code, QUESTION),
    )
    .fetch_optional(conn)
    .await?;
    Ok(TeamInjuries {
        players: rows.into_iter().map(InjuryRow::injury).collect(),
        checked: checked.map(|it| (it.provider, it.answered_at)),
    })
}
