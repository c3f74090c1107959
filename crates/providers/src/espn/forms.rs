//! The forms in which a scoreboard can be requested, and the order in which they are tried.
//!
//! Nobody promises any of them. Until 14 September 2026 a range of days was answered for every
//! sport; since the day after, team sports answer it with 400, at both addresses, and take a month
//! or a day. What is known today is in [`order`]; what turns out otherwise is in [`Memory`].

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::America::New_York;
use shared::league::Sport;

use crate::FormUpdate;

/// The most games to ask for in one answer. From 600 on the feed silently gives 25.
const GAMES_MAX: usize = 500;

/// Lengths of lists that the feed cuts without a word: 25 for a limit that it does not like, 100
/// for none.
const CUT_AT: &[usize] = &[25, 100, GAMES_MAX];

/// The most requests that one form may take.
const REQUESTS_MAX: usize = 12;

/// The most days that a query about games at hand may span.
const DAYS_AT_HAND: i64 = 2;

/// How long a form that was refused is not sent again for that league.
const REFUSED_FOR: TimeDelta = TimeDelta::days(7);

/// The same where every form of a league was refused: what looks like a change of the feed may
/// have been a bad day of it.
const ALL_REFUSED_FOR: TimeDelta = TimeDelta::days(1);

/// A form of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Form {
    /// `dates=202611`: a month, past and future. Complete up to the limit.
    Month,
    /// `dates=20261129`: a day of the US East. Of soccer, days beyond tomorrow may be empty.
    Day,
    /// `dates=2026&seasontype=2&week=13`: a week of football, by the calendar that stands in each
    /// of its answers.
    Week,
    /// `dates=20261128-20261206`: any span of days.
    Range,
    /// Without dates: today, or football's present week.
    Current,
}

impl Form {
    const ALL: [Self; 5] = [
        Self::Month,
        Self::Day,
        Self::Week,
        Self::Range,
        Self::Current,
    ];

    /// The word that is remembered and shown.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Day => "day",
            Self::Week => "week",
            Self::Range => "range",
            Self::Current => "current",
        }
    }

    /// Whether its lists are shorter than those of the other, for the same days.
    pub(super) const fn is_narrower_than(self, other: Self) -> bool {
        self.width() < other.width()
    }

    const fn width(self) -> u8 {
        match self {
            Self::Day => 0,
            Self::Week | Self::Current => 1,
            Self::Month => 2,
            Self::Range => 3,
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }

    /// Whether a list of that many games may have been cut, so that a narrower question is worth
    /// its requests. A range without a game is how some of its refusals look.
    pub(super) fn is_suspect(self, games: usize) -> bool {
        CUT_AT.contains(&games) || (games == 0 && self == Self::Range)
    }
}

/// The forms to try, the best first: a month brings all of the days ahead in one or two requests,
/// a day is the least that one can ask for while it is played. Contests of one and of many were
/// still answered by range when team sports no longer were.
///
/// `crowded`: a month of the league is longer than a list, so that it costs a request more.
pub(super) fn order(
    sport: Sport,
    crowded: bool,
    days: &RangeInclusive<NaiveDate>,
) -> &'static [Form] {
    use Form::{Current, Day, Month, Range, Week};
    let at_hand = crowded || (*days.end() - *days.start()).num_days() < DAYS_AT_HAND;
    match (sport, at_hand) {
        (
            Sport::Golf
            | Sport::Tennis
            | Sport::MixedMartialArts
            | Sport::Boxing
            | Sport::Motorsport,
            _,
        ) => &[Range, Month, Day, Current],
        (Sport::AmericanFootball, false) => &[Month, Week, Day, Range, Current],
        (Sport::AmericanFootball, true) => &[Day, Month, Week, Range, Current],
        (_, false) => &[Month, Day, Range, Current],
        (_, true) => &[Day, Month, Range, Current],
    }
}

/// A week of football, as the feed's calendar has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Week {
    /// `dates=`: the year in which the season begins.
    pub(super) year: i32,
    /// `seasontype=`: 1 before the season, 2 in it, 3 after it.
    pub(super) season_type: String,
    /// `week=`.
    pub(super) number: String,
    /// When it begins and ends.
    pub(super) lasts: RangeInclusive<DateTime<Utc>>,
}

/// The queries that together cover those days in that form. `None` when the form cannot, or not in
/// a number of requests that is worth it.
pub(super) fn queries(
    form: Form,
    days: &RangeInclusive<NaiveDate>,
    weeks: &[Week],
) -> Option<Vec<String>> {
    let (first, last) = (*days.start(), *days.end());
    let dates: Vec<String> = match form {
        Form::Month => {
            let months = (0..).map_while(|nth| {
                let month = first
                    .with_day(1)?
                    .checked_add_months(chrono::Months::new(nth))?;
                (month <= last).then(|| format!("dates={}", month.format("%Y%m")))
            });
            months.take(REQUESTS_MAX + 1).collect()
        }
        Form::Day => {
            let all = (0..).map_while(|nth| {
                let day = first.checked_add_days(Days::new(nth))?;
                (day <= last).then(|| format!("dates={}", compact(day)))
            });
            all.take(REQUESTS_MAX + 1).collect()
        }
        Form::Week => {
            let touches = |it: &&Week| {
                let (begins, ends) = (eastern(*it.lasts.start()), eastern(*it.lasts.end()));
                begins <= last && ends >= first
            };
            let asks = |it: &Week| {
                let (year, kind, number) = (it.year, &it.season_type, &it.number);
                format!("dates={year}&seasontype={kind}&week={number}")
            };
            weeks.iter().filter(touches).map(asks).collect()
        }
        Form::Range => vec![format!("dates={}-{}", compact(first), compact(last))],
        Form::Current => vec![String::new()],
    };
    let asked = !dates.is_empty() && dates.len() <= REQUESTS_MAX;
    asked.then(|| dates.into_iter().map(limited).collect())
}

fn limited(dates: String) -> String {
    let separator = if dates.is_empty() { "" } else { "&" };
    format!("{dates}{separator}limit={GAMES_MAX}")
}

fn compact(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

/// The feed's day: that of the US East, whatever the sport.
pub(super) fn eastern(moment: DateTime<Utc>) -> NaiveDate {
    moment.with_timezone(&New_York).date_naive()
}

/// Which forms were refused for which league, and when.
#[derive(Default)]
pub(super) struct Memory(Mutex<BTreeMap<(String, Form), DateTime<Utc>>>);

impl Memory {
    /// Takes in what is known of a form, from this run or an earlier one. A newer refusal counts,
    /// and an answer that came after a refusal ends it.
    pub(super) fn learn(&self, news: &FormUpdate) {
        let Some(form) = Form::from_word(&news.form) else {
            return;
        };
        let mut refused = self.lock();
        let key = (news.league.clone(), form);
        match &news.refused {
            Some(_) => {
                let at = refused.entry(key).or_insert(news.at);
                *at = news.at.max(*at);
            }
            None if refused.get(&key).is_some_and(|at| *at <= news.at) => {
                refused.remove(&key);
            }
            None => {}
        }
    }

    /// Those of the forms that may be sent for this league now, in order.
    pub(super) fn allowed(&self, league: &str, forms: &[Form], now: DateTime<Utc>) -> Vec<Form> {
        let refused = self.lock();
        let since = |form: &Form| refused.get(&(league.to_owned(), *form)).copied();
        let open: Vec<_> = forms
            .iter()
            .copied()
            .filter(|it| since(it).is_none_or(|at| at + REFUSED_FOR <= now))
            .collect();
        if !open.is_empty() {
            return open;
        }
        let oldest = forms.iter().copied().min_by_key(since);
        let again = |it: &Form| since(it).is_none_or(|at| at + ALL_REFUSED_FOR <= now);
        oldest.filter(again).into_iter().collect()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<(String, Form), DateTime<Utc>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use shared::testing::noon;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn days(first: &str, last: &str) -> RangeInclusive<NaiveDate> {
        day(first)..=day(last)
    }

    fn news(form: Form, at: DateTime<Utc>, refused: bool) -> FormUpdate {
        FormUpdate {
            league: "NFL".to_owned(),
            feed: "scoreboard".to_owned(),
            form: form.word().to_owned(),
            at,
            refused: refused.then(|| "status 400 Bad Request".to_owned()),
        }
    }

    #[test]
    fn a_late_game_belongs_to_the_evening_before() {
        let late: DateTime<Utc> = "2031-01-12T02:15:00Z".parse().unwrap();
        assert_eq!(compact(eastern(late)), "20310111");
    }

    #[test]
    fn each_form_asks_as_the_feed_takes_it() {
        let over_new_year = days("2026-12-28", "2027-01-02");
        let ask = |form| queries(form, &over_new_year, &[]);
        let (dec, jan) = ("dates=202612&limit=500", "dates=202701&limit=500");
        assert_eq!(ask(Form::Month), Some(vec![dec.to_owned(), jan.to_owned()]));
        assert_eq!(ask(Form::Day).unwrap().len(), 6);
        assert_eq!(ask(Form::Day).unwrap()[5], "dates=20270102&limit=500");
        assert_eq!(
            ask(Form::Range),
            Some(vec!["dates=20261228-20270102&limit=500".to_owned()])
        );
        assert_eq!(ask(Form::Current), Some(vec!["limit=500".to_owned()]));
        assert_eq!(ask(Form::Week), None, "no calendar is known");
        let too_long = days("2026-01-01", "2027-06-30");
        assert_eq!(queries(Form::Day, &too_long, &[]), None);
        assert_eq!(queries(Form::Month, &too_long, &[]), None);
    }

    #[test]
    fn weeks_of_football_come_from_its_calendar() {
        let week = |number: &str, begins: &str, ends: &str| Week {
            year: 2026,
            season_type: "2".to_owned(),
            number: number.to_owned(),
            lasts: begins.parse().unwrap()..=ends.parse().unwrap(),
        };
        let weeks = [
            week("12", "2026-11-25T08:00:00Z", "2026-12-02T07:59:00Z"),
            week("13", "2026-12-02T08:00:00Z", "2026-12-09T07:59:00Z"),
            week("14", "2026-12-09T08:00:00Z", "2026-12-16T07:59:00Z"),
        ];
        let asked = queries(Form::Week, &days("2026-11-29", "2026-12-06"), &weeks);
        assert_eq!(
            asked.unwrap(),
            [
                "dates=2026&seasontype=2&week=12&limit=500",
                "dates=2026&seasontype=2&week=13&limit=500",
            ]
        );
    }

    #[test]
    fn team_sports_are_not_asked_by_range_before_all_else_is_refused() {
        let (ahead, at_hand) = (
            days("2026-11-28", "2026-12-06"),
            days("2026-11-28", "2026-11-29"),
        );
        for sport in Sport::ALL {
            for days in [&ahead, &at_hand] {
                let forms = order(*sport, false, days);
                let ranged = forms.iter().position(|it| *it == Form::Range);
                let month = forms.iter().position(|it| *it == Form::Month);
                let alone = matches!(
                    sport,
                    Sport::Golf
                        | Sport::Tennis
                        | Sport::MixedMartialArts
                        | Sport::Boxing
                        | Sport::Motorsport
                );
                assert_eq!(ranged < month, alone, "{sport}: {forms:?}");
            }
        }
        assert_eq!(order(Sport::Soccer, false, &ahead)[0], Form::Month);
        assert_eq!(order(Sport::Soccer, false, &at_hand)[0], Form::Day);
        assert_eq!(order(Sport::Basketball, true, &ahead)[0], Form::Day);
    }

    #[test]
    fn lists_of_a_length_that_the_feed_cuts_to_are_suspect() {
        for (games, suspect) in [
            (24, false),
            (25, true),
            (100, true),
            (500, true),
            (0, false),
        ] {
            assert_eq!(Form::Month.is_suspect(games), suspect, "{games}");
        }
        assert!(Form::Range.is_suspect(0));
    }

    #[test]
    fn a_form_that_was_refused_rests_for_a_week() {
        let memory = Memory::default();
        let forms = [Form::Month, Form::Day];
        memory.learn(&news(Form::Month, noon(), true));
        let allowed = |after| memory.allowed("NFL", &forms, noon() + after);
        assert_eq!(allowed(TimeDelta::days(6)), [Form::Day]);
        assert_eq!(allowed(TimeDelta::days(7)), [Form::Month, Form::Day]);
        assert_eq!(memory.allowed("NBA", &forms, noon()), forms);
        // An answer from before the refusal does not end it; one from after it does.
        memory.learn(&news(Form::Month, noon() - TimeDelta::hours(1), false));
        assert_eq!(allowed(TimeDelta::days(1)), [Form::Day]);
        memory.learn(&news(Form::Month, noon() + TimeDelta::hours(1), false));
        assert_eq!(allowed(TimeDelta::days(1)), forms);
    }

    #[test]
    fn where_every_form_was_refused_the_first_one_is_tried_again_after_a_day() {
        let memory = Memory::default();
        let forms = [Form::Month, Form::Day];
        memory.learn(&news(Form::Day, noon(), true));
        memory.learn(&news(Form::Month, noon() + TimeDelta::hours(1), true));
        let allowed = |hours| memory.allowed("NFL", &forms, noon() + TimeDelta::hours(hours));
        assert_eq!(allowed(23), []);
        assert_eq!(allowed(24), [Form::Day]);
    }
}
