//! How long rows are kept. The comment of each table says so, in one form:
//!
//! `CATEGORY; kept TERM; WHY`
//!
//! A table whose term is a length of time or a number of rows stands in [`RULES`] too, and
//! [`forget`] does what its rule says. A test compares the two.

use std::fmt::{self, Display, Formatter};

use chrono::{Datelike, Months, NaiveDate};
use sqlx::PgConnection;
use sqlx::postgres::types::PgInterval;

use crate::StoreError;

/// A length of time, in one unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Hours of 60 minutes.
    Hours(u16),
    /// Days of 24 hours.
    Days(u16),
    /// Months of the calendar.
    Months(u16),
}

impl Span {
    /// The same length, as Postgres counts it.
    fn interval(self) -> PgInterval {
        let hours = |count: u16| PgInterval {
            months: 0,
            days: 0,
            microseconds: i64::from(count) * 3_600_000_000,
        };
        match self {
            Self::Hours(count) => hours(count),
            Self::Days(count) => PgInterval {
                days: i32::from(count),
                ..hours(0)
            },
            Self::Months(count) => PgInterval {
                months: i32::from(count),
                ..hours(0)
            },
        }
    }
}

impl Display for Span {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (count, unit) = match self {
            Self::Hours(count) => (count, "hour"),
            Self::Days(count) => (count, "day"),
            Self::Months(count) => (count, "month"),
        };
        let plural = if *count == 1 { "" } else { "s" };
        write!(f, "{count} {unit}{plural}")
    }
}

/// When a row is forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// So long after the moment in this column. Rows without one stay.
    After(Span, &'static str),
    /// So long after a notice was delivered. Its delivery goes with it.
    AfterDelivery(Span),
    /// With its partition of a month, once all of that month is so long ago.
    ByMonth(u16, &'static str),
    /// As soon as there are so many newer ones.
    Newest(u16),
}

impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::After(span, column) => write!(f, "for {span} after {column}"),
            Self::AfterDelivery(span) => write!(f, "for {span} after deliveries.done_at"),
            Self::ByMonth(months, column) => {
                write!(f, "for {} after {column}", Span::Months(*months))
            }
            Self::Newest(count) => write!(f, "to the newest {count}"),
        }
    }
}

/// A table whose rows are forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The table.
    pub table: &'static str,
    /// When its rows go.
    pub term: Term,
}

const fn rule(table: &'static str, term: Term) -> Rule {
    Rule { table, term }
}

/// Every table whose rows are forgotten.
pub const RULES: [Rule; 15] = [
    rule("interactions", Term::After(Span::Hours(1), "recorded_at")),
    rule("correction_drafts", Term::After(Span::Days(1), "made_at")),
    rule("parlay_draft_legs", Term::After(Span::Days(30), "added_at")),
    rule("parlay_drafts", Term::After(Span::Days(30), "changed_at")),
    rule("exclusions", Term::After(Span::Days(1), "ends_at")),
    rule("notices", Term::AfterDelivery(Span::Days(30))),
    rule("live_states", Term::After(Span::Days(2), "since")),
    rule("forecasts", Term::After(Span::Days(2), "starts_at")),
    rule("quote_changes", Term::ByMonth(6, "seen_at")),
    rule("poll_log", Term::After(Span::Days(7), "asked_at")),
    rule("kept_answers", Term::Newest(500)),
    rule("feed_rests", Term::After(Span::Days(1), "until")),
    rule(
        "feed_shape_changes",
        Term::After(Span::Days(30), "found_at"),
    ),
    rule("feed_quotas", Term::After(Span::Days(100), "renewed_at")),
    rule("unknown_codes", Term::After(Span::Days(90), "last_seen_at")),
];

/// Forgets rows of one table whose time is over, at most `page` of them, and returns how many.
/// Where whole months are dropped, each of them counts as one. `today` is the database's day in
/// UTC.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn forget(
    conn: &mut PgConnection,
    rule: &Rule,
    today: NaiveDate,
    page: i64,
) -> Result<u64, StoreError> {
    let forgotten = match rule.term {
        Term::After(span, column) => {
            let forgotten = sqlx::query_scalar!(
                r#"SELECT code.forget_rows($1, $2, $3, $4) AS "forgotten!""#,
                rule.table,
                column,
                span.interval(),
                page,
            );
            forgotten.fetch_one(conn).await?
        }
        Term::AfterDelivery(span) => {
            let forgotten = sqlx::query_scalar!(
                r#"SELECT code.forget_notices($1, $2) AS "forgotten!""#,
                span.interval(),
                page,
            );
            forgotten.fetch_one(conn).await?
        }
        Term::ByMonth(months, column) => {
            // What came for a month without a partition of its own is in the one for the rest.
            let dropped = sqlx::query_scalar!(
                r#"SELECT code.drop_quote_partitions($1)
                     + code.forget_rows('quote_changes_other', $2, $3, $4) AS "dropped!""#,
                first_month_kept(today, months),
                column,
                Span::Months(months).interval(),
                page,
            );
            dropped.fetch_one(conn).await?
        }
        Term::Newest(newest) => {
            let forgotten = sqlx::query_scalar!(
                r#"SELECT code.forget_kept_answers($1, $2) AS "forgotten!""#,
                i64::from(newest),
                page,
            );
            forgotten.fetch_one(conn).await?
        }
    };
    Ok(forgotten.unsigned_abs())
}

/// How many rows of one table are to be forgotten now. Reads all of the table.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn due(
    conn: &mut PgConnection,
    rule: &Rule,
    today: NaiveDate,
) -> Result<u64, StoreError> {
    let due = match rule.term {
        Term::After(span, column) => {
            let due = sqlx::query_scalar!(
                r#"SELECT code.count_old_rows($1, $2, $3) AS "due!""#,
                rule.table,
                column,
                span.interval(),
            );
            due.fetch_one(conn).await?
        }
        Term::AfterDelivery(span) => {
            let due = sqlx::query_scalar!(
                r#"SELECT code.count_old_rows('deliveries', 'done_at', $1) AS "due!""#,
                span.interval(),
            );
            due.fetch_one(conn).await?
        }
        Term::ByMonth(months, _) => {
            let due = sqlx::query_scalar!(
                r#"SELECT count(*) AS "due!" FROM quote_changes WHERE seen_at < $1::date"#,
                first_month_kept(today, months),
            );
            due.fetch_one(conn).await?
        }
        Term::Newest(newest) => {
            let due = sqlx::query_scalar!(
                r#"SELECT greatest(count(*) - $1, 0) AS "due!" FROM kept_answers"#,
                i64::from(newest),
            );
            due.fetch_one(conn).await?
        }
    };
    Ok(due.unsigned_abs())
}

/// The first day of the oldest month that is kept.
fn first_month_kept(today: NaiveDate, months: u16) -> NaiveDate {
    let month = today.with_day(1).unwrap_or(today);
    month
        .checked_sub_months(Months::new(u32::from(months)))
        .unwrap_or(month)
}

/// What the comment of a table says of its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The table.
    pub table: String,
    /// What kind of rows they are: one of [`CATEGORIES`].
    pub category: String,
    /// How long they are kept: `for good`, or as a [`Term`] is written.
    pub term: String,
    /// Why so long.
    pub why: String,
}

/// The kinds of rows: the books and what they rest on; what is public about games and prices; what
/// servers and operators chose; what is about a person or written by one; what is announced and
/// where it stands; what the programs need to run.
pub const CATEGORIES: [&str; 6] = [
    "books",
    "games",
    "settings",
    "personal",
    "announcing",
    "operations",
];

impl Kept {
    /// Reads a comment. `None`: it does not have the form.
    pub fn read(table: &str, comment: &str) -> Option<Self> {
        let (category, rest) = comment.split_once("; kept ")?;
        let (term, why) = rest.split_once("; ")?;
        let known = CATEGORIES.contains(&category) && !term.is_empty() && !why.is_empty();
        known.then(|| Self {
            table: table.to_owned(),
            category: category.to_owned(),
            term: term.to_owned(),
            why: why.to_owned(),
        })
    }
}

/// What the comments of all tables say, by category and name.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn kept(conn: &mut PgConnection) -> Result<Vec<Kept>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT c.relname::text AS "table!",
             coalesce(obj_description(c.oid, 'pg_class'), '') AS "comment!"
           FROM pg_class c
           WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
             AND NOT c.relispartition
           ORDER BY 2, 1"#,
    )
    .fetch_all(conn)
    .await?;
    let read = rows
        .iter()
        .filter_map(|row| Kept::read(&row.table, &row.comment));
    Ok(read.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_has_one_form() {
        let kept = Kept::read(
            "poll_log",
            "operations; kept for 7 days after asked_at; so; it is",
        );
        let kept = kept.unwrap();
        assert_eq!(kept.term, "for 7 days after asked_at");
        assert_eq!(kept.why, "so; it is");
        for comment in [
            "",
            "operations; kept for good",
            "operations; kept ; why",
            "other; kept for good; why",
            "operations, kept for good; why",
        ] {
            assert_eq!(Kept::read("poll_log", comment), None, "{comment}");
        }
    }

    #[test]
    fn a_month_is_dropped_once_all_of_it_is_old_enough() {
        let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        assert_eq!(first_month_kept(day(11, 30), 6), day(5, 1));
        assert_eq!(first_month_kept(day(12, 1), 6), day(6, 1));
    }
}
