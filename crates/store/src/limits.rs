//! Limits that members set for themselves, and self-exclusion.

use chrono::{DateTime, Utc};
use shared::id::{GuildId, MemberId};
use shared::limit::LimitOn;
use shared::units::Units;
use sqlx::PgConnection;

use crate::{Inconsistency, StoreError};

/// A limit in force, and how much of it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limit {
    /// What it is about.
    pub on: LimitOn,
    /// The most.
    pub amount: Units,
    /// How much of it is used. Nothing of a limit on each bet.
    pub used: Units,
    /// What replaces it.
    pub next: Option<NextLimit>,
}

/// A limit that is set and not in force yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NextLimit {
    /// The most. `None`: there will be no limit.
    pub amount: Option<Units>,
    /// From when.
    pub at: DateTime<Utc>,
}

/// A member's limits in force, by kind and span.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row is not a valid limit.
pub async fn of(
    conn: &mut PgConnection,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<Limit>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT l.kind AS "kind!", l.span AS "span!", l.amount AS "amount!: Units",
             l.used AS "used!: Units", l.next_amount AS "next_amount: Units", l.next_at
           FROM code.limits_of($1, $2) l"#,
        guild as GuildId,
        member as MemberId,
    )
    .fetch_all(conn)
    .await?;
    let mut limits = Vec::with_capacity(rows.len());
    for row in rows {
        let on = LimitOn::from_words(&row.kind, &row.span).ok_or_else(|| Inconsistency {
            table: "member_limits",
            column: "span",
            row: member.to_string(),
            found: format!("{} {}", row.kind, row.span),
        })?;
        limits.push(Limit {
            on,
            amount: row.amount,
            used: row.used,
            next: row.next_at.map(|at| NextLimit {
                amount: row.next_amount,
                at,
            }),
        });
    }
    Ok(limits)
}

/// Sets a limit, or removes it where there is no amount. Returns when that takes effect: at once
/// where it lowers the limit, after a day where it raises or removes it.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn set(
    conn: &mut PgConnection,
    guild: GuildId,
    member: MemberId,
    on: LimitOn,
    amount: Option<Units>,
) -> Result<DateTime<Utc>, StoreError> {
    let at = sqlx::query_scalar!(
        r#"SELECT code.set_limit($1, $2, $3, $4, $5) AS "at!""#,
        guild as GuildId,
        member as MemberId,
        on.kind.word(),
        on.span.word(),
        amount as Option<Units>,
    )
    .fetch_one(conn)
    .await?;
    Ok(at)
}

/// HMAC-SHA-256 of a Discord account's id under the operator's key. The database does not have the
/// key, so the table alone does not say who is excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountHash(pub [u8; 32]);

/// The hashes of one account, under each of the operator's keys, the newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountHashes(Vec<AccountHash>);

impl AccountHashes {
    /// These hashes, of which there is at least one.
    pub fn new(hashes: impl Iterator<Item = AccountHash>) -> Self {
        Self(hashes.collect())
    }

    /// All of them.
    pub fn all(&self) -> &[AccountHash] {
        &self.0
    }

    /// In the database's type.
    pub(crate) fn column(&self) -> Vec<Vec<u8>> {
        self.0.iter().map(|it| it.0.to_vec()).collect()
    }
}

/// An exclusion in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exclusion {
    /// Whether it is from all servers.
    pub is_everywhere: bool,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
}

/// The exclusions in force that keep this account from betting in this server, at most one from it
/// and one from all, that one last.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn exclusions_of(
    conn: &mut PgConnection,
    guild: GuildId,
    account: &AccountHashes,
) -> Result<Vec<Exclusion>, StoreError> {
    let exclusions = sqlx::query_as!(
        Exclusion,
        r#"SELECT e.is_everywhere AS "is_everywhere!", e.ends_at AS "ends_at!"
           FROM code.exclusions_of($1, $2) e ORDER BY e.is_everywhere"#,
        guild as GuildId,
        &account.column(),
    )
    .fetch_all(conn)
    .await?;
    Ok(exclusions)
}

/// Keeps this account from betting in this server, or in all, for so many days; never for less than
/// it is excluded already. Only its newest hash is recorded. Returns when that ends.
///
/// # Errors
/// [`StoreError`] when the database refuses, as it does less than a day and more than five years.
pub async fn exclude(
    conn: &mut PgConnection,
    guild: GuildId,
    account: &AccountHashes,
    is_everywhere: bool,
    days: u16,
) -> Result<DateTime<Utc>, StoreError> {
    let ends_at = sqlx::query_scalar!(
        r#"SELECT code.exclude($1, $2, $3, $4) AS "ends_at!""#,
        guild as GuildId,
        account.0.first().map(|it| it.0.to_vec()),
        is_everywhere,
        i32::from(days),
    )
    .fetch_one(conn)
    .await?;
    Ok(ends_at)
}
