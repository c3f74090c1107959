//! The query of a scoreboard, read as strictly as the real ones read it.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

/// Events where no limit is given.
const LENGTH_WITHOUT_LIMIT: usize = 100;
/// The limit from which on it is not honoured.
const LIMIT_TOO_HIGH: usize = 600;
/// Events where the limit is not honoured.
const LENGTH_TOO_HIGH: usize = 25;

/// In which form a scoreboard is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// Without dates.
    Current,
    /// `dates=20261129`.
    Day,
    /// `dates=202611`.
    Month,
    /// `dates=2026`.
    Year,
    /// `dates=2026&seasontype=2&week=13`.
    Week,
    /// `dates=20261128-20261206`, open ends among them.
    Range,
}

/// A question that can be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ScoreboardQuery {
    dates: Dates,
    limit: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dates {
    None,
    Day(NaiveDate),
    Month(i32, u32),
    Year(i32),
    Week(i64),
    Range(NaiveDate, NaiveDate),
}

impl ScoreboardQuery {
    /// Reads a query. `None` when it is in no form that exists.
    pub(super) fn read(query: &str) -> Option<Self> {
        let pairs = query.split('&').filter_map(|it| it.split_once('='));
        let pairs: BTreeMap<_, _> = pairs.collect();
        let limit = match pairs.get("limit") {
            Some(limit) => Some(limit.parse().ok()?),
            None => None,
        };
        let dates = match (pairs.get("dates"), pairs.get("week")) {
            (None, None) => Dates::None,
            (Some(year), Some(week)) => {
                let plausible = year.len() == 4 && pairs.get("seasontype") == Some(&"2");
                Dates::Week(week.parse().ok().filter(|_| plausible)?)
            }
            (Some(dates), None) => read(dates)?,
            (None, Some(_)) => return None,
        };
        Some(Self { dates, limit })
    }

    pub(super) fn form(&self) -> Form {
        match self.dates {
            Dates::None => Form::Current,
            Dates::Day(_) => Form::Day,
            Dates::Month(..) => Form::Month,
            Dates::Year(_) => Form::Year,
            Dates::Week(_) => Form::Week,
            Dates::Range(..) => Form::Range,
        }
    }

    /// Whether it asks for that day.
    pub(super) fn wants(&self, day: NaiveDate, today: NaiveDate, season_begins: NaiveDate) -> bool {
        match self.dates {
            Dates::None => day == today,
            Dates::Day(wanted) => day == wanted,
            Dates::Month(year, month) => (day.year(), day.month()) == (year, month),
            Dates::Year(year) => day.year() == year,
            Dates::Week(number) => (day - season_begins).num_days().div_euclid(7) + 1 == number,
            Dates::Range(first, last) => (first..=last).contains(&day),
        }
    }

    /// How many events the answer has at most.
    pub(super) const fn length(&self) -> usize {
        match self.limit {
            None => LENGTH_WITHOUT_LIMIT,
            Some(LIMIT_TOO_HIGH..) => LENGTH_TOO_HIGH,
            Some(limit) => limit,
        }
    }
}

fn read(dates: &str) -> Option<Dates> {
    if let Some((first, last)) = dates.split_once(['-', ',']) {
        let first = day(first)?;
        let last = if last.is_empty() {
            NaiveDate::MAX
        } else {
            day(last)?
        };
        return Some(Dates::Range(first, last));
    }
    let number = |part: &str| part.parse::<u32>().ok();
    match dates.len() {
        8 => day(dates).map(Dates::Day),
        6 => {
            let (year, month) = (number(dates.get(..4)?)?, number(dates.get(4..)?)?);
            let year = i32::try_from(year).ok()?;
            (1..=12)
                .contains(&month)
                .then_some(Dates::Month(year, month))
        }
        4 => i32::try_from(number(dates)?).ok().map(Dates::Year),
        _ => None,
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y%m%d").ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_told_from_the_others() {
        for (query, form) in [
            ("", Some(Form::Current)),
            ("limit=500", Some(Form::Current)),
            ("dates=20261129&limit=500", Some(Form::Day)),
            ("dates=202611&limit=500", Some(Form::Month)),
            ("dates=2026", Some(Form::Year)),
            ("dates=2026&seasontype=2&week=13", Some(Form::Week)),
            ("dates=20261128-20261206&limit=500", Some(Form::Range)),
            ("dates=20261128-20261128", Some(Form::Range)),
            ("dates=20261128-", Some(Form::Range)),
            ("dates=20261128,20261129", Some(Form::Range)),
            ("dates=202613", None),
            ("dates=20261131", None),
            ("dates=yesterday", None),
            ("dates=20261129&limit=many", None),
            ("week=13", None),
        ] {
            assert_eq!(
                ScoreboardQuery::read(query).map(|it| it.form()),
                form,
                "{query}"
            );
        }
    }

    #[test]
    fn lists_are_cut_without_a_word() {
        let length = |query| ScoreboardQuery::read(query).unwrap().length();
        assert_eq!(length("dates=202611"), 100);
        assert_eq!(length("dates=202611&limit=500"), 500);
        assert_eq!(length("dates=202611&limit=600"), 25);
        assert_eq!(length("dates=202611&limit=1000"), 25);
    }
}
