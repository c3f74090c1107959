//! What the ticker of a game says: the day, the hour in some leagues, and who is away.
//!
//! `KXMLBGAME-31JUL041815LADATL`: on 4 July 2031 at a quarter past six in the evening in New York,
//! the Dodgers in Atlanta. Other leagues leave the hour out.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::America::New_York;

/// The ticker of a game, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Ticker<'a> {
    /// The day in New York.
    pub(super) day: NaiveDate,
    /// The hour there, where the league tells it.
    time: Option<NaiveTime>,
    /// The codes of both sides, away first, one behind the other.
    pair: &'a str,
}

const MONTHS: [&str; 12] = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
];

impl<'a> Ticker<'a> {
    /// Takes the ticker of an event apart.
    pub(super) fn read(event: &'a str) -> Result<Self, String> {
        let wrong = || format!("{event:?} is no ticker of a game");
        let (_, told) = event.split_once('-').ok_or_else(wrong)?;
        if !told.is_ascii() {
            return Err(wrong());
        }
        let (year, rest) = told.split_at_checked(2).ok_or_else(wrong)?;
        let (month, rest) = rest.split_at_checked(3).ok_or_else(wrong)?;
        let (day, rest) = rest.split_at_checked(2).ok_or_else(wrong)?;
        let number = |it: &str| it.parse::<u8>().ok().map(u32::from).ok_or_else(wrong);
        let month = MONTHS.iter().zip(1..).find(|it| *it.0 == month);
        let month = month.ok_or_else(wrong)?.1;
        let year = 2000 + i32::try_from(number(year)?).map_err(|_| wrong())?;
        let day = NaiveDate::from_ymd_opt(year, month, number(day)?).ok_or_else(wrong)?;
        let clock = rest
            .split_at_checked(4)
            .filter(|it| it.0.bytes().all(|it| it.is_ascii_digit()));
        let (time, pair) = match clock {
            Some((clock, pair)) => {
                let time = NaiveTime::from_hms_opt(number(&clock[..2])?, number(&clock[2..])?, 0);
                (Some(time.ok_or_else(wrong)?), pair)
            }
            None => (None, rest),
        };
        Ok(Self { day, time, pair })
    }

    /// When the game begins, where the ticker tells it.
    pub(super) fn start(&self) -> Option<DateTime<Utc>> {
        let local = New_York.from_local_datetime(&self.day.and_time(self.time?));
        local.earliest().map(|it| it.with_timezone(&Utc))
    }

    /// The two sides in their order, home before away.
    pub(super) fn in_order<T>(&self, one: (&str, T), other: (&str, T)) -> Result<(T, T), String> {
        // A second game of the day has a mark behind the codes.
        let begins = |away: &str, home: &str| {
            let rest = self.pair.strip_prefix(away).filter(|_| !away.is_empty());
            rest.is_some_and(|it| !home.is_empty() && it.starts_with(home))
        };
        match (begins(one.0, other.0), begins(other.0, one.0)) {
            (true, false) => Ok((other.1, one.1)),
            (false, true) => Ok((one.1, other.1)),
            _ => Err(format!(
                "{:?} does not say who of {} and {} is away",
                self.pair, one.0, other.0
            )),
        }
    }

    /// The code of the side that is not this one.
    pub(super) fn other(&self, code: &str) -> Option<&'a str> {
        let pair = self.pair;
        let rest = pair.strip_prefix(code).or_else(|| pair.strip_suffix(code));
        rest.filter(|it| !it.is_empty() && !code.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticker_tells_the_day_and_in_some_leagues_the_hour() {
        let start = |it| Ticker::read(it).map(|it| it.start().map(|it| it.to_rfc3339()));
        let summer = "2031-07-04T22:15:00+00:00".to_owned();
        assert_eq!(start("KXMLBGAME-31JUL041815LADATL"), Ok(Some(summer)));
        let winter = "2031-12-05T00:15:00+00:00".to_owned();
        assert_eq!(start("KXNFLGAME-31DEC041915CHIGB"), Ok(Some(winter)));
        assert_eq!(start("KXNFLGAME-31DEC04CHIGB"), Ok(None));
        let day = Ticker::read("KXNFLGAME-31DEC04CHIGB").map(|it| it.day.to_string());
        assert_eq!(day.as_deref(), Ok("2031-12-04"));
        for wrong in [
            "KXNFLGAME",
            "KXNFLGAME-31DEC",
            "KXNFLGAME-31DEZ04CHIGB",
            "A-31FEB30X",
        ] {
            assert!(Ticker::read(wrong).is_err(), "{wrong}");
        }
        assert!(Ticker::read("KXMLBGAME-31JUL042515LADATL").is_err());
    }

    #[test]
    fn the_first_code_is_the_side_that_is_away() {
        let order = |pair: &str, one, other| {
            let event = format!("KXNFLGAME-31DEC04{pair}");
            let ticker = Ticker::read(&event).unwrap();
            ticker.in_order((one, one), (other, other)).ok()
        };
        assert_eq!(order("CHIGB", "CHI", "GB"), Some(("GB", "CHI")));
        assert_eq!(order("CHIGB", "GB", "CHI"), Some(("GB", "CHI")));
        assert_eq!(order("CHIGBG2", "GB", "CHI"), Some(("GB", "CHI")));
        assert_eq!(order("CHIGB", "CHI", "DET"), None);
        assert_eq!(order("CHIGB", "CHI", ""), None);
        let ticker = Ticker::read("KXWNBAGAME-31JUL09LVPDX").unwrap();
        assert_eq!(ticker.other("PDX"), Some("LV"));
        assert_eq!(ticker.other("LV"), Some("PDX"));
        assert_eq!(ticker.other("SEA"), None);
    }
}
