//! Who plays for a team, as the feed that is asked listed it last.
//!
//! A line of such a list is no competitor. Feeds give one person different ids and namesakes one
//! name, and who would be made known by a list could stand beside the competitor that box scores
//! make known: two for one person, so that no name could be joined to either any more.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use shared::feed::{Roster, RosterStatus};
use shared::id::CompetitorId;
use shared::league::Sport;
use sqlx::PgConnection;

use crate::StoreError;
use crate::feed_requests;

/// What the question about the players of a team is called. `team` is the feed's own id.
pub fn question(league_code: &str, team: &str) -> String {
    feed_requests::about_league(league_code, &format!("roster {team}"))
}

/// A team that a feed can be asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The team.
    pub team: CompetitorId,
    /// The feed's own id of it.
    pub reference: String,
}

/// The team of a league whose players are to be asked for next: of those with a game within two
/// weeks of now the one whose list is oldest, where the feed was not asked about it since `before`.
/// The feed's ids in `but` are left out.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn next(
    conn: &mut PgConnection,
    provider: &str,
    (league_code, sport): (&str, Sport),
    before: DateTime<Utc>,
    but: &[String],
) -> Result<Option<Asked>, StoreError> {
    let found = sqlx::query_as!(
        Asked,
        r#"WITH playing AS (
             SELECT DISTINCT gc.competitor_id
             FROM leagues l
             JOIN games g ON g.league_id = l.league_id
               AND g.starts_at BETWEEN app_now() - interval '14 days'
                 AND app_now() + interval '14 days'
             JOIN game_competitors gc ON gc.game_id = g.game_id AND gc.role IN ('home', 'away')
             JOIN competitors c ON c.competitor_id = gc.competitor_id AND c.kind = 'team'
             WHERE l.code = $2
           )
           SELECT p.competitor_id AS "team: CompetitorId", r.reference
           FROM playing p
           JOIN competitor_refs r ON r.competitor_id = p.competitor_id
             AND r.provider = $1 AND r.sport = $3 AND r.reference <> ALL($5)
           LEFT JOIN feed_questions q ON q.provider = $1
             AND q.feed = $2 || ' roster ' || r.reference
           WHERE q.answered_at IS NULL OR q.answered_at <= $4
           ORDER BY q.answered_at NULLS FIRST, r.reference
           LIMIT 1"#,
        provider,
        league_code,
        sport.word(),
        before,
        but,
    )
    .fetch_optional(conn)
    .await?;
    Ok(found)
}

/// Stores the players of a team in place of what is known of it, and returns how many rows changed.
/// Rows that stay as they are are not written. Who is not on the list any more is deleted where all
/// of it could be read, and only then.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn replace(
    conn: &mut PgConnection,
    provider: &str,
    team: CompetitorId,
    told: &Roster,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let mut columns = Columns::default();
    for it in &told.players {
        columns.references.push(it.reference.clone());
        columns.names.push(it.name.clone());
        columns.positions.push(it.position.clone());
        columns.numbers.push(it.number.clone());
        columns
            .statuses
            .push(it.status.map(|it| it.word().to_owned()));
        columns.born.push(it.born_on);
    }
    let team = team.as_uuid();
    let done = sqlx::query!(
        "WITH told AS (
           SELECT w.* FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
               $8::date[]) AS w(reference, name, position, number, status, born_on)
         ),
         gone AS (
           DELETE FROM rosters r
           WHERE r.team_id = $1 AND $10
             AND NOT EXISTS (SELECT FROM told t
               WHERE t.reference = r.reference AND r.provider = $2)
           RETURNING 1
         ),
         kept AS (
           INSERT INTO rosters AS r (team_id, provider, reference, name, position, number, status,
             born_on, changed_at)
           SELECT $1, $2, t.reference, t.name, t.position, t.number, t.status, t.born_on, $9
           FROM told t
           ON CONFLICT ON CONSTRAINT rosters_pkey DO UPDATE
           SET name = excluded.name, position = excluded.position, number = excluded.number,
             status = excluded.status, born_on = excluded.born_on,
             changed_at = excluded.changed_at
           WHERE (r.name, r.position, r.number, r.status, r.born_on)
             IS DISTINCT FROM (excluded.name, excluded.position, excluded.number,
               excluded.status, excluded.born_on)
           RETURNING 1
         )
         SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM kept) AS \"changed!\"",
        team,
        provider,
        &columns.references,
        &columns.names,
        &columns.positions as &[Option<String>],
        &columns.numbers as &[Option<String>],
        &columns.statuses as &[Option<String>],
        &columns.born as &[Option<NaiveDate>],
        now,
        told.is_whole(),
    )
    .fetch_one(conn)
    .await?;
    Ok(u64::try_from(done.changed).unwrap_or_default())
}

/// Players, column by column.
#[derive(Default)]
struct Columns {
    references: Vec<String>,
    names: Vec<String>,
    positions: Vec<Option<String>>,
    numbers: Vec<Option<String>>,
    statuses: Vec<Option<String>>,
    born: Vec<Option<NaiveDate>>,
}

/// A player on the list of a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Player {
    /// In full: outside text.
    pub name: String,
    /// Where he plays, as the feed writes it.
    pub position: Option<String>,
    /// What is on his back.
    pub number: Option<String>,
    /// What he is listed as. `None`: the feed does not say, or says a word that this program does
    /// not know.
    pub status: Option<RosterStatus>,
}

/// The players of a team.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamRoster {
    /// Who, by position and name.
    pub players: Vec<Player>,
    /// The feed that listed them, and when it was asked last. `None`: no feed has listed them.
    pub checked: Option<(String, DateTime<Utc>)>,
}

/// The players of a team of the league with that code; also under a name that was joined with the
/// team's. Where two feeds have listed them, those of the one that was asked last.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn of_team(
    conn: &mut PgConnection,
    league_code: &str,
    team: CompetitorId,
) -> Result<TeamRoster, StoreError> {
    let checked = sqlx::query!(
        r#"SELECT c.competitor_id AS "listed: CompetitorId", q.provider,
             q.answered_at AS "answered_at!"
           FROM competitors c
           JOIN competitor_refs r ON r.competitor_id = c.competitor_id
           JOIN feed_questions q ON q.provider = r.provider
             AND q.feed = $1 || ' roster ' || r.reference
           WHERE (c.competitor_id = $2 OR c.merged_into = $2) AND q.answered_at IS NOT NULL
           ORDER BY q.answered_at DESC LIMIT 1"#,
        league_code,
        team.as_uuid(),
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(checked) = checked else {
        return Ok(TeamRoster::default());
    };
    let rows = sqlx::query!(
        "SELECT name, position, number, status FROM rosters
         WHERE team_id = $1 AND provider = $2
         ORDER BY position NULLS LAST, name, reference",
        checked.listed.as_uuid(),
        checked.provider,
    )
    .fetch_all(conn)
    .await?;
    let players = rows.into_iter().map(|row| Player {
        name: row.name,
        position: row.position,
        number: row.number,
        status: row.status.as_deref().and_then(RosterStatus::from_word),
    });
    Ok(TeamRoster {
        players: players.collect(),
        checked: Some((checked.provider, checked.answered_at)),
    })
}
