//! The leagues, with what the scoreboards leave unsaid about them.

use shared::feed::LeagueReport;
use shared::game::Period;
use shared::league::Sport;

use crate::league;

/// How the year of a season is to be read.
#[derive(Clone, Copy)]
enum Years {
    /// The season is played in one year, or named by one: `2024`.
    One,
    /// The year is the one in which it begins: `2024/25`.
    First,
    /// The year is the one in which it ends: `2024/25`.
    Last,
}

/// How many periods there are before overtime, and what each is called.
pub(super) type Regular = (u8, fn(u8) -> Period);

/// A league of the feed.
pub(super) struct League {
    /// Our code.
    pub(super) code: &'static str,
    name: &'static str,
    /// What is played.
    pub(super) sport: Sport,
    /// The path of its scoreboard.
    pub(super) path: &'static str,
    /// How the feed calls it in its answers.
    pub(super) slug: &'static str,
    /// More of the question, where the feed would leave games out.
    pub(super) more: &'static str,
    years: Years,
}

/// Those that are polled when nothing else is said.
pub(super) const USUAL: &[&str] = &["NFL", "NBA", "MLB", "NHL", "EPL"];

/// Every league that converts.
pub(super) const LEAGUES: &[League] = &[
    League {
        code: "NFL",
        name: "National Football League",
        sport: Sport::AmericanFootball,
        path: "football/nfl",
        slug: "nfl",
        more: "",
        years: Years::One,
    },
    League {
        code: "NBA",
        name: "National Basketball Association",
        sport: Sport::Basketball,
        path: "basketball/nba",
        slug: "nba",
        more: "",
        years: Years::Last,
    },
    League {
        code: "MLB",
        name: "Major League Baseball",
        sport: Sport::Baseball,
        path: "baseball/mlb",
        slug: "mlb",
        more: "",
        years: Years::One,
    },
    League {
        code: "NHL",
        name: "National Hockey League",
        sport: Sport::IceHockey,
        path: "hockey/nhl",
        slug: "nhl",
        more: "",
        years: Years::Last,
    },
    League {
        code: "EPL",
        name: "Premier League",
        sport: Sport::Soccer,
        path: "soccer/eng.1",
        slug: "eng.1",
        more: "",
        years: Years::First,
    },
    League {
        code: "LALIGA",
        name: "La Liga",
        sport: Sport::Soccer,
        path: "soccer/esp.1",
        slug: "esp.1",
        more: "",
        years: Years::First,
    },
    League {
        code: "MLS",
        name: "Major League Soccer",
        sport: Sport::Soccer,
        path: "soccer/usa.1",
        slug: "usa.1",
        more: "",
        years: Years::One,
    },
    League {
        code: "NCAAF",
        name: "College Football",
        sport: Sport::AmericanFootball,
        path: "football/college-football",
        slug: "college-football",
        // The upper division whole, rather than the ranked teams.
        more: "&groups=80",
        years: Years::One,
    },
    League {
        code: "WNBA",
        name: "Women's National Basketball Association",
        sport: Sport::Basketball,
        path: "basketball/wnba",
        slug: "wnba",
        more: "",
        years: Years::One,
    },
];

/// The league of that code.
pub(super) fn find(code: &str) -> Option<&'static League> {
    LEAGUES.iter().find(|it| it.code == code)
}

impl League {
    pub(super) fn report(&self) -> LeagueReport {
        league(self.code, self.name, self.sport)
    }

    /// A team's id within its sport, made of the feed's. Clubs of soccer keep theirs from one
    /// competition to the next; elsewhere the leagues of a sport count from 1, each for itself.
    pub(super) fn reference(&self, team: &str) -> String {
        match self.sport {
            Sport::Soccer => team.to_owned(),
            _ => format!("{}/{team}", self.slug),
        }
    }

    /// How the season of that year is written.
    pub(super) fn season(&self, year: i32) -> String {
        let first = match self.years {
            Years::One => return year.to_string(),
            Years::First => year,
            Years::Last => year - 1,
        };
        format!("{first}/{:02}", (first + 1).rem_euclid(100))
    }

    /// The periods before overtime. `None`: every one has a name of its own, extra ones too.
    pub(super) fn periods(&self) -> Option<Regular> {
        match self.sport {
            Sport::AmericanFootball | Sport::Basketball => Some((4, Period::Quarter)),
            Sport::IceHockey => Some((3, Period::Third)),
            Sport::Soccer => Some((2, Period::Half)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn teams_are_told_apart_within_their_sport_and_clubs_keep_their_id_in_every_competition() {
        let of = |league, team| find(league).unwrap().reference(team);
        assert_ne!(of("NFL", "8"), of("NCAAF", "8"));
        assert_ne!(of("NBA", "3"), of("WNBA", "3"));
        assert_eq!(of("EPL", "359"), of("LALIGA", "359"));
    }
}
