//! Months of the calendar, UTC: what leaderboards and records count by.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};

use crate::discord::custom_id::Part;

/// A month of the calendar, UTC: years times twelve and the months before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Month(pub(crate) i32);

impl Month {
    /// The month that a moment is in.
    pub(crate) fn of(now: DateTime<Utc>) -> Self {
        Self(now.year() * 12 + now.month0().cast_signed())
    }

    /// Its first moment. `None` for a month that no calendar has.
    pub(crate) fn start(self) -> Option<DateTime<Utc>> {
        let number = u32::try_from(self.0.rem_euclid(12)).ok()? + 1;
        let day = NaiveDate::from_ymd_opt(self.0.div_euclid(12), number, 1)?;
        Some(day.and_time(NaiveTime::MIN).and_utc())
    }

    /// The month after it. `None` for the last there is.
    pub(crate) fn next(self) -> Option<Self> {
        self.0.checked_add(1).map(Self)
    }
}

impl Part for Month {
    fn write(&self, out: &mut String) {
        self.0.write(out);
    }

    fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
        i32::read(parts).map(Self)
    }

    #[cfg(test)]
    fn samples() -> [Self; 2] {
        [Self(i32::MIN), Self(24_323)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_ends_where_the_next_begins_also_over_new_year() {
        let december = Month::of("2026-12-31T23:59:59Z".parse().unwrap());
        let january = december.next().unwrap();
        let starts = [december, january].map(|it| it.start().unwrap().to_string());
        assert_eq!(
            starts,
            ["2026-12-01 00:00:00 UTC", "2027-01-01 00:00:00 UTC"]
        );
        assert_eq!(Month::of(january.start().unwrap()), january);
    }
}
