//! What is counted for the operator: whether the database answers, what is left to do, and how old
//! the feeds' answers are. Counts and ages only; nothing here is about anybody.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use crate::StoreError;

/// How many due deliveries are counted at most, so that a long backlog costs no more.
const DELIVERIES_MAX: i32 = 100_000;
/// How many leagues' answers are listed at most.
const ANSWERS_MAX: i64 = 1_000;

/// What readiness is judged by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vitals {
    /// The time of the database's clock.
    pub now: DateTime<Utc>,
    /// Who works, of those that hold the lease of this name. `None`: nobody ever did.
    pub lease: Option<LeaseVitals>,
    /// When a feed was last asked and answered. `None`: never.
    pub answered_at: Option<DateTime<Utc>>,
}

/// A lease, and whether it is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaseVitals {
    /// The process that holds it, or held it last.
    pub holder: String,
    /// Counts how often it has changed hands.
    pub epoch: i64,
    /// Whether it is in force.
    pub is_held: bool,
    /// When it ends or ended.
    pub expires_at: DateTime<Utc>,
}

/// Reads what readiness is judged by, in one statement.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn vitals(conn: &mut PgConnection, lease: &str) -> Result<Vitals, StoreError> {
    let row = sqlx::query!(
        r#"SELECT app_now() AS "now!", l.holder AS "holder?", l.epoch AS "epoch?",
             l.expires_at AS "expires_at?",
             (SELECT max(q.answered_at) FROM feed_questions q) AS answered_at
           FROM (SELECT) one LEFT JOIN leases l ON l.name = $1"#,
        lease,
    )
    .fetch_one(conn)
    .await?;
    let lease = match (row.holder, row.epoch, row.expires_at) {
        (Some(holder), Some(epoch), Some(expires_at)) => Some(LeaseVitals {
            holder,
            epoch,
            is_held: expires_at > row.now,
            expires_at,
        }),
        _ => None,
    };
    Ok(Vitals {
        now: row.now,
        lease,
        answered_at: row.answered_at,
    })
}

/// How many there are of something, and how long the oldest has been there.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Backlog {
    /// How many.
    pub number: i64,
    /// The age of the oldest; zero if there is none.
    pub oldest: TimeDelta,
}

/// What is left to do in all servers together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LeftToDo {
    /// Games with a result that some ticket is not settled on.
    pub unsettled: Backlog,
    /// Games under review that some ticket waits for.
    pub reviews: Backlog,
    /// Messages that are due, up to a hundred thousand.
    pub deliveries: Backlog,
    /// The size of the database, in bytes.
    pub database_bytes: i64,
    /// How many standbys confirm what is committed. `None`: none is asked to.
    pub standbys: Option<i64>,
    /// Whether the last audit found the books in order. `None`: there has been none.
    pub is_audit_clean: Option<bool>,
    /// How long ago the last backup was taken. `None`: none was recorded.
    pub backup_age: Option<TimeDelta>,
}

/// Reads what is left to do.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn left_to_do(conn: &mut PgConnection) -> Result<LeftToDo, StoreError> {
    let row = sqlx::query!(
        r#"SELECT app_now() AS "now!", pg_database_size(current_database()) AS "bytes!",
             f.unsettled AS "unsettled!", f.unsettled_since, f.reviews AS "reviews!",
             f.reviews_since, f.deliveries AS "deliveries!", f.deliveries_since,
             -- Without the right to read more, a standby is seen, and not how it is asked.
             CASE WHEN current_setting('synchronous_standby_names') <> '' THEN
               (SELECT count(*) FROM pg_stat_replication
                WHERE coalesce(sync_state, 'sync') IN ('sync', 'quorum')) END AS standbys,
             (SELECT is_good FROM operator_jobs WHERE name = 'audit') AS is_audit_clean,
             (SELECT ended_at FROM operator_jobs WHERE name = 'backup' AND is_good) AS backup_at
           FROM code.ops_figures($1) f"#,
        DELIVERIES_MAX,
    )
    .fetch_one(conn)
    .await?;
    let backlog = |number, since: Option<DateTime<Utc>>| Backlog {
        number,
        oldest: since.map_or(TimeDelta::zero(), |it| {
            (row.now - it).max(TimeDelta::zero())
        }),
    };
    Ok(LeftToDo {
        unsettled: backlog(row.unsettled, row.unsettled_since),
        reviews: backlog(row.reviews, row.reviews_since),
        deliveries: backlog(row.deliveries, row.deliveries_since),
        database_bytes: row.bytes,
        standbys: row.standbys,
        is_audit_clean: row.is_audit_clean,
        backup_age: row
            .backup_at
            .map(|it| (row.now - it).max(TimeDelta::zero())),
    })
}

/// When a feed last answered about a league.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeagueAnswer {
    /// The feed.
    pub provider: String,
    /// The league's code.
    pub league: String,
    /// How long ago it was asked what it last answered.
    pub age: TimeDelta,
}

/// How old each feed's last answer about each league is, where it is younger than a week.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn league_answers(conn: &mut PgConnection) -> Result<Vec<LeagueAnswer>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT q.provider, l.code AS league, max(q.answered_at) AS "answered_at!",
             app_now() AS "now!"
           FROM feed_questions q JOIN leagues l ON l.code = split_part(q.feed, '/', 1)
           WHERE q.answered_at > app_now() - interval '7 days'
           GROUP BY q.provider, l.code ORDER BY q.provider, l.code LIMIT $1"#,
        ANSWERS_MAX,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| LeagueAnswer {
            provider: row.provider,
            league: row.league,
            age: (row.now - row.answered_at).max(TimeDelta::zero()),
        })
        .collect())
}
