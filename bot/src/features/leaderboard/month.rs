//! Months of the calendar, and what a page of one shows.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use store::leaderboards::Span;

use super::buttons::Month;

/// How many members a page shows.
pub(crate) const PER_PAGE: i64 = 10;
/// Fewer graded tickets than this rank nobody.
pub(crate) const GRADED_MIN: i64 = 5;

impl Month {
    /// The month that a moment is in.
    pub(crate) fn of(now: DateTime<Utc>) -> Self {
        Self(now.year() * 12 + now.month0().cast_signed())
    }

    /// From its first moment until that of the next. Nothing: no calendar has it.
    pub(crate) fn span(self) -> Option<Span> {
        Some(Span {
            from: first_moment(self.0)?,
            until: first_moment(self.0.checked_add(1)?)?,
            graded_min: GRADED_MIN,
        })
    }
}

fn first_moment(month: i32) -> Option<DateTime<Utc>> {
    let number = u32::try_from(month.rem_euclid(12)).ok()? + 1;
    let day = NaiveDate::from_ymd_opt(month.div_euclid(12), number, 1)?;
    Some(day.and_time(NaiveTime::MIN).and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_ends_where_the_next_begins_also_over_new_year() {
        let december = Month::of("2026-12-31T23:59:59Z".parse().unwrap());
        let span = december.span().unwrap();
        assert_eq!(span.from.to_string(), "2026-12-01 00:00:00 UTC");
        assert_eq!(span.until.to_string(), "2027-01-01 00:00:00 UTC");
        assert_eq!(Month::of(span.until), Month(december.0 + 1));
    }
}
