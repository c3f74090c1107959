//! How long a feed wants to be left alone.

use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

/// How long the feed asks us to wait: seconds, or a date, which is read by the feed's own clock
/// where it tells the time. Not before now.
pub(super) fn retry_after(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Duration> {
    let text = |name| Some(headers.get(name)?.to_str().ok()?.trim());
    let date = |text: &str| DateTime::parse_from_rfc2822(text).ok();
    let wanted = text(RETRY_AFTER)?;
    if let Ok(seconds) = wanted.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let at = date(wanted)?.with_timezone(&Utc);
    let told = text(DATE).and_then(date).map(|it| it.with_timezone(&Utc));
    // A moment that was over when it was written was written by another clock than the date.
    let by = told.filter(|it| *it < at).unwrap_or(now);
    Some((at - by).to_std().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;
    use shared::testing::noon;

    use super::*;

    #[test]
    fn the_wait_is_read_in_seconds_and_as_a_date() {
        let read = |text: &'static str| {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static(text))]);
            retry_after(&headers, noon()).map(|it| it.as_secs())
        };
        assert_eq!(read("7"), Some(7));
        assert_eq!(read("Sun, 17 Nov 2024 12:01:30 GMT"), Some(90));
        assert_eq!(read("Sun, 17 Nov 2024 11:00:00 GMT"), Some(0));
        assert_eq!(read("soon"), None);
        assert_eq!(read("-5"), None);
    }

    #[test]
    fn a_date_is_read_by_the_clock_of_whoever_wrote_it() {
        for theirs in ["12:00:00", "03:00:00", "23:59:00"] {
            let (hour, rest) = theirs.split_at(2);
            let later = format!("Sun, 17 Nov 2024 {hour}{}:30 GMT", &rest[..3]);
            let date = format!("Sun, 17 Nov 2024 {theirs} GMT");
            let pairs = [(RETRY_AFTER, later), (DATE, date)];
            let pairs = pairs.map(|(name, it)| (name, HeaderValue::from_str(&it).unwrap()));
            let wait = retry_after(&HeaderMap::from_iter(pairs), noon());
            assert_eq!(wait, Some(Duration::from_secs(30)), "{theirs}");
        }
    }
}
