//! What our leagues are called, and how their seasons are: feeds that know a league by a key of
//! their own take the rest from here, so that they all say the same of it.

use chrono::{DateTime, Datelike, Utc};
use shared::feed::LeagueReport;
use shared::league::{Sport, time_zone};

/// A league of ours.
pub(crate) struct Known {
    /// Our code.
    pub(crate) code: &'static str,
    name: &'static str,
    /// What is played.
    pub(crate) sport: Sport,
    season: Season,
}

/// Which season a start belongs to, where a feed does not say.
#[derive(Clone, Copy)]
enum Season {
    /// The year of the start: `2031`.
    Year,
    /// It begins in that month, and is called by the year of its beginning: `2031`.
    From(u32),
    /// It begins in that month, and is called by both of its years: `2031/32`.
    Across(u32),
}

macro_rules! leagues {
    ($($code:literal $name:literal $sport:ident $season:expr;)+) => {
        &[$(Known {
            code: $code,
            name: $name,
            sport: Sport::$sport,
            season: $season,
        },)+]
    };
}

const KNOWN: &[Known] = leagues! {
    "NFL" "National Football League" AmericanFootball Season::From(3);
    "NCAAF" "College Football" AmericanFootball Season::From(3);
    "CFL" "Canadian Football League" AmericanFootball Season::Year;
    "NBA" "National Basketball Association" Basketball Season::Across(8);
    "NCAAB" "College Basketball" Basketball Season::Across(8);
    "WNBA" "Women's National Basketball Association" Basketball Season::Year;
    "EUROLEAGUE" "EuroLeague" Basketball Season::Across(8);
    "MLB" "Major League Baseball" Baseball Season::Year;
    "NPB" "Nippon Professional Baseball" Baseball Season::Year;
    "KBO" "KBO League" Baseball Season::Year;
    "NHL" "National Hockey League" IceHockey Season::Across(8);
    "KHL" "Kontinental Hockey League" IceHockey Season::Across(8);
    "EPL" "Premier League" Soccer Season::Across(7);
    "LALIGA" "La Liga" Soccer Season::Across(7);
    "BUNDESLIGA" "Bundesliga" Soccer Season::Across(7);
    "SERIEA" "Serie A" Soccer Season::Across(7);
    "LIGUE1" "Ligue 1" Soccer Season::Across(7);
    "MLS" "Major League Soccer" Soccer Season::Year;
    "UCL" "Champions League" Soccer Season::Across(7);
    "UEL" "Europa League" Soccer Season::Across(7);
    "BRASILEIRAO" "Brasileirão" Soccer Season::Year;
    "WORLDCUP" "World Cup" Soccer Season::Year;
    "SIXNATIONS" "Six Nations" RugbyUnion Season::Year;
    "SUPERRUGBY" "Super Rugby" RugbyUnion Season::Year;
    "AFL" "Australian Football League" AustralianRules Season::Year;
    "F1" "Formula 1" Motorsport Season::Year;
};

/// The league of that code.
pub(crate) fn known(code: &str) -> Option<&'static Known> {
    KNOWN.iter().find(|it| it.code == code)
}

impl Known {
    /// The report of it.
    pub(crate) fn report(&self) -> LeagueReport {
        crate::league(self.code, self.name, self.sport)
    }

    /// The season to which a start belongs.
    pub(crate) fn season(&self, starts_at: DateTime<Utc>) -> String {
        self.called(self.first_year(starts_at))
    }

    /// What the season is called that began in that year.
    pub(crate) fn called(&self, first: i32) -> String {
        match self.season {
            Season::Year | Season::From(_) => first.to_string(),
            Season::Across(_) => format!("{first}/{:02}", (first + 1).rem_euclid(100)),
        }
    }

    /// The year in which the season began to which a start belongs.
    pub(crate) fn first_year(&self, starts_at: DateTime<Utc>) -> i32 {
        let local = starts_at.with_timezone(&time_zone(self.code));
        match self.season {
            Season::Year => local.year(),
            Season::From(month) | Season::Across(month) => {
                local.year() - i32::from(local.month() < month)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_season_is_called_by_where_its_start_falls() {
        let season = |league, start: &str| known(league).unwrap().season(start.parse().unwrap());
        assert_eq!(season("NFL", "2032-01-11T01:15:00Z"), "2031");
        assert_eq!(season("NFL", "2031-09-08T00:20:00Z"), "2031");
        assert_eq!(season("NBA", "2032-01-01T00:30:00Z"), "2031/32");
        assert_eq!(season("EPL", "2031-08-16T11:30:00Z"), "2031/32");
        // The evening before, where it is played.
        assert_eq!(season("MLB", "2032-01-01T02:00:00Z"), "2031");
    }

    #[test]
    fn no_league_stands_there_twice() {
        for (index, league) in KNOWN.iter().enumerate() {
            let again = KNOWN[index + 1..].iter().any(|it| it.code == league.code);
            assert!(!again, "{}", league.code);
        }
    }
}
