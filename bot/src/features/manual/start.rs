//! When an event begins, as people type it.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// The furthest that an event may be away: a season and its play-offs.
const AHEAD_MAX: TimeDelta = TimeDelta::days(400);

/// Reads a start: `19:30` (today, or tomorrow once that has passed), `7:30 pm`, `tomorrow 19:30`,
/// `2026-11-22 19:30`, `in 90m`, `in 2h`, `in 3d`, in the server's time zone. Nothing for what is
/// none of these, or further away than a year. A moment that a clock skips or has twice is the
/// later one.
pub(super) fn read(typed: &str, now: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
    let typed = typed.trim().to_lowercase();
    let at = match typed.strip_prefix("in ") {
        Some(wait) => now + self::wait(wait.trim())?,
        None => moment(&typed, now, zone)?,
    };
    (at <= now + AHEAD_MAX).then_some(at)
}

fn wait(typed: &str) -> Option<TimeDelta> {
    let digits = typed.chars().take_while(char::is_ascii_digit).count();
    let (number, unit) = typed.split_at_checked(digits)?;
    let number: i64 = number.parse().ok().filter(|it| *it <= 100_000)?;
    Some(match unit.trim() {
        "m" | "min" | "minute" | "minutes" => TimeDelta::minutes(number),
        "h" | "hour" | "hours" => TimeDelta::hours(number),
        "d" | "day" | "days" => TimeDelta::days(number),
        _ => return None,
    })
}

fn moment(typed: &str, now: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
    let today = now.with_timezone(&zone).date_naive();
    if let Some(rest) = typed.strip_prefix("tomorrow") {
        let day = today.checked_add_days(Days::new(1))?;
        return in_zone(day.and_time(time(rest.trim())?), zone);
    }
    if let Some(rest) = typed.strip_prefix("today") {
        return in_zone(today.and_time(time(rest.trim())?), zone);
    }
    if let Some(time) = time(typed) {
        let at = in_zone(today.and_time(time), zone)?;
        if at > now {
            return Some(at);
        }
        let day = today.checked_add_days(Days::new(1))?;
        return in_zone(day.and_time(time), zone);
    }
    let (date, rest) = typed.split_once([' ', 't'])?;
    let date = NaiveDate::parse_from_str(date, "%Y-%m-%d").ok()?;
    in_zone(date.and_time(time(rest.trim())?), zone)
}

fn time(typed: &str) -> Option<NaiveTime> {
    let plain = typed.replace(' ', "");
    ["%H:%M", "%I:%M%p"]
        .iter()
        .find_map(|it| NaiveTime::parse_from_str(&plain, it).ok())
        .or_else(|| {
            // `7pm` has no minutes, which chrono asks for.
            let (hour, half) = plain.split_at_checked(plain.len().checked_sub(2)?)?;
            NaiveTime::parse_from_str(&format!("{hour}:00{half}"), "%I:%M%p").ok()
        })
}

fn in_zone(at: NaiveDateTime, zone: Tz) -> Option<DateTime<Utc>> {
    let found = zone.from_local_datetime(&at);
    let found = found.latest().or_else(|| {
        let later = at.checked_add_signed(TimeDelta::hours(1))?;
        zone.from_local_datetime(&later).latest()
    })?;
    Some(found.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_reads_as_people_type_it() {
        let now: DateTime<Utc> = "2026-11-21T15:00:00Z".parse().unwrap();
        let zone = Tz::America__New_York;
        for (typed, at) in [
            ("19:30", "2026-11-22T00:30:00Z"),
            ("7:30 PM", "2026-11-22T00:30:00Z"),
            ("7pm", "2026-11-22T00:00:00Z"),
            ("09:00", "2026-11-22T14:00:00Z"),
            ("tomorrow 19:30", "2026-11-23T00:30:00Z"),
            ("today 19:30", "2026-11-22T00:30:00Z"),
            ("2026-12-24 18:00", "2026-12-24T23:00:00Z"),
            ("2026-12-24T18:00", "2026-12-24T23:00:00Z"),
            ("in 90m", "2026-11-21T16:30:00Z"),
            ("in 2 hours", "2026-11-21T17:00:00Z"),
            ("in 3d", "2026-11-24T15:00:00Z"),
            // The hour that is skipped in March.
            ("2027-03-14 02:30", "2027-03-14T07:30:00Z"),
        ] {
            assert_eq!(read(typed, now, zone), Some(at.parse().unwrap()), "{typed}");
        }
        for typed in [
            "",
            "soon",
            "25:00",
            "in",
            "in 5",
            "in -5m",
            "2026-02-30 10:00",
            "2030-01-01 10:00",
            "in 99999d",
            "tomorrow",
        ] {
            assert_eq!(read(typed, now, zone), None, "{typed}");
        }
    }
}
