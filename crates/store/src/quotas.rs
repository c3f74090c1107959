//! What the keys of feeds may spend, and what they have spent. The table is `feed_quotas`.
//!
//! A period begins by the provider's calendar and clock. Its clock is known from the dates of its
//! answers; a new period is used two seconds late, so that an error of less in that knowledge never
//! spends what the provider still counts to the period before.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use sqlx::PgConnection;

use crate::StoreError;

/// Whose units, and how many a period has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account<'a> {
    /// The feed.
    pub provider: &'a str,
    /// Which key, in eight hexadecimal digits.
    pub key_name: &'a str,
    /// Which of the feed's APIs.
    pub api: &'a str,
    /// Whose limit it is: `provider` or `operator`.
    pub set_by: &'a str,
    /// `day` or `month`.
    pub period: &'a str,
    /// In whose zone the period begins.
    pub zone: Tz,
    /// How many units a period has. What an answer told earlier takes its place where the limit is
    /// the provider's.
    pub limit: u32,
}

/// What an answer said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// How many units are left.
    pub left: Option<u32>,
    /// How many units a period has.
    pub limit: Option<u32>,
    /// The provider's clock. One that is more than two hours off ours is not believed.
    pub dated: Option<DateTime<Utc>>,
}

/// What is left of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// How many units.
    pub units: u32,
    /// How long until the next period, by the provider's clock.
    pub renewed_in: TimeDelta,
}

/// A period of an account, for people and for planning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quota {
    /// The feed.
    pub provider: String,
    /// Which key, in eight hexadecimal digits.
    pub key_name: String,
    /// Which of the feed's APIs; empty where all count together.
    pub api: String,
    /// Whose limit it is: `provider` or `operator`.
    pub set_by: String,
    /// `day` or `month`.
    pub period: String,
    /// When the next period begins.
    pub renewed_at: DateTime<Utc>,
    /// How many units the period has.
    pub limit: i64,
    /// How many are left.
    pub left: i64,
    /// How many we spent.
    pub spent: i64,
    /// How many requests we sent.
    pub requests: i64,
    /// How many units are reserved by requests that were not heard of again.
    pub in_flight: i64,
    /// When the feed last answered.
    pub told_at: Option<DateTime<Utc>>,
}

/// Reserves units in the account's current period, if as many are left, and returns when that
/// period began. `None`: too few are left, and nothing is reserved.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn reserve(
    conn: &mut PgConnection,
    account: &Account<'_>,
    units: u32,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let begins_at = sqlx::query_scalar!(
        r#"WITH known AS (
           SELECT CASE WHEN $4 = 'provider' THEN told_limit END AS told_limit,
             clock_ahead AS ahead
           FROM feed_quotas
           WHERE provider = $1 AND key_name = $2 AND api = $3 AND set_by = $4 AND period = $5
           ORDER BY told_at DESC NULLS LAST, begins_at DESC LIMIT 1
         ), span AS (
           SELECT coalesce(k.told_limit, $7) AS units, coalesce(k.ahead, '0') AS ahead,
             date_trunc($5, (app_now() + coalesce(k.ahead, '0') - interval '2 seconds')
               AT TIME ZONE $6) AS begins
           FROM (SELECT) one LEFT JOIN known k ON true
         )
         INSERT INTO feed_quotas AS q (provider, key_name, api, set_by, period, begins_at,
           renewed_at, limit_units, left_units, in_flight, spent_units, requests, clock_ahead)
         SELECT $1, $2, $3, $4, $5, s.begins AT TIME ZONE $6,
           (s.begins + ('1 ' || $5)::interval) AT TIME ZONE $6,
           s.units, s.units - $8, $8, $8, 1, s.ahead
         FROM span s WHERE s.units >= $8
         ON CONFLICT ON CONSTRAINT feed_quotas_pkey DO UPDATE
         SET limit_units = CASE WHEN q.set_by = 'operator' THEN $7 ELSE q.limit_units END,
           left_units = CASE WHEN q.set_by = 'operator'
             THEN greatest(0, q.left_units + $7 - q.limit_units) ELSE q.left_units END - $8,
           in_flight = q.in_flight + $8, spent_units = q.spent_units + $8,
           requests = q.requests + 1
         WHERE CASE WHEN q.set_by = 'operator'
             THEN greatest(0, q.left_units + $7 - q.limit_units) ELSE q.left_units END >= $8
         RETURNING q.begins_at"#,
        account.provider,
        account.key_name,
        account.api,
        account.set_by,
        account.period,
        account.zone.name(),
        i64::from(account.limit),
        i64::from(units),
    )
    .fetch_optional(conn)
    .await?;
    Ok(begins_at)
}

/// What is left of the account in its current period.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn left(conn: &mut PgConnection, account: &Account<'_>) -> Result<Left, StoreError> {
    let row = sqlx::query!(
        r#"WITH known AS (
           SELECT CASE WHEN $4 = 'provider' THEN told_limit END AS told_limit,
             clock_ahead AS ahead
           FROM feed_quotas
           WHERE provider = $1 AND key_name = $2 AND api = $3 AND set_by = $4 AND period = $5
           ORDER BY told_at DESC NULLS LAST, begins_at DESC LIMIT 1
         ), clock AS (
           SELECT k.told_limit,
             app_now() + coalesce(k.ahead, '0') - interval '2 seconds' AS now
           FROM (SELECT) one LEFT JOIN known k ON true
         )
         SELECT CASE WHEN q.set_by = 'operator'
               THEN greatest(0, q.left_units + $7 - q.limit_units)
             ELSE coalesce(q.left_units, c.told_limit, $7) END AS "units!",
           (date_trunc($5, c.now AT TIME ZONE $6) + ('1 ' || $5)::interval) AT TIME ZONE $6
             AS "renewed_at!", c.now AS "now!"
         FROM clock c LEFT JOIN feed_quotas q
           ON q.provider = $1 AND q.key_name = $2 AND q.api = $3 AND q.set_by = $4
             AND q.period = $5
             AND q.begins_at = date_trunc($5, c.now AT TIME ZONE $6) AT TIME ZONE $6"#,
        account.provider,
        account.key_name,
        account.api,
        account.set_by,
        account.period,
        account.zone.name(),
        i64::from(account.limit),
    )
    .fetch_one(conn)
    .await?;
    Ok(Left {
        units: u32::try_from(row.units.max(0)).unwrap_or(u32::MAX),
        renewed_in: row.renewed_at - row.now,
    })
}

/// Records how a request ended for which units were reserved in the period that began then: `used`
/// of them were used, and the rest is given back.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn settle(
    conn: &mut PgConnection,
    account: &Account<'_>,
    begins_at: DateTime<Utc>,
    reserved: u32,
    used: u32,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE feed_quotas SET
           in_flight = greatest(0, in_flight - $7),
           left_units = greatest(0, least(limit_units, left_units + $7 - $8)),
           spent_units = greatest(0, spent_units + $8 - $7)
         WHERE provider = $1 AND key_name = $2 AND api = $3 AND set_by = $4 AND period = $5
           AND begins_at = $6",
        account.provider,
        account.key_name,
        account.api,
        account.set_by,
        account.period,
        begins_at,
        i64::from(reserved),
        i64::from(used),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes in what an answer said is left, in the period to which the answer belongs by its date. It
/// lowers what is left and never raises it; only a period that nothing was spent in begins with
/// what the answer says.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn told(
    conn: &mut PgConnection,
    account: &Account<'_>,
    told: &Told,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"WITH last AS (
           SELECT told_limit, clock_ahead FROM feed_quotas
           WHERE provider = $1 AND key_name = $2 AND api = $3 AND set_by = $4 AND period = $5
           ORDER BY told_at DESC NULLS LAST, begins_at DESC LIMIT 1
         ), clock AS (
           SELECT CASE
               WHEN ($10::timestamptz - app_now()
                   BETWEEN interval '-2 hours' AND interval '2 hours') IS NOT TRUE
                 THEN coalesce((SELECT clock_ahead FROM last), '0')
               WHEN $10 - app_now() BETWEEN interval '-2 seconds' AND interval '2 seconds'
                 THEN interval '0'
               ELSE $10 - app_now() END AS ahead
         ), span AS (
           SELECT c.ahead, date_trunc($5, (app_now() + c.ahead) AT TIME ZONE $6) AS begins,
             coalesce($9, (SELECT told_limit FROM last), $7) AS units
           FROM clock c
         )
         INSERT INTO feed_quotas AS q (provider, key_name, api, set_by, period, begins_at,
           renewed_at, limit_units, left_units, told_at, told_limit, clock_ahead)
         SELECT $1, $2, $3, $4, $5, s.begins AT TIME ZONE $6,
           (s.begins + ('1 ' || $5)::interval) AT TIME ZONE $6,
           greatest(s.units, 0), greatest(0, least(s.units, $8)), app_now(), $9, s.ahead
         FROM span s
         ON CONFLICT ON CONSTRAINT feed_quotas_pkey DO UPDATE
         SET limit_units = least(q.limit_units, $9),
           left_units = greatest(0, least(q.left_units, $8 - q.in_flight, q.limit_units, $9)),
           told_at = excluded.told_at, told_limit = coalesce($9, q.told_limit),
           clock_ahead = excluded.clock_ahead"#,
        account.provider,
        account.key_name,
        account.api,
        account.set_by,
        account.period,
        account.zone.name(),
        i64::from(account.limit),
        told.left.map(i64::from),
        told.limit.map(i64::from),
        told.dated,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The newest period of every account, by provider and API.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn all(conn: &mut PgConnection) -> Result<Vec<Quota>, StoreError> {
    let quotas = sqlx::query_as!(
        Quota,
        r#"SELECT DISTINCT ON (provider, key_name, api, set_by, period)
           provider, key_name, api, set_by, period, renewed_at, limit_units AS "limit",
           left_units AS "left", spent_units AS spent, requests, in_flight, told_at
         FROM feed_quotas
         ORDER BY provider, key_name, api, set_by, period, begins_at DESC"#,
    )
    .fetch_all(conn)
    .await?;
    Ok(quotas)
}
