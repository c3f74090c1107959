//! What members have set for themselves: limits in a server, and shutting themselves out.

use shared::id::{GuildId, MemberId};
use shared::units::Units;
use sqlx::PgConnection;

use crate::{Inconsistency, StoreError};

/// What a limit bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LimitKind {
    /// What is staked.
    Stake,
    /// What is lost; what is still open counts as lost.
    Loss,
}

/// Over which time up to now it is added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LimitSpan {
    /// 24 hours.
    Day,
    /// 7 days.
    Week,
    /// 30 days.
    Month,
}

/// A limit that holds, and how much of it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limit {
    /// What it bounds.
    pub kind: LimitKind,
    /// Over which time.
    pub span: LimitSpan,
    /// The most.
    pub amount: Units,
    /// What there is already.
    pub used: Units,
}

/// The limits of a member that hold now, by kind and span.
///
/// # Errors
/// [`StoreError`] when the database refuses, or holds what is no limit.
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

/// HMAC-SHA-256 of a Discord account's number under the operator's key, which the database does not
/// have: all that a table knows of who shut themselves out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct AccountHash(pub [u8; 32]);

/// Whether that account has shut itself out of this server, or of all of them.
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
