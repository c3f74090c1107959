//! Limits that members set for themselves, and self-exclusion.

use shared::id::{GuildId, MemberId};
use shared::units::Units;
use sqlx::PgConnection;

use crate::{Inconsistency, StoreError};

/// What a limit bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LimitKind {
    /// Stakes.
    Stake,
    /// Losses; open stakes count as lost.
    Loss,
}

/// The period over which a limit is added up, until now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LimitSpan {
    /// 24 hours.
    Day,
    /// 7 days.
    Week,
    /// 30 days.
    Month,
}

/// A limit in force, and how much of it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limit {
    /// What it bounds.
    pub kind: LimitKind,
    /// The period.
    pub span: LimitSpan,
    /// The most.
    pub amount: Units,
    /// How much of it is used.
    pub used: Units,
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
             l.used AS "used!: Units"
           FROM code.limits_of($1, $2) l"#,
        guild as GuildId,
        member as MemberId,
    )
    .fetch_all(conn)
    .await?;
    let mut limits = Vec::with_capacity(rows.len());
    for row in rows {
        let unreadable = |column, found: &str| Inconsistency {
            table: "member_limits",
            column,
            row: member.to_string(),
            found: found.to_owned(),
        };
        limits.push(Limit {
            kind: match row.kind.as_str() {
                "stake" => LimitKind::Stake,
                "loss" => LimitKind::Loss,
                found => return Err(unreadable("kind", found).into()),
            },
            span: match row.span.as_str() {
                "day" => LimitSpan::Day,
                "week" => LimitSpan::Week,
                "month" => LimitSpan::Month,
                found => return Err(unreadable("span", found).into()),
            },
            amount: row.amount,
            used: row.used,
        });
    }
    Ok(limits)
}

/// HMAC-SHA-256 of a Discord account's id under the operator's key. The database does not have the
/// key, so the table alone does not say who is excluded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct AccountHash(pub [u8; 32]);

/// Whether this account has excluded itself from this server or from all servers.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn is_excluded(
    conn: &mut PgConnection,
    guild: GuildId,
    account: &AccountHash,
) -> Result<bool, StoreError> {
    let excluded = sqlx::query_scalar!(
        r#"SELECT code.is_excluded($1, $2) AS "excluded!""#,
        guild as GuildId,
        account.0.as_slice(),
    )
    .fetch_one(conn)
    .await?;
    Ok(excluded)
}
