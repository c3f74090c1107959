//! Rows by which processes tell how they are, and what the operator was told of them.
//!
//! Nothing here waits for a standby: an alert that one is gone must not wait for it.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::types::Json;
use sqlx::{PgConnection, PgPool, Postgres, Transaction};

use crate::StoreError;

/// How long after its last writing a row is kept.
const ROWS_KEPT: &str = "1 day";
/// How many rows, and how many alerts, are read at most.
const READ_MAX: i64 = 1_000;

/// Begins a transaction whose commit does not wait for a standby.
///
/// # Errors
/// When the database cannot be reached.
pub async fn begin(pool: &PgPool) -> Result<Transaction<'static, Postgres>, sqlx::Error> {
    pool.begin_with("BEGIN; SET LOCAL synchronous_commit = local")
        .await
}

/// Which process it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProcessName {
    /// `bot` or `fetcher`.
    pub program: String,
    /// The name of this one.
    pub instance: String,
}

/// Figures by name.
pub type NamedFigures = BTreeMap<String, f64>;

/// How a process last was.
#[derive(Clone, Debug, PartialEq)]
pub struct HealthRow {
    /// The process.
    pub process: ProcessName,
    /// How long ago it wrote.
    pub silent: TimeDelta,
    /// Whether it was told to stop.
    pub is_stopped: bool,
    /// What it wrote.
    pub figures: NamedFigures,
}

/// Records that a process started, and returns how often it was started again within an hour.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn started(conn: &mut PgConnection, process: &ProcessName) -> Result<i64, StoreError> {
    let restarts = sqlx::query_scalar!(
        r#"INSERT INTO health_rows AS h (program, instance, written_at)
           VALUES ($1, $2, app_now())
           ON CONFLICT ON CONSTRAINT health_rows_pkey DO UPDATE
           SET written_at = excluded.written_at, stopped_at = NULL,
             restarts = ARRAY(SELECT r FROM unnest(h.restarts || app_now()) r
               WHERE r > app_now() - interval '1 hour' ORDER BY r DESC LIMIT 16)
           RETURNING cardinality(restarts)::bigint AS "restarts!""#,
        process.program,
        process.instance,
    )
    .fetch_one(conn)
    .await?;
    Ok(restarts)
}

/// Writes how a process is, and returns how often it was started again within an hour.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn write(
    conn: &mut PgConnection,
    process: &ProcessName,
    figures: &NamedFigures,
) -> Result<i64, StoreError> {
    let restarts = sqlx::query_scalar!(
        r#"INSERT INTO health_rows AS h (program, instance, written_at, figures)
           VALUES ($1, $2, app_now(), $3)
           ON CONFLICT ON CONSTRAINT health_rows_pkey DO UPDATE
           SET written_at = excluded.written_at, figures = excluded.figures, stopped_at = NULL
           RETURNING (SELECT count(*) FROM unnest(restarts) r
             WHERE r > app_now() - interval '1 hour') AS "restarts!""#,
        process.program,
        process.instance,
        Json(figures) as _,
    )
    .fetch_one(conn)
    .await?;
    Ok(restarts)
}

/// Records that a process was told to stop, so that nobody misses it.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn stopped(conn: &mut PgConnection, process: &ProcessName) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE health_rows SET stopped_at = app_now() WHERE program = $1 AND instance = $2",
        process.program,
        process.instance,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// How every process last was.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn rows(conn: &mut PgConnection) -> Result<Vec<HealthRow>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT program, instance, app_now() - written_at > '0' AS "is_past!",
             extract(epoch FROM app_now() - written_at)::float8 AS "silent!",
             stopped_at IS NOT NULL AS "is_stopped!",
             figures AS "figures: Json<NamedFigures>"
           FROM health_rows ORDER BY program, instance LIMIT $1"#,
        READ_MAX,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| HealthRow {
            process: ProcessName {
                program: row.program,
                instance: row.instance,
            },
            silent: match row.is_past {
                true => seconds(row.silent),
                false => TimeDelta::zero(),
            },
            is_stopped: row.is_stopped,
            figures: row.figures.0,
        })
        .collect())
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds between two moments of a timestamp fit"
)]
fn seconds(seconds: f64) -> TimeDelta {
    TimeDelta::milliseconds((seconds * 1000.0) as i64)
}

/// Deletes rows of processes that have not written for a day.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn prune(conn: &mut PgConnection) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "DELETE FROM health_rows WHERE written_at < app_now() - $1::text::interval",
        ROWS_KEPT,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// A rule that is broken, or was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// The rule.
    pub rule: String,
    /// What it is about.
    pub subject: String,
    /// How far it is.
    pub stage: AlertStage,
}

/// How far an alert is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlertStage {
    /// Since when the rule is broken.
    pub since: DateTime<Utc>,
    /// When that was told.
    pub told_at: Option<DateTime<Utc>>,
    /// Since when the rule is kept again.
    pub fine_since: Option<DateTime<Utc>>,
    /// When the last all-clear was given.
    pub cleared_at: Option<DateTime<Utc>>,
}

/// All alerts.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn all(conn: &mut PgConnection) -> Result<Vec<Alert>, StoreError> {
    let rows = sqlx::query!(
        "SELECT rule, subject, since, told_at, fine_since, cleared_at FROM alerts
         ORDER BY rule, subject LIMIT $1",
        READ_MAX,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Alert {
            rule: row.rule,
            subject: row.subject,
            stage: AlertStage {
                since: row.since,
                told_at: row.told_at,
                fine_since: row.fine_since,
                cleared_at: row.cleared_at,
            },
        })
        .collect())
}

/// Stores an alert in the place of the one before.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn put(conn: &mut PgConnection, alert: &Alert) -> Result<(), StoreError> {
    let stage = &alert.stage;
    sqlx::query!(
        "INSERT INTO alerts (rule, subject, since, told_at, fine_since, cleared_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT ON CONSTRAINT alerts_pkey DO UPDATE
         SET since = excluded.since, told_at = excluded.told_at,
           fine_since = excluded.fine_since, cleared_at = excluded.cleared_at",
        alert.rule,
        alert.subject,
        stage.since,
        stage.told_at,
        stage.fine_since,
        stage.cleared_at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Forgets an alert.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn forget(conn: &mut PgConnection, rule: &str, subject: &str) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM alerts WHERE rule = $1 AND subject = $2",
        rule,
        subject,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Records how an audit ended.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn audited(conn: &mut PgConnection, is_clean: bool) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO operator_jobs (name, ended_at, is_good) VALUES ('audit', app_now(), $1)
         ON CONFLICT ON CONSTRAINT operator_jobs_pkey DO UPDATE
         SET ended_at = excluded.ended_at, is_good = excluded.is_good",
        is_clean,
    )
    .execute(conn)
    .await?;
    Ok(())
}
