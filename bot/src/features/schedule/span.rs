//! Days of a schedule, as the calendar of the league has them.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

use crate::discord::custom_id::Part;

/// Days that can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    Today,
    Tomorrow,
    Week,
    Month,
    LastWeek,
}

impl When {
    /// All, in the order in which they are offered: their words, and the lines of the catalogue.
    pub(super) const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Week, "week", "schedule-week"),
        (Self::Today, "today", "schedule-today"),
        (Self::Tomorrow, "tomorrow", "schedule-tomorrow"),
        (Self::Month, "month", "schedule-month"),
        (Self::LastWeek, "last-week", "schedule-last-week"),
    ];

    /// The days of that word.
    pub(super) fn from_word(word: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|it| it.1 == word)?;
        Some(found.0)
    }

    /// Its days, counted from today where the league is.
    pub(super) fn span(self, now: DateTime<Utc>, zone: Tz) -> Span {
        let today = now.with_timezone(&zone).date_naive().num_days_from_ce();
        let (first, days) = match self {
            Self::Today => (today, 1),
            Self::Tomorrow => (today + 1, 1),
            Self::Week => (today, 7),
            Self::Month => (today, 30),
            // With today's: what is over by now is what somebody looks for.
            Self::LastWeek => (today - 6, 7),
        };
        Span { first, days }
    }
}

/// So many days, from one on that is counted from the first of the common era.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Span {
    first: i32,
    days: u16,
}

impl Span {
    /// From the beginning of the first day until that of the day after the last, where a day begins
    /// at that zone's midnight. `None` for days that no calendar has.
    pub(super) fn moments(self, zone: Tz) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        let first = NaiveDate::from_num_days_from_ce_opt(self.first)?;
        let end = first.checked_add_days(Days::new(self.days.into()))?;
        Some((midnight(first, zone)?, midnight(end, zone)?))
    }
}

/// When a day begins. Where clocks skip midnight, an hour later.
fn midnight(day: NaiveDate, zone: Tz) -> Option<DateTime<Utc>> {
    let start = day.and_time(NaiveTime::MIN);
    let later = start + chrono::TimeDelta::hours(1);
    let local = zone.from_local_datetime(&start).earliest();
    let local = local.or_else(|| zone.from_local_datetime(&later).earliest());
    local.map(|it| it.with_timezone(&Utc))
}

impl Part for Span {
    fn write(&self, out: &mut String) {
        self.first.write(out);
        out.push('.');
        self.days.write(out);
    }

    fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
        let first = i32::read(parts)?;
        let days = u16::read(parts)?;
        Some(Self { first, days })
    }

    #[cfg(test)]
    fn samples() -> [Self; 2] {
        let of = |first, days| Self { first, days };
        [of(i32::MIN, u16::MAX), of(739_000, 7)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(when: When, now: &str, zone: Tz) -> String {
        let span = when.span(now.parse().unwrap(), zone);
        let (from, until) = span.moments(zone).unwrap();
        format!(
            "{} to {}",
            from.format("%d %H:%M"),
            until.format("%d %H:%M")
        )
    }

    #[test]
    fn a_day_is_the_leagues_own() {
        let zone = Tz::America__New_York;
        let late = "2026-12-07T03:30:00Z";
        assert_eq!(said(When::Today, late, zone), "06 05:00 to 07 05:00");
        assert_eq!(said(When::Tomorrow, late, zone), "07 05:00 to 08 05:00");
        assert_eq!(said(When::Week, late, zone), "06 05:00 to 13 05:00");
        assert_eq!(said(When::LastWeek, late, zone), "30 05:00 to 07 05:00");
        assert_eq!(said(When::Today, late, Tz::UTC), "07 00:00 to 08 00:00");
    }

    #[test]
    fn a_day_on_which_clocks_change_has_its_own_length() {
        let now = "2026-11-01T12:00:00Z";
        let day = said(When::Today, now, Tz::America__New_York);
        assert_eq!(day, "01 04:00 to 02 05:00");
        // Midnight of that day does not exist there.
        let now = "2018-11-04T12:00:00Z";
        let day = said(When::Today, now, Tz::America__Sao_Paulo);
        assert_eq!(day, "04 03:00 to 05 02:00");
    }

    #[test]
    fn days_that_no_calendar_has_are_refused() {
        let [longest, _] = Span::samples();
        assert_eq!(longest.moments(Tz::UTC), None);
    }
}
