//! The days that a question is about, for feeds that are asked by day.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use shared::league::time_zone;

use crate::FeedQuery;
use crate::error::{ProviderError, RequestStats};

/// A game that begins after midnight, by the clock of the league, belongs to the day before: games
/// begin late in the west. None begins between this hour and the morning.
const DAY_BEGINS: TimeDelta = TimeDelta::hours(4);

/// The hour of a game whose hour is not set.
const NOON: NaiveTime = NaiveTime::from_hms_opt(12, 0, 0).unwrap();

/// The league's day to which a game belongs that begins then.
pub(crate) fn day(league: &str, starts_at: DateTime<Utc>) -> NaiveDate {
    let local = starts_at.with_timezone(&time_zone(league)).naive_local();
    let begun = local.checked_sub_signed(DAY_BEGINS);
    begun.unwrap_or(local).date()
}

/// When a game begins whose day is set and whose hour is not: at noon, by the clock of the league.
/// Until the hour is known, feeds put such a game at midnight or at an hour at which nobody plays,
/// which belongs to the day before or lies after the real start. At noon the day is right, and bets
/// close before anybody can have begun.
pub(crate) fn unset(league: &str, placeholder: DateTime<Utc>) -> DateTime<Utc> {
    let zone = time_zone(league);
    let day = placeholder.with_timezone(&zone).date_naive();
    let noon = day.and_time(NOON).and_local_timezone(zone).earliest();
    noon.map_or(placeholder, |it| it.with_timezone(&Utc))
}

/// The league's days on which the games begin that are asked about, in order.
///
/// # Errors
/// [`ProviderError::Refused`] when they are more than `max`.
pub(crate) fn of(
    provider: &str,
    ask: &FeedQuery,
    max: usize,
) -> Result<Vec<NaiveDate>, ProviderError> {
    let (first, last) = (day(&ask.league, ask.from), day(&ask.league, ask.to));
    let days: Vec<_> = first
        .iter_days()
        .take_while(|it| *it <= last)
        .take(max + 1)
        .collect();
    if days.is_empty() || days.len() > max {
        return Err(ProviderError::Refused {
            reason: format!("{provider} is asked about 1 to {max} days at once"),
            stats: Box::new(RequestStats::of(provider)),
        });
    }
    Ok(days)
}

/// The first and the last of them.
pub(crate) fn ends(days: &[NaiveDate]) -> (NaiveDate, NaiveDate) {
    let day = |it: Option<&NaiveDate>| it.copied().unwrap_or_default();
    (day(days.first()), day(days.last()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(from: &str, to: &str) -> Option<Vec<String>> {
        let moment = |it: &str| it.parse::<DateTime<Utc>>().unwrap_or_default();
        let ask = FeedQuery::scores("MLB", moment(from)..=moment(to));
        let days = of("mlb", &ask, 31).ok()?;
        Some(days.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_day_of_the_league_ends_when_its_last_game_has_begun() {
        // A quarter past one in the morning on the east coast.
        let late = days("2031-07-02T05:15:00Z", "2031-07-02T05:15:00Z");
        assert_eq!(late, Some(vec!["2031-07-01".to_owned()]));
        let early = days("2031-07-02T08:00:00Z", "2031-07-02T15:00:00Z");
        assert_eq!(early, Some(vec!["2031-07-02".to_owned()]));
    }

    #[test]
    fn a_question_has_at_least_one_day_and_an_end() {
        assert_eq!(
            days("2031-07-01T16:00:00Z", "2031-07-31T16:00:00Z").map(|it| it.len()),
            Some(31)
        );
        assert_eq!(days("2031-07-01T16:00:00Z", "2031-08-01T16:00:00Z"), None);
        assert_eq!(days("2031-07-03T16:00:00Z", "2031-07-01T16:00:00Z"), None);
    }

    #[test]
    fn a_game_without_an_hour_is_at_noon_of_its_own_day_whatever_stands_for_the_hour() {
        let at = |it: &str| it.parse::<DateTime<Utc>>().unwrap_or_default();
        // Midnight, half past three and half past eleven at night, as feeds have them.
        for placeholder in [
            "2031-10-10T04:00:00Z",
            "2031-10-10T07:33:00Z",
            "2031-10-11T03:33:00Z",
        ] {
            let start = unset("MLB", at(placeholder));
            assert_eq!(start, at("2031-10-10T16:00:00Z"), "{placeholder}");
            assert_eq!(day("MLB", start).to_string(), "2031-10-10");
        }
    }
}
